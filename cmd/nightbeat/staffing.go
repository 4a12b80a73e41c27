package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/planner/words"
)

type staffingCmd struct {
	nightFlags `embed:""`
	Base       []string      `help:"Where units start and end; repeat it for several." sep:"none" placeholder:"LON,LAT"`
	Shift      []string      `help:"The hours of a shift; repeat it for several." sep:"none" placeholder:"START/END"`
	Most       int           `help:"Plan with 1 to this many units." default:"8"`
	Reach      time.Duration `help:"How soon a unit has to be there to count as in reach." default:"5m"`
	Roster     int           `help:"Split this many units over the shifts." placeholder:"N"`
	Iterations int           `help:"Of each night's search; by default from its size." placeholder:"N"`
	Seed       int64         `help:"Of each night's search." default:"1"`
	Out        string        `help:"Write to this file; its ending chooses the format." placeholder:"FILE"`
	Format     string        `help:"table (default), json, csv, svg or pdf." placeholder:"NAME"`
}

func (c *staffingCmd) formats() map[string]func(io.Writer, format.Staffing) error {
	return map[string]func(io.Writer, format.Staffing) error{
		"": format.WriteStaffingTable, "table": format.WriteStaffingTable, "txt": format.WriteStaffingTable,
		"json": format.WriteStaffingJSON, "csv": format.WriteStaffingCSV,
		"svg": func(w io.Writer, s format.Staffing) error { return format.WriteStaffingSVG(w, s, words.English) },
		"pdf": func(w io.Writer, s format.Staffing) error {
			font, err := c.font()
			if err != nil {
				return err
			}
			return format.WriteStaffingPDF(w, s, format.Scene{Font: font})
		},
	}
}

// Run plans each shift with one unit, two and so on.
func (c *staffingCmd) Run(ctx context.Context, con console) error {
	write, err := writerNamed(formatName(c.Format, c.Out), c.formats())
	if err != nil {
		return err
	}
	night, err := c.load(ctx, con)
	if err != nil {
		return err
	}
	if err := c.overlay(&night.Request); err != nil {
		return err
	}
	s := format.Staffing{Within: c.Reach, Roster: c.Roster}
	if s.Shifts, err = c.shifts(night.Request.TheNightAfter(night.Incidents)); err != nil {
		return err
	}
	bar := newBar(con)
	night.Progress = bar.show
	s.Buys, err = planner.StaffShifts(ctx, night.Inputs, s.Shifts, c.Most, c.Reach)
	bar.done()
	if err != nil {
		return err
	}
	if c.Roster > 0 {
		if s.Split, err = planner.Split(s.Buys, c.Roster); err != nil {
			return err
		}
	}
	return writeTo(con, c.Out, func(w io.Writer) error { return write(w, s) })
}

// overlay lays the flags over the request: the bases take turns.
func (c *staffingCmd) overlay(r *planner.Request) error {
	r.Seed, r.Iterations = c.Seed, c.Iterations
	var units []planner.Unit
	for _, b := range c.Base {
		place, err := parsePlace(b)
		if err != nil {
			return usageError{fmt.Errorf("--base %s: %w", b, err)}
		}
		units = append(units, planner.Unit{Base: place})
	}
	if units != nil {
		r.Units = units
	}
	if len(r.Units) == 0 {
		return usageError{fmt.Errorf("--base is missing; give LON,LAT of where units start and end")}
	}
	return nil
}

// shifts are those of the flags, else the request's.
func (c *staffingCmd) shifts(r planner.Request) ([]planner.Shift, error) {
	if len(c.Shift) == 0 {
		return []planner.Shift{r.Shift}, nil
	}
	var shifts []planner.Shift
	for _, text := range c.Shift {
		shift, err := parseShift(text)
		if err != nil {
			return nil, usageError{fmt.Errorf("--shift: %w", err)}
		}
		shifts = append(shifts, shift)
	}
	slices.SortStableFunc(shifts, func(a, b planner.Shift) int { return a.Start.Compare(b.Start) })
	return shifts, nil
}
