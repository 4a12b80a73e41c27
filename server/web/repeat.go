package web

import (
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner/words"
)

// Repeat is the places that call again and again, and the form that plans a day's rounds to them.
type Repeat struct {
	Category    string // of the calls; empty for all disputes
	Categories  []Category
	Times, Days int // the rule
	WithinM     float64
	Newest      time.Time // incident
	Places      []RepeatPlace
	MayPlan     bool
	Day         time.Time // of the rounds, by default
	Base        orb.Point
}

// RepeatPlace is one of them.
type RepeatPlace struct {
	ID, Name    string
	Calls, Days int
	About       []About
	First, Last time.Time
	Visit       string // hours of the day
}

// About is what a place called for, and how often.
type About struct {
	Kind  words.Note
	Count int
}

// Template implements Page.
func (Repeat) Template() string { return "repeat.html" }

// Heading implements Page.
func (Repeat) Heading() words.Note { return words.New("Repeat places") }
