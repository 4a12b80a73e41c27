package planner

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"nightbeat/planner/risk"
	"nightbeat/planner/words"
)

// The defaults of rounds: how long officers stay at a place, and how far on foot the next one is taken to be.
const (
	DefaultTalk = 20 * time.Minute
	nextPlace   = 5 * time.Minute
)

// Rounds plans a day on which officers call by at repeat places: those that call most first, as many as fit, each in its
// half of the day and once; the others are given back, for another day. It is a plan like any other, whose stops are the
// places and nothing else, and whose tasks are their names, in a reader's language. Units walk unless they have a profile.
func Rounds(ctx context.Context, in Inputs, rule RepeatRule, day time.Time, places []RepeatPlace, speaks words.Language) (*Plan, []RepeatPlace, error) {
	rule = rule.withDefaults()
	if len(places) == 0 {
		return nil, nil, impossible("places", "none calls again and again; there is nobody to call by at")
	}
	in.Incidents = rule.counting(in.Incidents)
	in.Request = in.Request.callingBy(rule, day, in.Incidents)
	now, later := in.Request.room(rule, places)
	for {
		in.Request.Must = nil
		for _, p := range now {
			in.Request.Must = append(in.Request.Must, p.must(in.Request.Shift, speaks))
		}
		plan, err := Make(ctx, in)
		var refused *Error
		if len(now) == 1 || !errors.As(err, &refused) || refused.Field != "must" {
			return plan, later, err
		}
		fewer := len(now) * 3 / 4 // the ways are longer than taken
		now, later = now[:fewer:fewer], append(now[fewer:], later...)
	}
}

// callingBy is the request with what rounds are: the day's hours, no round to keep, and the surface of these calls.
func (r Request) callingBy(rule RepeatRule, day time.Time, incidents []Incident) Request {
	r.Shift = hoursOn(rule.Day, day)
	orDefault(&r.Dwell, DefaultTalk)
	orDefault(&r.Model, "count")
	r.StopsFrom, r.Revisit, r.Discovered, r.Rounds = FromMust, -1, true, true
	r.Categories = map[string]float64{}
	for _, category := range categoriesOf(incidents) {
		r.Categories[category] = 1
	}
	r.Units = slices.Clone(r.Units)
	for i := range r.Units {
		orDefault(&r.Units[i].Profile, "foot")
	}
	return r
}

// room parts places into those for which there is room in their half of the day, at five minutes' walk from one to the
// next, and those for another day.
func (r Request) room(rule RepeatRule, places []RepeatPlace) (now, later []RepeatPlace) {
	minutes, room := time.Duration(0), map[risk.Hours]int{}
	for _, u := range r.withDefaults().Units {
		minutes += u.onDuty()
	}
	for _, p := range places {
		if room[p.Visit] < int(minutes/2/(r.Dwell+nextPlace)) && len(now) < MaxStops || len(now) == 0 {
			room[p.Visit]++
			now = append(now, p)
		} else {
			later = append(later, p)
		}
	}
	return now, later
}

// must is the place as a point of a day's plan.
func (p RepeatPlace) must(day Shift, speaks words.Language) Must {
	var kinds []words.Note
	for _, k := range p.Kinds {
		kinds = append(kinds, KindNote(k.Category))
	}
	task := speaks.Sayf("%s: speak about %s", p.Name, words.And(kinds))
	return Must{ID: p.ID, Name: task, Place: p.Place, Windows: []Shift{hoursOn(p.Visit, day.Start)}}
}

// KindNote is what a call was about, for people: a kind of dispute, or a category as it was given.
func KindNote(kind string) words.Note { return words.Note{Says: strings.ReplaceAll(kind, "%", "%%")} }

// hoursOn is hours of the clock, within a day, on a date.
func hoursOn(h risk.Hours, date time.Time) Shift {
	y, m, d := date.Date()
	at := func(clock time.Duration) time.Time {
		return time.Date(y, m, d, 0, int(clock/time.Minute), 0, 0, date.Location())
	}
	return Shift{at(h.From), at(h.Until)}
}
