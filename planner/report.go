package planner

import "time"

// ReportKind is what is told of a stop, or of a unit where no stop is meant.
type ReportKind string

// What a unit tells of its stops.
const (
	Here    ReportKind = "here"    // it is at the stop
	Left    ReportKind = "left"    // it has left the stop
	Delayed ReportKind = "delayed" // it will come later
	Skipped ReportKind = "skipped" // it will not come; Words say why
)

// Taken is a unit that was taken off its round for some time.
const Taken ReportKind = "taken"

// Tracked is what a unit's track shows: that it stood at the stop for some time; without a stop, that the track knows for
// that time where the unit was.
const Tracked ReportKind = "tracked"

// What a unit counts as done for people, or the desk for it.
const (
	Helped   ReportKind = "helped"   // someone
	Settled  ReportKind = "settled"  // a dispute
	Checked  ReportKind = "checked"  // a person, a vehicle, a place
	Arrested ReportKind = "arrested" // someone
)

// Withdrawn is a report that takes back another one, which a slip of the finger made: Words are that one's id.
const Withdrawn ReportKind = "withdrawn"

// Services are the kinds that are counted as service, in the order in which they are shown.
func Services() []ReportKind { return []ReportKind{Helped, Settled, Checked, Arrested} }

// ReportKinds are those that a unit tells itself.
func ReportKinds() []ReportKind {
	return append([]ReportKind{Here, Left, Delayed, Skipped, Taken, Withdrawn}, Services()...)
}

// Report is what is told of a unit's night.
type Report struct {
	Unit  string
	Stop  string // its id; "" where no stop is meant
	Visit int    // 1 for the stop's first of the night
	Kind  ReportKind
	Words string
	At    time.Time
	For   time.Duration // how long, where Kind is Taken or Tracked; whole seconds
}

// over is the time that a report is about.
func (r Report) over() Shift { return Shift{r.At, r.At.Add(r.For)} }
