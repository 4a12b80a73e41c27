package risk

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// past is what a model may know at an instant: the events that had surely happened by then, in an order of its own, so
// that equal events give equal sums whatever order they came in.
type past struct {
	study  Study
	window Window
	events []record // by the instant from which they are known
	start  float64  // of the history: the earliest event's, inside the study area or not; seconds since the epoch
	at     float64  // the window's start
	clock  *clock   // the window's hours of the day
}

// record is an event on the grid.
type record struct {
	span            // when it can have happened
	cell    int     // its place in Study.Cells
	weight  float64 // by category
	inHours float64 // how much of it falls into the window's hours of the day
	ahead   int     // how many seconds its clock was ahead of UTC
	alike   bool    // its day has one of the window's marks
}

// known tells whether an event had surely happened before an instant.
func known(e Event, at time.Time) bool { return e.From.Before(at) && !e.Until.After(at) }

// known is the same of a record.
func (r record) known(at float64) bool { return r.from < at && r.until <= at }

// Before is the events that had surely happened before an instant.
func Before(events []Event, at time.Time) []Event {
	var kept []Event
	for _, e := range events {
		if known(e, at) {
			kept = append(kept, e)
		}
	}
	return kept
}

func newPast(events []Event, study Study, window Window) (past, error) {
	if !window.Until.After(window.From) {
		return past{}, fmt.Errorf("window %s to %s: the end has to come after the start",
			window.From.Format(time.RFC3339), window.Until.Format(time.RFC3339))
	}
	p := past{study: study, window: window, at: instant(window.From), clock: window.clock(minutesADay)}
	if p.clock.minutes() == 0 {
		return past{}, fmt.Errorf("hours %s: none of them lies in the window %s to %s",
			window.Hours, window.From.Format(time.RFC3339), window.Until.Format(time.RFC3339))
	}
	p.start = p.at
	index := study.Index()
	p.events = make([]record, 0, len(events))
	for _, e := range events {
		if !known(e, window.From) {
			continue
		}
		p.start = min(p.start, instant(e.From))
		if c, ok := study.Grid.CellAt(e.At); ok && index[c] >= 0 {
			when := span{instant(e.From), max(instant(e.From), instant(e.Until))}
			p.events = append(p.events, record{when, index[c], e.Weight, p.clock.part(e, when), offset(e.From, p.clock.zone), e.Marks&window.Marks != 0})
		}
	}
	if !slices.IsSortedFunc(p.events, byKnown) {
		slices.SortFunc(p.events, byKnown)
	}
	return p, nil
}

func byKnown(a, b record) int {
	if a.until != b.until { // nearly always, and what follows costs
		return cmp.Compare(a.until, b.until)
	}
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.cell, b.cell),
		cmp.Compare(a.weight, b.weight), cmp.Compare(a.ahead, b.ahead), compareBool(a.alike, b.alike))
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// weights is the sum of the events' weights by cell.
func (p past) weights() []float64 {
	sums := make([]float64, len(p.study.Cells))
	for _, e := range p.events {
		sums[e.cell] += e.weight
	}
	return sums
}

// horizon is the window's length as a share of the history's; 0 where there is no history.
func (p past) horizon() float64 {
	if p.at <= p.start {
		return 0
	}
	return p.window.Length().Seconds() / (p.at - p.start)
}

// level is the weight of events to be expected in the window over the whole study area: that of the past events in its
// hours of the day, by its share of those hours' history, as its weekdays are to all,
//
//	v · Σ_e w_e h_e · (L / H) · (1440 / m)    h_e part of event e in the hours, m minutes that they last a day, v as in against
func (p past) level() float64 {
	var sum float64
	for _, e := range p.events {
		sum += e.weight * e.inHours
	}
	return sum * p.horizon() * minutesADay / p.clock.minutes() * p.weekdays().against(p.start, p.at)
}

// scaled shares the level out by a density; where that is 0 everywhere, by the plain count.
func (p past) scaled(density []float64) []float64 {
	total := sum(density)
	if total == 0 {
		density = p.weights()
		total = sum(density)
	}
	expected := make([]float64, len(density))
	if total == 0 {
		return expected
	}
	level := p.level()
	for i, d := range density {
		expected[i] = level * d / total
	}
	return expected
}

func sum(values []float64) float64 {
	var total float64
	for _, v := range values {
		total += v
	}
	return total
}
