package main

import (
	"context"
	"slices"
	"time"

	"nightbeat/data"
	"nightbeat/planner"
)

// calendarFlags say which days are not like others.
type calendarFlags struct {
	Calendar []string `help:"Market days, festivals, match nights, iCalendar or CSV with name, from and until: what they change is learned from days alike. Repeat it for several." sep:"none" type:"existingfile" placeholder:"FILE"`
}

// occasions are those of the files from the first incident to the end of a window.
func (f *calendarFlags) occasions(incidents []planner.Incident, until time.Time) ([]planner.Occasion, error) {
	if len(f.Calendar) == 0 || len(incidents) == 0 {
		return nil, nil
	}
	first := slices.MinFunc(incidents, func(a, b planner.Incident) int { return a.At.Compare(b.At) }).At
	return readCalendars(f.Calendar, first, until)
}

// ahead is how far a server looks into its calendar when it starts.
const ahead = 2 // years

// known are the occasions of the files from the first incident of a store, or from a year back where it has none yet, to
// some years from now.
func (f *calendarFlags) known(ctx context.Context, store data.Store) ([]planner.Occasion, error) {
	if len(f.Calendar) == 0 {
		return nil, nil
	}
	span, err := store.Span(ctx)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	first := now.AddDate(-1, 0, 0)
	if span.Count > 0 {
		first, now = span.First.In(span.Last.Location()), now.In(span.Last.Location())
	}
	return readCalendars(f.Calendar, first, now.AddDate(ahead, 0, 0))
}
