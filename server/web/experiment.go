package web

import (
	"slices"
	"time"

	"nightbeat/planner/words"
)

// Experiments are all that were drawn, and the form that draws another.
type Experiments struct {
	All     []Experiment
	MayDraw bool
	Form    *DrawForm // nil where there is no plan whose points could be offered, or the reader may not draw
	Tonight words.Note
}

// DrawForm is the form that draws lots, as it was filled in.
type DrawForm struct {
	Plan                                      string // whose points are offered
	Name, Unit, From, To, Hours, Radius, Seed string
	Offered                                   []Choice
	Chosen                                    []string   // ids of those
	Says                                      words.Note // what such an experiment could show
}

// Has tells whether a point is chosen.
func (f *DrawForm) Has(id string) bool { return slices.Contains(f.Chosen, id) }

// Experiment is one of them, with what it says where it is over.
type Experiment struct {
	ID, Name   string
	Unit       words.Note
	From, To   time.Time // its first and its last day
	Hours      string
	RadiusM    float64
	Seed       int64
	Drawn      time.Time
	DrawnBy    string
	State      words.Note
	MayEnd     bool
	OfNights   bool
	Spots      []string // of nights
	Pairs      []LotPair
	Kept       words.Note
	Says       []words.Note // the judgement; none before it is over
	Files      []Entry
	Picture    bool
	Hidden     bool // too few incidents for this reader
	WithCounts bool
}

// LotPair is a pair of hot spots or nights.
type LotPair struct {
	Number             int
	Patrolled, Control string
	Counted            bool
	At, Beside         int // incidents
}

// Template implements Page.
func (Experiments) Template() string { return "experiments.html" }

// Heading implements Page.
func (Experiments) Heading() words.Note { return words.New("Find out by lot") }

// Template implements Page.
func (Experiment) Template() string { return "experiment.html" }

// Heading implements Page.
func (e Experiment) Heading() words.Note { return words.New("%s", e.Name) }
