package road

import "github.com/paulmach/orb"

// Place is a point on the street network: some way along an edge, at which a unit can stand.
type Place struct {
	Edge     int       // the edge's number in the Network
	Along    float64   // metres from the edge's first node along its geometry
	Point    orb.Point // the place itself, on the street
	SnappedM float64   // how far the place asked for lay from Point, in metres
	arrived  int32     // the arc on which a route came here, and one; 0 where the place may be left either way
}

// turnsBack says whether an arc leads back where a route came from.
func (p Place) turnsBack(arc int32) bool { return p.arrived > 0 && arc == (p.arrived-1)^1 }

// Table is the quickest travel from each of some places to each of others.
type Table struct {
	Seconds, Metres [][]float64 // by from, then to; +Inf where there is no way
}

// Route is the quickest way from one place to another.
type Route struct {
	Line    orb.LineString // from place to place; two equal points where they are the same
	Seconds float64
	Metres  float64
	Streets []Street // in order
	Onward  Place    // the place reached, as one from which a unit goes on without turning round
	// Warnings are what a driver should know, each once: a toll, a stretch against a one-way.
	Warnings []string
}

// Street is a stretch of a route along one street.
type Street struct {
	Name   string // empty where the street has none
	Metres float64
}
