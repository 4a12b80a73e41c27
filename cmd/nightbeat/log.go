package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

type logCmd struct {
	storeFlag `embed:""`
	Month     string `help:"The month." required:"" placeholder:"2026-07"`
	Areas     string `help:"Named GeoJSON polygons, to count by them instead of the store's." type:"existingfile" placeholder:"FILE"`
	Font      string `help:"A TrueType font for PDF; by default one that the machine has." type:"existingfile" placeholder:"FILE"`
	Out       string `help:"Write to this file; its ending chooses the format." placeholder:"FILE"`
	Format    string `help:"table (default), csv, json or pdf." placeholder:"NAME"`
}

// Run counts the service of a month.
func (c *logCmd) Run(ctx context.Context, con console) error {
	if _, err := time.Parse("2006-01", c.Month); err != nil {
		return usageError{fmt.Errorf("--month %s: write it like 2026-07", c.Month)}
	}
	var areas []planner.Area
	write, err := writerNamed(formatName(c.Format, c.Out), c.formats(&areas))
	if err != nil {
		return err
	}
	if areas, err = readFile(c.Areas, format.ReadAreas); err != nil {
		return err
	}
	var l planner.Log
	if err := c.with(ctx, func(store data.Store) (err error) {
		if c.Areas == "" {
			if areas, err = store.Areas(ctx); err != nil {
				return err
			}
		}
		l, err = data.Log(ctx, store, c.Month, areas)
		return err
	}); err != nil {
		return err
	}
	return writeTo(con, c.Out, func(w io.Writer) error { return write(w, l) })
}

// formats write a log; by areas too, where there are any by then.
func (c *logCmd) formats(areas *[]planner.Area) map[string]func(io.Writer, planner.Log) error {
	by := func() bool { return len(*areas) > 0 }
	table := func(w io.Writer, l planner.Log) error { return format.WriteLogTable(w, l, by()) }
	return map[string]func(io.Writer, planner.Log) error{
		"": table, "table": table, "txt": table, "csv": format.WriteLogCSV,
		"json": func(w io.Writer, l planner.Log) error { return format.WriteLogJSON(w, c.Month, l, by()) },
		"pdf": func(w io.Writer, l planner.Log) error {
			font, err := (&fontFlags{Font: c.Font}).font()
			if err != nil {
				return err
			}
			return format.WriteLogPDF(w, c.Month, l, by(), time.Now(), format.Scene{Font: font})
		},
	}
}
