package web

import (
	"time"

	"nightbeat/planner/words"
)

// Ask is the form of a night.
type Ask struct {
	Like       string     // the plan whose request fills the form; "" for none
	Last       string     // that request as JSON
	Kept       []Kept     // what it asks for that the form has no field for
	Name       string     // that the plan to come begins with
	Iterations int        // of that plan's search
	Incidents  int        // to plan from
	Newest     time.Time  // the newest of them
	Tonight    time.Time  // the day that the form begins with
	BBox       [4]float64 // where incidents lie: west, south, east, north
	Categories []Category
	Areas      []Area
	Landmarks  bool       // the server knows some
	Calendar   []Occasion // from the day before tonight on
}

// Kept is a field of a request that the form carries from the last night to the next, unless it is dropped.
type Kept struct {
	Field, Value string // its name and its JSON
	Says         words.Note
}

// Category is a category of incidents and its weight unless a request says otherwise.
type Category struct {
	Name   string
	Count  int
	Weight float64
	Task   words.Note // what is usual where it leads; empty where nothing is
}

// Occasion is a time that the calendar names.
type Occasion struct {
	Name        string
	From, Until time.Time
}

// Template implements Page.
func (Ask) Template() string { return "ask.html" }

// Heading implements Page.
func (Ask) Heading() words.Note { return words.New("Plan a night") }
