package main

import (
	"context"
	"fmt"
	"time"

	"nightbeat/data"
	"nightbeat/geo"
	"nightbeat/geo/road"
	"nightbeat/planner"
)

type watchCmd struct {
	storeFlag `embed:""`
	Dir       string            `arg:"" help:"The folder." type:"existingdir"`
	Every     time.Duration     `help:"How long to wait between two looks; a file that has not changed between them is complete." default:"5s"`
	Map       map[string]string `help:"Where fields are: time=FIELD,category=FIELD,id=FIELD." mapsep:"," placeholder:"FIELD=NAME"`
	Zone      string            `help:"The zone of times written without one, such as Asia/Shanghai." placeholder:"ZONE"`
	CRS       string            `help:"The reference system of the places, as import has it." default:"wgs84" name:"crs" placeholder:"NAME"`
	Roads     string            `help:"Compare the places with these streets, and say when they look like another system's." type:"existingfile" placeholder:"FILE"`
}

// Run imports what is put into the folder, until it is stopped.
func (c *watchCmd) Run(ctx context.Context, con console) error {
	if c.Every <= 0 {
		return usageError{fmt.Errorf("--every %s: give a time above zero, such as 5s", c.Every)}
	}
	opt, err := (&incidentFlags{Map: c.Map, Zone: c.Zone}).options()
	if err != nil {
		return err
	}
	if opt.CRS, err = geo.SourceCRS(c.CRS); err != nil {
		return usageError{fmt.Errorf("--crs: %w", err)}
	}
	var roads planner.Roads
	if c.Roads != "" {
		network, _, err := road.Open(ctx, c.Roads)
		if err != nil {
			return err
		}
		roads = planner.OnStreets(network)
	}
	return c.with(ctx, func(store data.Store) error {
		f := &folder{dir: c.Dir, store: store, roads: roads, opt: opt, tell: con.Err}
		if err := f.prepare(); err != nil {
			return err
		}
		fmt.Fprintf(con.Err, "nightbeat: watching %s\n", c.Dir)
		f.watch(ctx, c.Every)
		return nil
	})
}
