package risk

import (
	"context"
	"time"

	"nightbeat/geo"
	"nightbeat/planner/words"
)

// Event is an incident as a model sees it.
type Event struct {
	At     geo.XY
	From   time.Time // the earliest instant it can have happened
	Until  time.Time // the latest; equal to From where the instant is known, a day later for a day
	Weight float64   // by category, above 0
	Marks  Marks     // of its day
}

// Marks are the occasions that hold at a time, market day, school holiday, match night, a bit each.
type Marks uint64

// Window is the time a surface is for: From..Until, of it only the hours of each day that are asked for, by the clock
// of From's zone. No event that may have happened at or after From is used.
type Window struct {
	From, Until time.Time
	Hours       Hours
	Marks       Marks // models that learn give days with one of these marks a say of their own
}

// Study is where a surface lives: the cells of the study area on a grid, ascending.
type Study struct {
	Grid  geo.Grid
	Cells []geo.Cell
}

// Surface is the expected weight of events for each cell of the study area during a window, and the model that said so.
type Surface struct {
	Study
	Model    string
	Window   Window
	Expected geo.Raster // 0 outside the study area
	Count    []int      // events behind each cell, by geo.Cell
	Rank     []int      // by geo.Cell: 1 is the hottest, no ties; 0 outside the study area
	Events   int        // used in all
	Note     words.Note // what the model says of itself: what it learned, what it chose and how sure it is
}

// Model forecasts a surface from events; those at or after the window's start are left out by the caller's contract
// and by each model again.
type Model interface {
	Name() string
	Surface(ctx context.Context, events []Event, study Study, window Window) (Surface, error)
}
