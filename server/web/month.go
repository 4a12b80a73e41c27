package web

import (
	"time"

	"nightbeat/planner/words"
)

// Month is a period set against the same one last year and the one before.
type Month struct {
	From, To       time.Time // its first and its last day
	Earlier, Later string    // addresses of the periods beside it
	Files          []Entry   // to take along
	Covered        bool      // there are incidents to count
	Patrols        words.Note
	Flags          []words.Note
	Hidden         int // rows with too few incidents for this reader
	Fewest         int // incidents that a row has to have to be shown to this reader
	Against        []Against
	Areas          []Area // of which one may be the control
	Control        string // its id; empty for the rest of the district
	HowTo          words.Note
}

// Against is the period against one other.
type Against struct {
	Title, Span words.Note
	Not         bool // the incidents do not reach back so far
	Lead        []words.Note
	Groups      []Contrasts
	Beside      words.Note
}

// Contrasts are rows about the same kind of thing.
type Contrasts struct {
	Title words.Note
	Rows  []Contrast
}

// Contrast is one row; Percent and Beside are empty where there are too few.
type Contrast struct {
	Name            words.Note
	Then, Now       int
	Said            words.Note
	Percent, Beside string
	Plot            Forest
	Seen            float64 // the least fall in per cent that would be seen next time; 0 where none
}

// Forest is a change and its two intervals on 100 units; no change is at 50.
type Forest struct{ At, SureFrom, SureTo, WideFrom, WideTo float64 }

// Template implements Page.
func (Month) Template() string { return "month.html" }

// Heading implements Page.
func (m Month) Heading() words.Note {
	return words.New("Did it help? %s to %s", m.From.Format(time.DateOnly), m.To.Format(time.DateOnly))
}
