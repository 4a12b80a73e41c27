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

	"github.com/paulmach/orb/geojson"

	"nightbeat/data/format"
	"nightbeat/planner"
)

type changeCmd struct {
	Plan       string `arg:"" help:"The plan as GeoJSON." type:"existingfile"`
	nightFlags `embed:""`
	Request    string    `help:"Changes as JSON, as POST /plans/{id}/changes takes them; flags add to them." type:"existingfile" placeholder:"FILE"`
	At         time.Time `help:"When the changes come; what is done or under way then stays. Now, where it is missing." placeholder:"TIME"`
	Gone       []string  `help:"A unit that drops out." placeholder:"UNIT"`
	Away       []string  `help:"A unit that is called away for some time, and where to." sep:"none" placeholder:"UNIT=30m[@LON,LAT]"`
	Hospital   []string  `help:"A unit that takes somebody to the nearest hospital, and how long it stays there (20m)." sep:"none" placeholder:"UNIT[=20m]"`
	Back       []string  `help:"A unit that can go on." placeholder:"UNIT"`
	Close      []string  `help:"Streets that are closed from now on: lines or polygons as GeoJSON." sep:"none" placeholder:"FILE"`
	Must       []string  `help:"A new point to be visited once." sep:"none" placeholder:"LON,LAT"`
	Add        []string  `help:"A new stop, to be visited as often as the others." sep:"none" placeholder:"LON,LAT"`
	Remove     []string  `help:"A stop that gets no more visits." placeholder:"STOP"`
	Move       []string  `help:"A stop that is another unit's, as its stay of a number, or lies elsewhere." sep:"none" placeholder:"STOP=UNIT[:N]|LON,LAT"`
	Lock       []string  `help:"A stop that keeps its unit and its times." placeholder:"STOP"`
	Unlock     []string  `help:"A stop that need not any more." placeholder:"STOP"`
	Replan     bool      `help:"Plan the rest anew."`
	Restore    string    `help:"Go back to another version of the night, a plan as GeoJSON: what is still to be done is as there." type:"existingfile" placeholder:"FILE"`
	Changes    int       `help:"Stops that may come to each unit's route, leave it or get another turn, those of a unit that dropped out not counted; by default as few as bring nearly all." placeholder:"N"`
	Out        string    `help:"Write to this file; its ending chooses the format." placeholder:"FILE"`
	Format     string    `help:"geojson (default), geojsons, csv, gpx, kml, gpkg, svg or pdf." placeholder:"NAME"`
}

// Run changes a plan under way, writes the new version, and says how it differs.
func (c *changeCmd) Run(ctx context.Context, con console) error {
	f, err := planFormat(c.Format, c.Out)
	if err != nil {
		return err
	}
	in, err := c.amendment()
	if err != nil {
		return err
	}
	night, err := c.load(ctx, con)
	if err != nil {
		return err
	}
	in.Incidents, in.Roads, in.Landmarks = night.Incidents, night.Roads, night.Landmarks
	plan, differences, err := planner.Amend(ctx, in)
	if err != nil {
		return err
	}
	for _, d := range differences {
		fmt.Fprintln(con.Err, "nightbeat:", d.Note(plan))
	}
	if len(differences) == 0 {
		fmt.Fprintln(con.Err, "nightbeat: nothing changes")
	}
	draw := func(w io.Writer) error { return f.Write(w, plan, night.scene) }
	if c.Out == "" {
		return draw(con.Out)
	}
	return writeFile(c.Out, draw)
}

// amendment is the plan and what is to change.
func (c *changeCmd) amendment() (in planner.Amendment, err error) {
	if c.Request != "" {
		raw, err := os.ReadFile(c.Request)
		if err != nil {
			return in, err
		}
		if in, err = format.ReadChanges(bytes.NewReader(raw)); err != nil {
			return in, fmt.Errorf("%s: %w", c.Request, err)
		}
	}
	file, err := os.Open(c.Plan)
	if err != nil {
		return in, err
	}
	defer file.Close()
	if in.Plan, err = format.ReadPlan(file); err != nil {
		return in, fmt.Errorf("%s: %w", c.Plan, err)
	}
	if !c.At.IsZero() {
		in.Now = c.At
	}
	if in.Now.IsZero() {
		in.Now = time.Now()
	}
	if c.Changes != 0 {
		in.Most = c.Changes
	}
	more, err := c.changes()
	in.Changes = append(in.Changes, more...)
	return in, err
}

