package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/geo"
	"nightbeat/geo/road"
	"nightbeat/planner"
	"nightbeat/planner/words"
)

type importCmd struct {
	incidentFlags `embed:""`
	Store         string `help:"The store's file, made where there is none, or postgres://..." required:"" placeholder:"STORE"`
	CRS           string `help:"The reference system of the places: wgs84; gcj02 (高德, 腾讯) or bd09 (百度); EPSG:n for web Mercator, UTM or CGCS2000, x before y." default:"wgs84" name:"crs" placeholder:"NAME"`
	Roads         string `help:"Compare the places with these streets, and say when they look like another system's." type:"existingfile" placeholder:"FILE"`
}

// Run loads each file whole or not at all.
func (c *importCmd) Run(ctx context.Context, con console) (err error) {
	files := c.files()
	if len(files) == 0 {
		return usageError{fmt.Errorf("a file of incidents is missing; write nightbeat import FILE --store STORE")}
	}
	opt, err := c.options()
	if err != nil {
		return err
	}
	if opt.CRS, err = geo.SourceCRS(c.CRS); err != nil {
		return usageError{fmt.Errorf("--crs: %w", err)}
	}
	roads, err := c.streets(ctx)
	if err != nil {
		return err
	}
	store, err := openStore(ctx, c.Store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return c.naming(func(rejected func(format.Reject)) error {
		opt.Rejected = rejected
		for _, file := range files {
			if err := c.one(ctx, con, store, roads, file, opt); err != nil {
				return err
			}
		}
		return nil
	})
}

// streets are what places are compared with, where they are given.
func (c *importCmd) streets(ctx context.Context) (planner.Roads, error) {
	if c.Roads == "" {
		return nil, nil
	}
	network, _, err := road.Open(ctx, c.Roads)
	if err != nil {
		return nil, err
	}
	return planner.OnStreets(network), nil
}

// one loads a file as it is read.
func (c *importCmd) one(ctx context.Context, con console, store data.Store, roads planner.Roads, name string, opt format.IncidentOptions) error {
	file, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("%s: cannot be opened: %w", name, errors.Unwrap(err))
	}
	defer file.Close()
	l, err := loadInto(ctx, store, roads, file, name, opt)
	switch {
	case errors.As(err, new(*format.FileError)), errors.Is(err, format.ErrMap):
		return asUsage(err)
	case err != nil:
		return fmt.Errorf("%s: nothing of it was loaded: %w", name, err)
	}
	tellRejects(con.Err, l.in)
	for _, note := range l.notes {
		fmt.Fprintf(con.Err, "nightbeat: note: %s: %s\n", name, note)
	}
	fmt.Fprintln(con.Out, l)
	return nil
}

// loaded is what became of a file of incidents.
type loaded struct {
	in    format.Intake
	done  data.Imported
	notes []words.Note // what looks odd in it
}

// loadInto loads a file as it is read, whole or not at all.
func loadInto(ctx context.Context, store data.Store, roads planner.Roads, file io.Reader, name string, opt format.IncidentOptions) (l loaded, err error) {
	sample := planner.NewSample()
	l.done, err = store.Import(ctx, sample.Watching(format.StreamIncidents(ctx, file, name, opt, &l.in)))
	if err == nil {
		l.notes = planner.Misplaced(sample, roads, opt.CRS)
	}
	return l, err
}

// String counts what was loaded and what was not.
func (l loaded) String() string {
	return fmt.Sprintf("%d loaded, %d rejected (%d new, %d changed, %d already there)", l.in.Loaded, l.in.Rejects.Total, l.done.New, l.done.Changed, l.done.Same)
}

// report says it with each rejected feature by name, as far as they are kept.
func (l loaded) report(name string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s: %s\n", name, l)
	for _, note := range l.notes {
		fmt.Fprintf(&out, "note: %s\n", note)
	}
	for _, r := range l.in.Rejects.First {
		fmt.Fprintf(&out, "rejected: %s\n", r)
	}
	if more := l.in.Rejects.Total - len(l.in.Rejects.First); more > 0 {
		fmt.Fprintf(&out, "and %d more\n", more)
	}
	return out.String()
}
