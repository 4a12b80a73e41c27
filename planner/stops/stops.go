package stops

import "nightbeat/geo"

// Demand is a place and what is expected there.
type Demand struct {
	At       geo.XY
	Expected float64
}

// Candidate is a place on a street where a unit can stand.
type Candidate struct {
	ID int // the caller's number for it; ties are broken by it
	At geo.XY
}

// Pick is a chosen candidate.
type Pick struct {
	Candidate
	Watched  []int   // which of the demand is watched by this pick and no other, ascending
	Expected float64 // the sum of it
}
