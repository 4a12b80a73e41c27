// Package planner makes the night's plan: incidents, units and a shift go in; each unit's timed route through fixed
// points comes out, with the reason for each point.
//
// Words: Incident, Unit, Shift, Base, Request; Stop, Leg, Call, Route, Plan, Reason; Change, Amendment, Difference.
// Units: degrees as orb.Point (longitude first), instants as time.Time, durations as time.Duration, metres.
// Promises: the same request, incidents and streets give the same plan; every plan passes Check, every
// version that Amend makes of one under way passes CheckChange.
// Never: a score of a person, a wire format, a file, an address.
package planner
