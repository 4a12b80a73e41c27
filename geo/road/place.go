package road

import "github.com/paulmach/orb"

// Place is a point on the street network: some way along an edge, at which a unit can stand.
type Place struct {
	Edge     int       // the edge's number in the Network
	Along    float64   // metres from the edge's first node along its geometry
	Point    orb.Point // the place itself, on the street
	SnappedM float64   // how far the place asked for lay from Point, in metres
}

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
	// Warnings are what a driver should know, each once: a toll, a stretch against a one-way.
	Warnings []string
}

// Street is a stretch of a route along one street.
type Street struct {
	Name   string // empty where the street has none
	Metres float64
}
