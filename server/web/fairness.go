package web

import (
	"time"

	"nightbeat/planner/words"
)

// Fairness sets the minutes of patrol of each area against the harm reported there.
type Fairness struct {
	From, To time.Time // the first and the last day
	Files    []Entry
	Nothing  words.Note // why there is no table
	Nights   words.Note
	Hidden   int // rows with too few incidents for this reader
	Fewest   int
	Kinds    []FairKind
}

// FairKind is the table of one kind of areas.
type FairKind struct {
	Kind string
	Rows []FairRow
}

// FairRow is an area; shares in per cent, Ratio of the shares, "" where no harm was reported.
type FairRow struct {
	Name              string // empty for what lies in none
	Minutes, Harm     float64
	OfMinutes, OfHarm float64
	Incidents         int
	Ratio             string
}

// Template implements Page.
func (Fairness) Template() string { return "fairness.html" }

// Heading implements Page.
func (f Fairness) Heading() words.Note {
	return words.New("Is it fair? %s to %s", f.From.Format(time.DateOnly), f.To.Format(time.DateOnly))
}
