package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

// areaCmd keeps the named parts of the district.
type areaCmd struct {
	Add    areaAddCmd    `cmd:"" help:"Keep named polygons as areas; one that is there under its id is changed."`
	List   areaListCmd   `cmd:"" help:"List the areas."`
	Remove areaRemoveCmd `cmd:"" help:"Delete an area."`
}

type areaAddCmd struct {
	storeFlag `embed:""`
	Files     []string `arg:"" help:"GeoJSON polygons with name, and id and kind where they have them." type:"existingfile"`
}

// Run keeps the areas of each file, whole or not at all.
func (c *areaAddCmd) Run(ctx context.Context, con console) error {
	return c.with(ctx, func(store data.Store) error {
		for _, name := range c.Files {
			if err := addAreas(ctx, con, store, name); err != nil {
				return err
			}
		}
		return nil
	})
}

func addAreas(ctx context.Context, con console, store data.Store, name string) error {
	areas, err := readFile(name, format.ReadAreas)
	if err != nil {
		return err
	}
	done, err := store.PutAreas(ctx, areas...)
	if err != nil {
		err = fmt.Errorf("%s: nothing of it was kept: %w", name, err)
	}
	ids := make([]string, len(areas))
	for i, a := range areas {
		ids[i] = a.ID
	}
	if err := noteHere(ctx, store, "keep areas", format.Printable(strings.Join(ids, ", "), 200), err); err != nil {
		return err
	}
	fmt.Fprintf(con.Out, "%d areas (%d new, %d changed, %d already there)\n", len(areas), done.New, done.Changed, done.Same)
	return nil
}

// areaFlags say which areas a table has a row for.
type areaFlags struct {
	Areas string `help:"Named GeoJSON polygons; without them, the areas of --store." type:"existingfile" placeholder:"FILE"`
	Store string `help:"The store whose areas are meant." placeholder:"STORE"`
}

// named are the areas of the file, else of the store; none where neither is named.
func (f areaFlags) named(ctx context.Context) (areas []planner.Area, err error) {
	if f.Areas != "" || f.Store == "" {
		return readFile(f.Areas, format.ReadAreas)
	}
	err = storeFlag{f.Store}.with(ctx, func(store data.Store) error {
		areas, err = store.Areas(ctx)
		return err
	})
	return areas, err
}

type areaListCmd struct {
	storeFlag `embed:""`
	GeoJSON   bool `help:"With their polygons, as GeoJSON." name:"geojson"`
}

// Run lists all areas.
func (c *areaListCmd) Run(ctx context.Context, con console) error {
	return c.with(ctx, func(store data.Store) error {
		areas, err := store.Areas(ctx)
		if err != nil {
			return err
		}
		if c.GeoJSON {
			return format.WriteAreas(con.Out, areas)
		}
		return listAreas(con.Out, areas)
	})
}

func listAreas(out io.Writer, areas []planner.Area) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "id\tname\tkind\t")
	for _, a := range areas {
		fmt.Fprintf(w, "%s\t%s\t%s\t\n", format.Printable(a.ID, 60), format.Printable(a.Name, 60), format.Printable(a.Kind, 20))
	}
	return w.Flush()
}

type areaRemoveCmd struct {
	storeFlag `embed:""`
	ID        string `arg:"" help:"The area's id."`
}

// Run deletes an area.
func (c *areaRemoveCmd) Run(ctx context.Context, _ console) error {
	return c.with(ctx, func(store data.Store) error {
		err := store.DropArea(ctx, c.ID)
		if errors.Is(err, data.ErrNotFound) {
			err = fmt.Errorf("area %s: %w; 'nightbeat area list' names those that are there", format.Printable(c.ID, 60), err)
		}
		return noteHere(ctx, store, "delete area", c.ID, err)
	})
}
