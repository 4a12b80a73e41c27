// Package road is the street network: read from OpenStreetMap, seen by a profile (car, patrol, foot), asked for places,
// tables and routes.
//
// Words: Network (streets as they lie), Profile (who may go where, how fast), Graph (a network as one profile sees
// it), Node, Edge, Place (a point along an edge), Table, Route.
// Units: degrees as orb.Point, metres on the ground, seconds.
// Promises: tables and routes agree to the millisecond and the millimetre; the same file gives the same network whatever
// the order of its objects; what was left out of a file is counted by reason.
// Never: incidents, units, shifts.
package road
