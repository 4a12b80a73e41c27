package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/planner/risk"
	"nightbeat/planner/words"
)

type repeatCmd struct {
	nightFlags `embed:""`
	Store      string        `help:"Take the incidents of this store." placeholder:"STORE"`
	At         string        `help:"As things stood at this instant; by default after the newest incident." placeholder:"TIME"`
	Times      int           `help:"On how many days a place has to have called." default:"3"`
	Days       int           `help:"Within how many days." default:"90"`
	Within     float64       `help:"Within how many metres of one of them." default:"30"`
	Category   []string      `help:"Calls of this category; repeat it for several. By default all that are disputes by their names." sep:"none" placeholder:"NAME"`
	Area       string        `help:"Only inside this GeoJSON polygon." type:"existingfile" placeholder:"FILE"`
	Hours      string        `help:"When officers may call by." default:"09-18" placeholder:"HH-HH"`
	Plan       bool          `help:"Plan a day's rounds to them: the answer is a plan."`
	Day        string        `help:"The day of the rounds; by default the one after." placeholder:"DAY"`
	Base       []string      `help:"Where the officers of the rounds start and end; repeat it for several." sep:"none" placeholder:"LON,LAT"`
	Profile    string        `help:"How they go." default:"foot" enum:"foot,patrol,car"`
	Talk       time.Duration `help:"How long they stay at a place." default:"20m"`
	Lang       string        `help:"The language of the tasks: en or zh-CN." default:"en" enum:"en,zh-CN"`
	Seed       int64         `help:"Of the rounds' search." default:"1"`
	Iterations int           `help:"Of the rounds' search; by default from their size." placeholder:"N"`
	Out        string        `help:"Write to this file; its ending chooses the format." placeholder:"FILE"`
	Format     string        `help:"table (default), geojson or csv; of a plan as in nightbeat plan." placeholder:"NAME"`
}

var repeatFormats = map[string]func(io.Writer, []planner.RepeatPlace) error{
	"": format.WriteRepeatsTable, "table": format.WriteRepeatsTable, "txt": format.WriteRepeatsTable,
	"geojson": format.WriteRepeats, "json": format.WriteRepeats, "csv": format.WriteRepeatsCSV,
}

// Run lists the places that call again and again, or plans a day's rounds to them.
func (c *repeatCmd) Run(ctx context.Context, con console) error {
	rule, err := c.rule()
	if err != nil {
		return err
	}
	night, err := c.load(ctx, con)
	if err != nil {
		return err
	}
	at, err := c.at(night.Incidents)
	if err != nil {
		return err
	}
	places, err := planner.FindRepeatPlaces(rule, at, night.Incidents)
	if err != nil {
		return err
	}
	if night.Roads != nil {
		places = planner.NamePlaces(places, night.Roads)
	}
	fmt.Fprintf(con.Err, "nightbeat: %d places called on at least %d of the %d days before %s, all within %g m\n", len(places), c.Times, c.Days, at.Format(time.RFC3339), c.Within)
	if len(places) == 0 && len(c.Category) == 0 {
		fmt.Fprintln(con.Err, "nightbeat: note: only categories that are disputes by their names were looked at; --category names others, nightbeat incidents lists them")
	}
	if c.Plan {
		return c.rounds(ctx, con, night, rule, at, places)
	}
	write, err := writerNamed(formatName(c.Format, c.Out), repeatFormats)
	if err != nil {
		return err
	}
	return writeTo(con, c.Out, func(w io.Writer) error { return write(w, places) })
}

func (c *repeatCmd) rule() (planner.RepeatRule, error) {
	rule := planner.RepeatRule{Times: c.Times, Days: c.Days, WithinM: c.Within, Categories: c.Category}
	area, err := withArea(planner.Request{}, c.Area)
	if err != nil {
		return rule, err
	}
	rule.Area = area.Area
	if rule.Day, err = risk.ParseHours(c.Hours); err != nil {
		return rule, usageError{fmt.Errorf("--hours: %w", err)}
	}
	return rule, nil
}

// load reads the incidents from files, the sample or a store, and the streets.
func (c *repeatCmd) load(ctx context.Context, con console) (night, error) {
	if c.Store == "" {
		return c.nightFlags.load(ctx, con)
	}
	if _, err := os.Stat(c.Store); err != nil && !onDatabase(c.Store) {
		return night{}, fmt.Errorf("--store: %w", err)
	}
	var n night
	err := storeFlag{c.Store}.with(ctx, func(store data.Store) (err error) {
		n.Incidents, err = store.Past(ctx)
		return err
	})
	if err != nil {
		return n, err
	}
	if n.scene.Font, err = c.font(); err != nil {
		return n, err
	}
	return n, c.roads(ctx, con, &n)
}

// at is the instant of --at, else midnight after the newest incident.
func (c *repeatCmd) at(incidents []planner.Incident) (time.Time, error) {
	if c.At != "" {
		return parseTime("--at", c.At)
	}
	if len(incidents) == 0 {
		return time.Time{}, fmt.Errorf("there are no incidents; import some first")
	}
	return planner.DayAfter(incidents), nil
}

// rounds plans a day and writes the plan.
func (c *repeatCmd) rounds(ctx context.Context, con console, night night, rule planner.RepeatRule, at time.Time, places []planner.RepeatPlace) error {
	f, err := planFormat(c.Format, c.Out)
	if err != nil {
		return err
	}
	day := at
	if c.Day != "" {
		if day, err = time.ParseInLocation(time.DateOnly, c.Day, at.Location()); err != nil {
			return usageError{fmt.Errorf("--day %q: write it like 2026-07-01", c.Day)}
		}
	}
	in := night.Inputs
	if in.Request, err = c.walkers(); err != nil {
		return err
	}
	plan, later, err := planner.Rounds(ctx, in, rule, day, places, words.Language(c.Lang))
	if err != nil {
		return err
	}
	for _, w := range plan.Warnings {
		fmt.Fprintln(con.Err, "nightbeat: note:", w)
	}
	if len(later) > 0 {
		fmt.Fprintf(con.Err, "nightbeat: note: %d places that call least are left for another day, from %s on\n", len(later), later[0].ID)
	}
	return writeTo(con, c.Out, func(w io.Writer) error { return f.Write(w, plan, night.scene) })
}

// walkers is the request of the rounds: who goes from where.
func (c *repeatCmd) walkers() (planner.Request, error) {
	r := planner.Request{Dwell: c.Talk, Seed: c.Seed, Iterations: c.Iterations}
	for _, b := range c.Base {
		place, err := parsePlace(b)
		if err != nil {
			return r, usageError{fmt.Errorf("--base %s: %w", b, err)}
		}
		r.Units = append(r.Units, planner.Unit{Base: place, Profile: c.Profile})
	}
	if len(r.Units) == 0 {
		return r, usageError{fmt.Errorf("--base is missing; give LON,LAT of where the officers start and end")}
	}
	return r, nil
}
