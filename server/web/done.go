package web

import (
	"time"

	"nightbeat/planner/words"
)

// Done is a night's plan against what was done.
type Done struct {
	Plan                 string
	Start, End           time.Time
	Summary              words.Note
	Asked, Made, Over    int // stays, and stops with a gap over the round
	Present, PresentPlan time.Duration
	Stops                []DoneStop
	Areas                []AreaMinutes
	Help                 []Help
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

// Help is one that was given.
type Help struct {
	At          time.Time
	Unit, Words string
}

// Template implements Page.
func (Done) Template() string { return "done.html" }

// Heading implements Page.
func (d Done) Heading() words.Note { return words.New("Hand-over of %s", d.Start.Format("2006-01-02")) }
