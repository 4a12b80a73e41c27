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
	Over                 int        // stops with a gap over the round
	Present, PresentPlan time.Duration
	Stops                []DoneStop
	Areas                []AreaMinutes
	Service              []Service
	Count                CountForm
	Month                string // of the night, 2006-01
}

// DoneStop is a stop's night.
type DoneStop struct {
	Name                 string
	Asked, Made          int
	Present, PresentPlan time.Duration
	Longest              time.Duration
	Over                 bool
	Skipped              []string
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
