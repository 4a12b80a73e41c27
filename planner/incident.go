package planner

import (
	"time"

	"github.com/paulmach/orb"
)

// Incident is a record of the force: what happened where and when. It holds nothing about persons.
type Incident struct {
	ID         string
	Category   string // as recorded; empty where it was missing
	Place      orb.Point
	At         time.Time // with the zone it was recorded in
	Between    *Interval // where it is known only that it happened between two instants; else nil
	Precision  Precision
	Discovered bool // found by the police's own activity (source "discovered"), not reported to them
}

// Interval is the time between two instants.
type Interval struct{ From, To time.Time }

// Precision is how exactly an incident's time is known.
type Precision uint8

const (
	Minute Precision = iota // to the minute or better
	Hour
	Day // only the date: the clock part of At means nothing
)

// String is minute, hour or day.
func (p Precision) String() string { return [...]string{"minute", "hour", "day"}[p] }
