// Package stops chooses fixed points: places on streets from which most of what is expected can be watched.
//
// Words: Demand (a place and what is expected there: a risk surface's cells, spread over the places of their events),
// Candidate (a place that could be a fixed point), Pick (one that was chosen, with what it watches).
// Units: metres of a geo.Frame; expected events.
// Promises: demand is watched by one pick at most, so that shares add up; picks keep their distance from each other;
// equal input gives equal output, whatever the order of the candidates.
// Never: units, times, routes.
package stops
