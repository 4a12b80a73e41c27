package main

import (
	"context"
	"fmt"
	"io"

	"nightbeat/data/format"
	"nightbeat/planner"
)

type seriesCmd struct {
	incidentFlags `embed:""`
	At            string `help:"As things stood at this instant; no incident at or after it is used." required:"" placeholder:"TIME"`
	Area          string `help:"Only inside this GeoJSON polygon." type:"existingfile" placeholder:"FILE"`
	Seed          int64  `help:"Of the test's shuffles." default:"1"`
	Out           string `help:"Write to this file; its ending chooses the format." placeholder:"FILE"`
	Format        string `help:"table (default) or geojson." placeholder:"NAME"`
}

// Run tests each category for near repeats and lists the series that are open.
func (c *seriesCmd) Run(ctx context.Context, con console) error {
	write, err := c.writer()
	if err != nil {
		return err
	}
	at, err := parseTime("--at", c.At)
	if err != nil {
		return err
	}
	request, err := withArea(planner.Request{}, c.Area)
	if err != nil {
		return err
	}
	incidents, err := c.load(ctx, con)
	if err != nil {
		return err
	}
	found, err := planner.FindSeries(ctx, request, at, incidents.List, c.Seed)
	if err != nil {
		return err
	}
	if c.Out == "" {
		return write(con.Out, found)
	}
	return writeFile(c.Out, func(w io.Writer) error { return write(w, found) })
}

// writer chooses the format by --format, else by the ending of --out.
func (c *seriesCmd) writer() (func(io.Writer, []planner.Repeats) error, error) {
	switch name := formatName(c.Format, c.Out); name {
	case "", "table", "txt":
		return format.WriteSeriesTable, nil
	case "geojson", "json":
		return format.WriteSeries, nil
	default:
		return nil, usageError{fmt.Errorf("format %q is not known; use table or geojson", name)}
	}
}
