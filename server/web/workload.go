package web

import "nightbeat/planner/words"

// Workload is what a month asked of each unit.
type Workload struct {
	Month, Before, After string // 2006-01
	Units                []UnitWork
	Largest              float64
}

// UnitWork is one unit's part.
type UnitWork struct {
	Unit           string
	Duties, Late   int // nights on duty, and those that reach into 22 to 6
	Hours, Minutes float64
	Ratio          float64 // to an even share by hours
}

// Template implements Page.
func (Workload) Template() string { return "workload.html" }

// Heading implements Page.
func (w Workload) Heading() words.Note { return words.New("Workload of %s", w.Month) }