// changes are those that the flags ask for, in the order of the flags.
func (c *changeCmd) changes() (all []planner.Change, err error) {
	for _, flag := range []struct {
		name   string
		values []string
		read   func(string) (planner.Change, error)
	}{
		{"gone", c.Gone, func(unit string) (planner.Change, error) { return planner.Gone{Unit: unit}, nil }},
		{"away", c.Away, readAway},
		{"hospital", c.Hospital, readHospital},
		{"back", c.Back, func(unit string) (planner.Change, error) { return planner.Back{Unit: unit}, nil }},
		{"must", c.Must, func(place string) (planner.Change, error) { return readStop(place, false) }},
		{"add", c.Add, func(place string) (planner.Change, error) { return readStop(place, true) }},
		{"remove", c.Remove, func(stop string) (planner.Change, error) { return planner.Remove{Stop: stop}, nil }},
		{"move", c.Move, readMove},
		{"lock", c.Lock, func(stop string) (planner.Change, error) { return planner.Lock{Stop: stop}, nil }},
		{"unlock", c.Unlock, func(stop string) (planner.Change, error) { return planner.Unlock{Stop: stop}, nil }},
	} {
		for _, value := range flag.values {
			change, err := flag.read(value)
			if err != nil {
				return nil, usageError{fmt.Errorf("--%s %s: %w", flag.name, value, err)}
			}
			all = append(all, change)
		}
	}
	for _, file := range c.Close {
		closed, err := readClosures(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, closed...)
	}
	if c.Replan {
		all = append(all, planner.Replan{})
	}
	if c.Restore != "" {
		to, err := readFile(c.Restore, format.ReadPlan)
		if err != nil {
			return nil, err
		}
		all = append(all, planner.Restore{Version: to.ID, To: to})
	}
	return all, nil
}

// readAway reads UNIT=30m or UNIT=30m@LON,LAT.
func readHospital(s string) (planner.Change, error) {
	unit, long, given := strings.Cut(s, "=")
	taken := planner.ToHospital{Unit: unit}
	if !given {
		return taken, nil
	}
	var err error
	if taken.Handover, err = time.ParseDuration(long); err != nil || taken.Handover <= 0 {
		return nil, fmt.Errorf("write UNIT, or UNIT=20m where it stays there for so long")
	}
	return taken, nil
}

func readAway(s string) (planner.Change, error) {
	unit, rest, found := strings.Cut(s, "=")
	long, place, elsewhere := strings.Cut(rest, "@")
	lasts, err := time.ParseDuration(long)
	if !found || err != nil {
		return nil, fmt.Errorf("write UNIT=30m, or UNIT=30m@LON,LAT where it is called to a place")
	}
	away := planner.Away{Unit: unit, For: lasts}
	if elsewhere {
		away.Place, err = parsePlace(place)
	}
	return away, err
}

func readStop(s string, round bool) (planner.Change, error) {
	place, err := parsePlace(s)
	return planner.Add{Must: planner.Must{Place: place}, Round: round}, err
}

// readMove reads STOP=UNIT, STOP=UNIT:3 or STOP=LON,LAT.
func readMove(s string) (planner.Change, error) {
	stop, to, found := strings.Cut(s, "=")
	if !found {
		return nil, fmt.Errorf("write STOP=UNIT, STOP=UNIT:3 for the unit's third stay, or STOP=LON,LAT")
	}
	if strings.Contains(to, ",") {
		place, err := parsePlace(to)
		return planner.Move{Stop: stop, Place: place}, err
	}
	unit, position, numbered := strings.Cut(to, ":")
	move := planner.Move{Stop: stop, Unit: unit}
	if numbered {
		var err error
		if move.Position, err = strconv.Atoi(position); err != nil {
			return nil, fmt.Errorf("%q is no number", position)
		}
	}
	return move, nil
}

// readClosures reads closures from GeoJSON: a geometry, a Feature that may tell its hours, or a collection of these.
func readClosures(name string) (closed []planner.Change, err error) {
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	pieces := [][]byte{raw}
	if collection, err := geojson.UnmarshalFeatureCollection(raw); err == nil && collection.Features != nil {
		pieces = nil
		for _, f := range collection.Features {
			piece, err := f.MarshalJSON()
			if err != nil {
				return nil, err
			}
			pieces = append(pieces, piece)
		}
	}
	for i, piece := range pieces {
		closure, err := format.ReadClosure(fmt.Sprintf("features[%d]", i), piece)
		if err != nil {
			return nil, err
		}
		closed = append(closed, planner.Close{Closure: closure})
	}
	return closed, nil
}
