package planner

import (
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner/words"
)

// Status is how far a plan has come.
type Status string

const (
	Draft      Status = "draft"
	Approved   Status = "approved"
	Superseded Status = "superseded" // was approved; a change of it is now
)

// Approval is who made a plan the night's, and when; zero for a draft.
type Approval struct {
	By string
	At time.Time
}

// Plan is all units' night and its figures.
type Plan struct {
	ID, Name   string
	Parent     string // the id of the plan that this one is a change of; empty for none
	Status     Status
	Created    time.Time // set where a store keeps the plan; zero else
	MadeBy     string    // who had it made, where that is known; no part of what its id says
	Approval   Approval  // set by a store
	Since      time.Time // when it was changed: what was done or under way then is the parent's; zero for a night's first
	Request    Request   // as resolved: every default filled in
	Stops      []Stop    // those that are visited
	Spare      []Stop    // those that are not: what a change may bring in
	Routes     []Route   // one a unit, in the request's order
	Iterations int
	Cut        bool // fewer iterations than the night's size calls for
	Model      string
	ModelNote  words.Note // what the model says of itself: what it chose and how sure it is
	Capacity   Capacity
	Expected   float64 // incidents (weighted) expected in the study area during the shift
	Share      float64 // of Expected, watched from the stops
	AreaShare  float64 // of the study area, watched from the stops
	Unserved   []Unserved
	Gaps       Gaps
	Reward     int64
	Bound      int64
	GapPercent float64 // 100 (Bound - Reward) / Bound
	Variety    Variety // zero where none was asked for
	Warnings   []words.Note
}

// Route is one unit's night: n calls and n + 1 legs, or none of either.
type Route struct {
	Unit                     Unit
	Color                    string // #rrggbb
	Start, End               time.Time
	Calls                    []Call
	Legs                     []Leg
	DistanceM                float64
	Drive, Dwell, Wait, Rest time.Duration // they add up to End - Start
	Share                    float64       // of the incidents expected, watched from this route's stops
}

// Stop is a fixed point (定点).
type Stop struct {
	ID, Name  string
	Place     orb.Point // on a street
	SnappedM  float64   // from the place asked for
	Must      bool
	Expected  float64 // incidents (weighted) expected in its cells during the shift
	Share     float64 // of all that is expected
	Incidents int     // counted within Reason.WithinM
	Reason    Reason
	Unit      string // the only unit that may visit it, by the commander's will; empty for any
	Locked    bool   // its visits stay with Unit, at their times
	Closed    bool   // it gets no more visits
}

// Call is one stay at a stop.
type Call struct {
	Stop          int // in Plan.Stops
	Visit         int // 1 for the stop's first of the night
	Arrive, Leave time.Time
	Rest          time.Duration // how much of the stay is a break
	Gap           time.Duration // since the stop was last left; 0 for the first visit
}

// Leg is driving or walking between two stops, or from or to base (an empty From or To).
type Leg struct {
	From, To       string // stop ids
	Depart, Arrive time.Time
	DistanceM      float64
	Line           orb.LineString
	Streets        []string
	Turns          []Turn // on the way; none but where a change came while the unit drove
}

// Turn is where a unit was told to go elsewhere than it was driving, and when it left for there.
type Turn struct {
	Place orb.Point
	At    time.Time
}

// Capacity is the arithmetic of what the units can keep.
type Capacity struct {
	Possible   int // stays that fit into the units' hours
	Asked      int // stays that the points asked for need
	Points     int // points that the units can keep on their round
	Arithmetic words.Note
}

// Unserved is a stop that was asked for and is not in the plan.
type Unserved struct {
	Stop, Name string
	Why        string // an English word or two, which package words knows
}

// Gaps tells how well the round was kept.
type Gaps struct {
	Kept, Asked int
	Longest     time.Duration
}
