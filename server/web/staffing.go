package web

import "nightbeat/planner/words"

// Staffing is what units buy, and the form that asks for it.
type Staffing struct {
	MayAsk   bool
	From, To string // the hours that the form begins with; empty where there is no plan to take units from
	Job      string // under way
	Progress int
	Wrong    words.Note // why the job failed
	Files    []Entry
	Notes    []words.Note
	Shifts   []StaffedShift
	Within   float64 // minutes
}

// StaffedShift is what units buy in one shift.
type StaffedShift struct {
	Title words.Note
	Rows  []StaffedRow
}

// StaffedRow is what a number of units buys; shares in per cent.
type StaffedRow struct {
	Units                int
	Watched, More, Reach float64
	Kept, Asked          int
	Assigned             bool // the split gives this shift so many
}

// Template implements Page.
func (Staffing) Template() string { return "staffing.html" }

// Heading implements Page.
func (Staffing) Heading() words.Note { return words.New("With how many?") }
