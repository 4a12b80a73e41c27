// Package town makes the sample town: streets on a lattice, houses along the streets, incidents at the houses.
//
// Words: point (of the lattice), spot (its place in decimetres), street, quarter, house, record.
// Units: decimetres east and north of the town's centre as integers; degrees only on the way out, at six decimals.
// Promises: Build gives the same files on every machine. Everything is counted in integers (but for a square
// root, which IEEE 754 rounds correctly everywhere), and each part of the town draws from a generator of its own, so
// that a change to one leaves the others as they were.
// Never: a clock, an environment, a map walked in its own order.
package town
