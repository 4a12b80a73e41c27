package planner

import (
	"time"

	"github.com/paulmach/orb"
)

// Request is what the commander asked for. The zero value of a field means its default; Resolve fills them in.
type Request struct {
	Name       string
	Shift      Shift
	Units      []Unit
	Area       orb.MultiPolygon   // only incidents and stops inside it; empty for everywhere
	CellM      float64            // side of a risk cell; 150
	Model      string             // risk model; "auto"
	Categories map[string]float64 // weight by category; 0 leaves one out; missing ones weigh 1
	Discovered bool               // count incidents found by the police's own activity too
	Stops      int                // fixed points wanted; by default as many as the units can keep
	StopsFrom  string             // "cells", or "streets": the hot street segments, or "must": only the must points; "cells"
	Dwell      time.Duration      // at a stop; 14 min
	DwellMin   time.Duration      // shortest stay worth planning; 10 min
	Revisit    time.Duration      // longest time from one leave to the next arrive; 2 h; negative for no revisits
	Balance    float64            // the most that the busiest unit may have of an even share of the work, such as 1.1; 0 for no limit
	Vary       float64            // percent of the reward that may be given up so that nobody can tell where units will be; 0 for none
	Rounds     bool               // a day's calls at repeat places (Rounds), not a night of patrols
	Must       []Must
	MustKinds  []string    // kinds of landmarks that have to be visited too, once each; a plan's request names the points
	Avoid      []orb.Point // no stop is chosen nearer to these than ApartM
	Lot        Lot         // the experiment whose draw some of Must and Avoid are of; zero for none
	Occasions  []Occasion  // market days, festivals, match nights: what they change is learned from days alike
	Closures   []Closure
	Tasks      map[string]string // what to do where a category leads, instead of the usual; "" for nothing
	Seed       int64             // another seed gives another plan of nearly the same worth
	Iterations int               // of the search; by default from the size of the night
	Limit      time.Duration     // ceiling on the search's time; 5 s; not with Vary
}

// Shift is the hours that a plan is for.
type Shift struct{ Start, End time.Time }

// Length is how long the shift lasts.
func (s Shift) Length() time.Duration { return s.End.Sub(s.Start) }

func (s Shift) equal(o Shift) bool { return s.Start.Equal(o.Start) && s.End.Equal(o.End) }

// Overlaps tells whether two shifts have time in common.
func (s Shift) Overlaps(o Shift) bool { return s.Start.Before(o.End) && o.Start.Before(s.End) }

// Unit is a crew (a car, a foot patrol): where it starts and ends, and when.
type Unit struct {
	ID, Name   string
	Profile    string // "patrol", "car" or "foot"
	Base       orb.Point
	Start, End time.Time // within the shift; the whole shift by default
	Breaks     []Break
}

// Break is a rest that begins between Earliest and Latest.
type Break struct {
	Earliest, Latest time.Time
	Duration         time.Duration
}

// Closure is streets that cannot be used for some time: those that a line or a polygon touches, from an instant until
// another; a zero one leaves that side open.
type Closure struct {
	Where       orb.Geometry
	From, Until time.Time
	Known       time.Time // when it was told, where that was during the night: what was under way then does not heed it
}

// Holds says whether the closure is in force at any time of a shift.
func (c Closure) Holds(s Shift) bool {
	return (c.From.IsZero() || c.From.Before(s.End)) && (c.Until.IsZero() || c.Until.After(s.Start))
}

// closed are the closures in force at any time of the shift: a street that is closed for part of the night is not
// planned on at all.
func (r Request) closed() []orb.Geometry {
	var shapes []orb.Geometry
	for _, c := range r.Closures {
		if c.Holds(r.Shift) {
			shapes = append(shapes, c.Where)
		}
	}
	return shapes
}

// Must is a point that has to be visited (必巡点).
type Must struct {
	ID, Name string
	Place    orb.Point
	Windows  []Shift // a stay begins within one of these; none for the whole shift
	Dwell    time.Duration
	Revisit  time.Duration // 0 for one visit
	Task     string        // what to do there; empty for what its incidents call for
}
