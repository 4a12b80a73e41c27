package web

import (
	"time"

	"nightbeat/planner/words"
)

// Done is a night's plan against what was done.
type Done struct {
	Plan                 string
	Start, End           time.Time
	Summary              []words.Note
	Told                 words.Note // what became of an upload; empty where there was none
	MayPlan              bool       // its reader is one who plans, and may add a track
	Asked, Made, Seen    int        // stays; those that a track shows
	Watched, Over        int        // stops that are to be visited; those with a gap over the round
	Present, PresentPlan time.Duration
	Stops, Areas         []DoneRow
	Service              []Service
	Count                CountForm
	Month                string // of the night, 2006-01
}

// DoneRow is a stop's night, or that of an area's stops, as cells; empty where there is nothing to count.
type DoneRow struct {
	Name                         words.Note
	Stops                        int
	Made, Minutes, Gaps, Longest string
	Over                         bool // a gap was longer than the round
	Service                      words.Note
	Skipped                      string
}

// Choice is one of a list to choose from.
type Choice struct{ ID, Name string }

// Service is one that was counted.
type Service struct {
	At          time.Time
	ID          string // of its report
	Withdraw    string // the id of the report that would take it back
	Unit, Words string
	Kind        words.Note
}

// Template implements Page.
func (Done) Template() string { return "done.html" }

// Heading implements Page.
func (d Done) Heading() words.Note { return words.New("Hand-over of %s", d.Start.Format("2006-01-02")) }
