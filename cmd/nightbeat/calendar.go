package main

import (
	"slices"
	"time"

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
