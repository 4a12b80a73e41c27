package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/planner/risk"
)

// surveyFlags say what a forecast or a backtest looks at.
type surveyFlags struct {
	incidentFlags `embed:""`
	Hours         string  `help:"Of each day only these hours." placeholder:"20-04"`
	Cell          float64 `help:"Side of a cell in metres." default:"150"`
	Area          string  `help:"Only inside this GeoJSON polygon." type:"existingfile" placeholder:"FILE"`
	weightFlags   `embed:""`
	Discovered    bool `help:"Count incidents that the police found by looking, too."`
}

// request is the part of a night's request that a forecast needs, and the hours.
func (f *surveyFlags) request() (planner.Request, risk.Hours, error) {
	r := planner.Request{CellM: f.Cell, Discovered: f.Discovered}
	hours, err := risk.ParseHours(f.Hours)
	if err != nil {
		return r, hours, usageError{fmt.Errorf("--hours: %w", err)}
	}
	if r.Categories, err = f.over(nil); err != nil {
		return r, hours, err
	}
	r, err = withArea(r, f.Area)
	return r, hours, err
}

// withArea is a request for the inside of the polygon in a file; without a file, of everywhere.
func withArea(r planner.Request, name string) (planner.Request, error) {
	if name == "" {
		return r, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return r, err
	}
	defer file.Close()
	if r.Area, err = format.ReadArea(file); err != nil {
		return r, fmt.Errorf("%s: %w", name, err)
	}
	return r, nil
}

type forecastCmd struct {
	surveyFlags   `embed:""`
	patrolFlags   `embed:""`
	calendarFlags `embed:""`
	At            string        `help:"The start of the window; no incident at or after it is used." required:"" placeholder:"TIME"`
	Horizon       time.Duration `help:"How long the window is." default:"168h"`
	Model         string        `help:"The risk model, or auto." default:"auto"`
	Describe      bool          `help:"Add significance, steadiness of rank, hot hours, trend and categories to each cell of the GeoJSON."`
	Seed          int64         `help:"Of the redrawn histories that --describe makes." default:"1"`
	Out           string        `help:"Write to this file; its ending chooses the format." placeholder:"FILE"`
	Format        string        `help:"geojson (default) or csv." placeholder:"NAME"`
}

// Run writes the risk surface of a window.
func (c *forecastCmd) Run(ctx context.Context, con console) error {
	write, err := c.writer()
	if err != nil {
		return err
	}
	at, err := parseTime("--at", c.At)
	if err != nil {
		return err
	}
	request, hours, err := c.request()
	if err != nil {
		return err
	}
	request.Model = c.Model
	incidents, err := c.load(ctx, con)
	if err != nil {
		return err
	}
	patrolled, err := c.presence(con)
	if err != nil {
		return err
	}
	if request.Occasions, err = c.occasions(incidents.List, at.Add(c.Horizon)); err != nil {
		return err
	}
	window := risk.Window{From: at, Until: at.Add(c.Horizon), Hours: hours}
	forecast, err := planner.Foresee(ctx, request, window, incidents.List, patrolled)
	if err != nil {
		return err
	}
	if forecast.Surface.Note.Says != "" {
		fmt.Fprintf(con.Err, "nightbeat: model %s: %s\n", forecast.Surface.Model, forecast.Surface.Note)
	}
	for _, note := range forecast.Notes {
		fmt.Fprintln(con.Err, "nightbeat: note:", note)
	}
	if c.Describe {
		if err := forecast.Describe(ctx, c.Seed); err != nil {
			return err
		}
	}
	if c.Out == "" {
		return write(con.Out, forecast)
	}
	return writeFile(c.Out, func(w io.Writer) error { return write(w, forecast) })
}

// writer chooses the format by --format, else by the ending of --out.
func (c *forecastCmd) writer() (func(io.Writer, *planner.Forecast) error, error) {
	switch name := formatName(c.Format, c.Out); name {
	case "", "geojson", "json":
		return format.WriteSurface, nil
	case "csv":
		return format.WriteSurfaceCSV, nil
	default:
		return nil, usageError{fmt.Errorf("format %q is not known; use geojson or csv", name)}
	}
}

// formatName is the format asked for, else the ending of the file to write.
func formatName(asked, out string) string {
	if asked != "" || out == "" {
		return strings.ToLower(asked)
	}
	return strings.TrimPrefix(strings.ToLower(filepath.Ext(out)), ".")
}

// parseTime reads an instant of a flag.
func parseTime(flag, text string) (time.Time, error) {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return at, usageError{fmt.Errorf("%s %q is no time; write it like 2026-07-01T20:00:00+08:00", flag, text)}
	}
	return at, nil
}
