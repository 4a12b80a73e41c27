package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/geo/road"
	"nightbeat/planner"
	"nightbeat/planner/words"
)

type sheetCmd struct {
	storeFlag `embed:""`
	fontFlags `embed:""`
	Area      string `help:"The area's id." required:"" placeholder:"ID"`
	From      string `help:"The first day." required:"" placeholder:"DAY"`
	To        string `help:"The last day." required:"" placeholder:"DAY"`
	Roads     string `help:"Name repeat places by these streets: an OpenStreetMap extract or a built .roads file." type:"existingfile" placeholder:"FILE"`
	Fewest    int    `help:"Tell counts to the nearest N and leave out what has had fewer, for a sheet that is handed on." placeholder:"N"`
	Lang      string `help:"en or zh-CN." default:"en" enum:"en,zh-CN"`
	Out       string `help:"Write to this file; its ending chooses the format." placeholder:"FILE"`
	Format    string `help:"pdf, svg (the hours) or json (default)." placeholder:"NAME"`
}

// Run writes an area's sheet for its officers.
func (c *sheetCmd) Run(ctx context.Context, con console) error {
	scene := format.Scene{Speaks: words.Language(c.Lang)}
	write, err := writerNamed(formatName(c.Format, c.Out), map[string]func(io.Writer, *planner.Sheet) error{
		"": format.WriteSheetJSON, "json": format.WriteSheetJSON,
		"svg": func(w io.Writer, s *planner.Sheet) error { return format.WriteHoursSVG(w, s, scene.Speaks) },
		"pdf": func(w io.Writer, s *planner.Sheet) error { return format.WriteSheetPDF(w, s, scene) },
	})
	if err != nil {
		return err
	}
	if scene.Font, err = c.font(); err != nil {
		return err
	}
	return c.with(ctx, func(store data.Store) error {
		span, err := store.Span(ctx)
		if err != nil {
			return err
		}
		period, err := period(c.From, c.To, []planner.Incident{{At: span.Last}})
		if err != nil {
			return err
		}
		sheet, err := data.AreaSheet(ctx, store, c.Area, period)
		if err != nil {
			return fmt.Errorf("--area: %w; 'nightbeat area list' names those that are there", err)
		}
		if c.Roads != "" {
			network, _, err := road.Open(ctx, c.Roads)
			if err != nil {
				return err
			}
			sheet.Repeat = planner.NamePlaces(sheet.Repeat, planner.OnStreets(network))
		}
		sheet = sheet.AtLeast(c.Fewest)
		if err := noteHere(ctx, store, "see area", c.Area+" "+period.Start.Format(time.DateOnly), nil); err != nil {
			return err
		}
		return writeTo(con, c.Out, func(w io.Writer) error { return write(w, sheet) })
	})
}
