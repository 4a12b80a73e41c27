// Package data is the house's memory: what is kept, and how it is asked for.
//
// Words: Store (incidents and plans), Memory (a store that lasts as long as the process), Kept (an incident with its
// place in the store's order), Stream (incidents as they come),
// Query and Page (what is asked for, and a part of the answer), Summary (a plan in a list),
// Report (what a unit tells of its night), Preset (a usual shift of the station, by the clock), User, Session, Token and Role (who may do what), Entry and Trail (what was
// done, each line bound to all before it), Job (a plan asked for while nobody waits), Queue (jobs until a worker has done
// them).
// Units: places in degrees, WGS 84; instants to the millisecond, each with the zone it was recorded in.
// Promises: what a store has acknowledged it gives back; a file of incidents is taken whole or not at all, and a second
// time changes nothing; a night has at most one approved plan, and an approved plan never changes; no password, session
// id or token is kept as it is, only what can be checked against it; every store passes data/storetest.
// Never: planning, wire formats of the doors.
package data
