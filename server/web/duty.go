package web

import (
	"time"

	"nightbeat/planner/words"
)

// Duty is a night's plan as the commander's page shows it; the zero Duty invites to make one.
type Duty struct {
	Plan, Name          string
	Approved            bool
	ApprovedBy          string
	MayApprove          bool         // it is a draft, and its reader a commander
	MayPlan             bool         // its reader is one who plans
	Parent              string       // the version that this one is a change of
	From                string       // the version that it is compared with, where that is asked for instead
	Compared            words.Note   // says with which; empty where with none
	Differences         []Difference // from that: stays taken, dropped, left
	Shifts              []Difference // stays at another time
	Start, End          time.Time
	Stops, Stays        int
	Share, AreaShare    float64 // per cent
	GapsKept, GapsAsked int
	Longest, Round      time.Duration
	GapPercent          float64
	Capacity            words.Note
	Warnings            []words.Note
	Unserved            []Unserved
	Model               string
	ModelNote           words.Note
	Newest              time.Time // the newest incident; zero where there is none
	Incidents           int
	Seed                int64
	Formats             []string
	Units               []Unit
	Nights              []Night
	Versions            []Version     // of the night, the latest first; none where there is one
	Areas               []AreaMinutes // planned
}

// Difference is one from the version before, and the stop that it is about.
type Difference struct {
	Stop string
	Note words.Note
}

// Unserved is a point that is not in the plan.
type Unserved struct{ Name, Why string }

// Night is another plan to look at.
type Night struct {
	Plan, Name string
	Start      time.Time
	Approved   bool
	Shown      bool
}

// Version is a plan of the night that is shown: the first one, or a change.
type Version struct {
	Plan       string
	Number     int // 1 for the night's first
	Made       time.Time
	MadeBy     string // empty where that is not known
	Approved   bool   // it holds
	Superseded bool   // it held until another took its place
	By         string
	At         time.Time // of the approval
	Since      time.Time // of the change; zero for the first plan
	MayRestore bool      // its reader may go back to it from the one that is shown
	Changes    []words.Note
	More       int // changes that are not told
	Shown      bool
}

// Unit is one unit's timetable.
type Unit struct {
	ID, Name           string
	Number             int // chooses its colour
	KM                 float64
	Start, End         time.Time
	Drive, Dwell, Rest time.Duration
	Share              float64       // per cent
	Asked              time.Duration // of stays: its work
	OfEven             float64       // its work over an even share by hours; 0 where there is none
	Calls              []Call
}

// Call is one stay in a timetable.
type Call struct {
	Number        int
	Stop, Name    string
	Arrive, Leave time.Time
	Visit         int
	Must          bool
	Off           bool          // the unit is off its round, and Name says why
	Rest          time.Duration // how much of it is a break
	Gap           time.Duration // since the stop was last left
	Along         string
	Why           words.Note
	Task          words.Note // what to do there; empty where nothing special
	Categories    []Bar      // the incidents behind it, at its first visit
	Hours         []Bar
}

// Bar is a bar of a small chart, drawn on 100 units.
type Bar struct {
	Label  string
	Count  int
	X, Y   float64
	Length float64
	Night  bool // an hour of the shift
}

// Template implements Page.
func (Duty) Template() string { return "duty.html" }

// Heading implements Page.
func (d Duty) Heading() words.Note {
	if d.Plan == "" {
		return words.New("No plan yet")
	}
	return words.New("Night of %s", d.Start.Format("2006-01-02"))
}
