// Package data is the house's memory: what is kept, and how it is asked for.
//
// Words: Store (plans for now), Memory (a store that lasts as long as the process).
// Promises: what a store has acknowledged it gives back; every store passes data/storetest.
// Never: planning, wire formats of the doors.
package data
