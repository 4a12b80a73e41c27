package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/planner/words"
)

type planCmd struct {
	nightFlags    `embed:""`
	calendarFlags `embed:""`
	patrolFlags   `embed:""`
	weightFlags   `embed:""`
	Request       string        `help:"The night's request as JSON; flags win over it." type:"existingfile" placeholder:"FILE"`
	Units         *int          `help:"How many units, starting at the bases in turn." placeholder:"N"`
	Base          []string      `help:"Where units start and end; repeat it for several." sep:"none" placeholder:"LON,LAT"`
	Shift         string        `help:"The hours of the night." placeholder:"START/END"`
	MustKind      []string      `help:"Every landmark of this kind is a must point; repeat it for several." placeholder:"school"`
	Experiment    string        `help:"Obey a draw of nightbeat experiment: on its nights, the points that the lot has patrolled are must points, and no stop is near the others." type:"existingfile" placeholder:"FILE"`
	Balance       float64       `help:"The most that the busiest unit may have of an even share of the work, such as 1.1." placeholder:"X"`
	Vary          float64       `help:"Percent of the worth that may be given up so that nobody can tell where units will be; the seed draws the night." placeholder:"PERCENT"`
	Seed          *int64        `help:"Another seed gives another plan of nearly the same worth." placeholder:"N"`
	Iterations    int           `help:"Of the search; by default from the size of the night." placeholder:"N"`
	Limit         time.Duration `help:"Ceiling on the search's time (default 5s)." placeholder:"5s"`
	Out           string        `help:"Write to this file; its ending chooses the format." placeholder:"FILE"`
	Format        string        `help:"geojson (default), geojsons, csv, gpx, kml, gpkg, svg or pdf." placeholder:"NAME"`
}

// Run makes one night's plan and writes it.
func (c *planCmd) Run(ctx context.Context, con console) error {
	f, err := planFormat(c.Format, c.Out)
	if err != nil {
		return err
	}
	night, err := c.load(ctx, con)
	if err != nil {
		return err
	}
	if night.Request, err = c.request(night.Request); err != nil {
		return err
	}
	if night.Request, err = c.mark(night); err != nil {
		return err
	}
	if night.Request, err = c.obey(con, night.Request); err != nil {
		return err
	}
	if night.Patrolled, err = c.presence(con); err != nil {
		return err
	}
	bar := newBar(con)
	night.Progress = bar.show
	plan, err := planner.Make(ctx, night.Inputs)
	bar.done()
	if err != nil {
		return err
	}
	for _, w := range plan.Warnings {
		fmt.Fprintln(con.Err, "nightbeat: note:", w)
	}
	draw := func(w io.Writer) error { return f.Write(w, plan, night.scene) }
	if c.Out == "" {
		return draw(con.Out)
	}
	return writeFile(c.Out, draw)
}

// mark is the night's request with the calendar's occasions.
func (c *planCmd) mark(n night) (planner.Request, error) {
	r := n.Request.TheNightAfter(n.Incidents)
	occasions, err := c.occasions(n.Incidents, r.Shift.End)
	r.Occasions = append(r.Occasions, occasions...)
	return r, err
}

// obey is the night's request as the draw of --experiment has it.
func (c *planCmd) obey(con console, r planner.Request) (planner.Request, error) {
	if c.Experiment == "" {
		return r, nil
	}
	drawn, err := openExperiment(c.Experiment)
	if err != nil {
		return r, err
	}
	r, obeys := drawn.Obey(r)
	if !obeys {
		fmt.Fprintf(con.Err, "nightbeat: note: the lot of the experiment %s says nothing of this night\n", format.Printable(drawn.Name, 60))
	}
	return r, nil
}

// planFormat is chosen by --format, else by the ending of --out.
func planFormat(asked, out string) (format.PlanFormat, error) {
	name := formatName(asked, out)
	if name == "" || name == "json" {
		name = "geojson"
	}
	f, err := format.PlanFormatNamed(name)
	if err != nil {
		return f, usageError{err}
	}
	return f, nil
}

// request is the request of --request (or the sample's) with the flags laid over it.
func (c *planCmd) request(r planner.Request) (planner.Request, error) {
	if c.Request != "" {
		raw, err := os.ReadFile(c.Request)
		if err != nil {
			return r, err
		}
		if r, err = format.ReadRequest(bytes.NewReader(raw)); err != nil {
			return r, fmt.Errorf("%s: %w", c.Request, err)
		}
	}
	if err := c.overlayUnits(&r); err != nil {
		return r, err
	}
	if c.Shift != "" {
		var err error
		if r.Shift, err = parseShift(c.Shift); err != nil {
			return r, usageError{fmt.Errorf("--shift: %w", err)}
		}
	}
	if c.Harm != "" || len(c.Weights) > 0 {
		var err error
		if r.Categories, err = c.over(r.Categories); err != nil {
			return r, err
		}
	}
	r.MustKinds = append(r.MustKinds, c.MustKind...)
	if c.Balance != 0 {
		r.Balance = c.Balance
	}
	if c.Vary != 0 {
		r.Vary = c.Vary
	}
	if c.Seed != nil {
		r.Seed = *c.Seed
	}
	if c.Iterations != 0 {
		r.Iterations = c.Iterations
	}
	if c.Limit != 0 {
		r.Limit = c.Limit
	}
	return r, nil
}

// overlayUnits lets --units and --base replace the request's units: n units, starting at the bases in turn.
func (c *planCmd) overlayUnits(r *planner.Request) error {
	var bases []orb.Point
	for _, b := range c.Base {
		p, err := parsePlace(b)
		if err != nil {
			return usageError{fmt.Errorf("--base %s: %w", b, err)}
		}
		bases = append(bases, p)
	}
	if len(bases) == 0 && len(r.Units) > 0 {
		bases = append(bases, r.Units[0].Base)
	}
	if c.Units == nil && len(c.Base) == 0 {
		return nil
	}
	n := max(len(bases), len(r.Units))
	if c.Units != nil {
		n = *c.Units
	}
	if n < 1 || n > planner.MaxUnits {
		return &planner.Error{Kind: planner.Invalid, Field: "units", Sentence: words.New("%d is outside 1 to %d", n, planner.MaxUnits)}
	}
	if len(bases) == 0 {
		return usageError{fmt.Errorf("--base is missing; give LON,LAT of where the %d units start and end", n)}
	}
	r.Units = make([]planner.Unit, n)
	for i := range r.Units {
		r.Units[i].Base = bases[i%len(bases)]
	}
	return nil
}

// parsePlace reads LON,LAT in degrees.
func parsePlace(s string) (orb.Point, error) {
	lon, lat, found := strings.Cut(s, ",")
	x, errX := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	y, errY := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	if !found || errX != nil || errY != nil || !(x >= -180 && x <= 180 && y >= -90 && y <= 90) {
		return orb.Point{}, fmt.Errorf("is no place; write LON,LAT in degrees, such as -122.4194,37.7749")
	}
	return orb.Point{x, y}, nil
}

// parseShift reads START/END, both RFC 3339.
func parseShift(s string) (planner.Shift, error) {
	from, to, found := strings.Cut(s, "/")
	start, errStart := time.Parse(time.RFC3339, from)
	end, errEnd := time.Parse(time.RFC3339, to)
	if !found || errStart != nil || errEnd != nil {
		return planner.Shift{}, fmt.Errorf("%q is no pair of times; write START/END such as 2026-07-01T20:00:00+08:00/2026-07-02T04:00:00+08:00", s)
	}
	return planner.Shift{Start: start, End: end}, nil
}
