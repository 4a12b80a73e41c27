package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

type doneCmd struct {
	Plan   string   `arg:"" optional:"" help:"The plan as GeoJSON; or, with --store, its id: the latest where it is missing."`
	Store  string   `help:"Take the night, and what its units told, from this store, and keep in it what tracks show." placeholder:"STORE"`
	Track  []string `help:"A unit's GPX track of this night: it shows when the unit stood at its stops. Repeat it for several." sep:"none" placeholder:"UNIT=FILE"`
	Font   string   `help:"A TrueType font for PDF; by default one that the machine has." type:"existingfile" placeholder:"FILE"`
	Out    string   `help:"Write to this file; its ending chooses the format." placeholder:"FILE"`
	Format string   `help:"table (default), csv or pdf." placeholder:"NAME"`
	By     string   `help:"What a row of CSV is: a stay, a stop, or an area of the store." enum:"stay,stop,area" default:"stay"`
}

// Run holds a night's plan against what was done.
func (c *doneCmd) Run(ctx context.Context, con console) error {
	var scene format.Scene
	write, err := writerNamed(formatName(c.Format, c.Out), map[string]func(io.Writer, format.HandOver) error{
		"": format.WriteHandOverTable, "table": format.WriteHandOverTable, "txt": format.WriteHandOverTable,
		"csv": format.HandOverTables()[c.By],
		"pdf": func(w io.Writer, h format.HandOver) error { return format.WriteHandOverPDF(w, h, scene) },
	})
	if err != nil {
		return err
	}
	if c.Plan == "" && c.Store == "" {
		return usageError{fmt.Errorf("name a plan's file, or a store with --store")}
	}
	if c.By == "area" && c.Store == "" {
		return usageError{fmt.Errorf("--by area: areas are kept in a store; name it with --store")}
	}
	var h format.HandOver
	if scene.Font, err = (&fontFlags{Font: c.Font}).font(); err != nil {
		return err
	}
	if c.Store == "" {
		err = c.fromFile(con, &h)
	} else {
		err = storeFlag{c.Store}.with(ctx, func(store data.Store) error { return c.fromStore(ctx, con, store, &h) })
	}
	if err != nil {
		return err
	}
	return writeTo(con, c.Out, func(w io.Writer) error { return write(w, h) })
}

// fromFile takes the plan of a file; nothing is known of its night but what tracks show.
func (c *doneCmd) fromFile(con console, h *format.HandOver) (err error) {
	if h.Plan, err = readFile(c.Plan, format.ReadPlan); err != nil {
		return err
	}
	shown, err := c.follow(con, h.Plan)
	h.Ledger = planner.NewLedger(h.Plan, shown)
	return err
}

func (c *doneCmd) fromStore(ctx context.Context, con console, store data.Store, h *format.HandOver) error {
	id := c.Plan
	if id == "" {
		latest, err := data.LatestNight(ctx, store)
		if err != nil {
			return fmt.Errorf("--store: it has no plan: %w", err)
		}
		id = latest.ID
	}
	plan, err := data.Current(ctx, store, id)
	if err != nil {
		return fmt.Errorf("plan %s: %w", id, err)
	}
	shown, err := c.follow(con, plan)
	if err != nil {
		return err
	}
	if len(c.Track) > 0 {
		if err := noteHere(ctx, store, "add track", plan.ID, data.KeepTrack(ctx, store, plan.ID, shown, time.Now())); err != nil {
			return err
		}
	}
	if h.Plan, h.Ledger, err = data.Ledger(ctx, store, plan.ID); err != nil {
		return err
	}
	areas, err := store.Areas(ctx)
	h.Areas = h.Ledger.ByArea(h.Plan, areas)
	return err
}

// follow reads the tracks, and says of each what it shows and what was left out.
func (c *doneCmd) follow(con console, plan *planner.Plan) (shown []planner.Report, err error) {
	for _, flag := range c.Track {
		unit, name, ok := strings.Cut(flag, "=")
		if !ok {
			return nil, usageError{fmt.Errorf("--track %s: write UNIT=FILE", flag)}
		}
		found, err := followFile(con.Err, plan, unit, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		shown = append(shown, found.Reports...)
	}
	return shown, nil
}

func followFile(messages io.Writer, plan *planner.Plan, unit, name string) (planner.Followed, error) {
	file, err := os.Open(name)
	if err != nil {
		return planner.Followed{}, err
	}
	defer file.Close()
	track, err := format.ReadTrack(file, name, plan.Request.Shift.Start.Location())
	if err != nil {
		return planner.Followed{}, err
	}
	for _, r := range track.Rejects.First {
		fmt.Fprintln(messages, "nightbeat: rejected:", r)
	}
	found, err := plan.Follow(unit, track.Fixes)
	if err == nil {
		fmt.Fprintf(messages, "nightbeat: %s: %d stands at the stops of %s in %.0f min of known places, from %d points; left out %d without place or time, %d off duty, %d out of reach\n",
			name, found.Stands, unit, found.Known.Minutes(), found.Fixes, track.Rejects.Total, found.Outside, found.Leaps)
	}
	return found, err
}
