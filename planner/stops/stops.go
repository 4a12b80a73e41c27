package stops

import (
	"nightbeat/geo"
)

// Candidate is a place on a street where a unit can stand.
type Candidate struct {
	ID int // the caller's number for it; ties are broken by it
	At geo.XY
}

// Pick is a chosen candidate.
type Pick struct {
	Candidate
	Cells    []geo.Cell // watched by this pick and no other
	Expected float64    // events expected in its cells
	Share    float64    // of all that the surface expects
}
