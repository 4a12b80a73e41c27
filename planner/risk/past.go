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
	events []record
	start  float64 // of the history: the earliest event's, inside the study area or not; seconds since the epoch
	at     float64 // the window's start
}

// record is an event on the grid.
type record struct {
	cell        int // its place in Study.Cells
	from, until float64
	weight      float64
}

// known tells whether an event had surely happened before an instant.
func known(e Event, at time.Time) bool { return e.From.Before(at) && !e.Until.After(at) }

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
	p := past{study: study, window: window, at: instant(window.From)}
	p.start = p.at
	index := study.index()
	for _, e := range events {
		if !known(e, window.From) {
			continue
		}
		p.start = min(p.start, instant(e.From))
		if c, ok := study.Grid.CellAt(e.At); ok && index[c] >= 0 {
			p.events = append(p.events, record{index[c], instant(e.From), instant(e.Until), e.Weight})
		}
	}
	if !slices.IsSortedFunc(p.events, byTime) {
		slices.SortFunc(p.events, byTime)
	}
	return p, nil
}

func byTime(a, b record) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.until, b.until), cmp.Compare(a.cell, b.cell),
		cmp.Compare(a.weight, b.weight))
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
