package format

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"nightbeat/geo"
	"nightbeat/planner"
)

// inDatum is a copy of a plan whose places are in a datum, all of them; the plan itself where that is WGS 84.
func inDatum(plan *planner.Plan, d geo.Datum) *planner.Plan {
	if d.IsWGS84() {
		return plan
	}
	moved := *plan
	moved.Stops, moved.Spare = slices.Clone(plan.Stops), slices.Clone(plan.Spare)
	for _, stops := range [][]planner.Stop{moved.Stops, moved.Spare} {
		for i := range stops {
			stops[i].Place = d.To(stops[i].Place)
		}
	}
	moved.Routes = slices.Clone(plan.Routes)
	for i := range moved.Routes {
		r := &moved.Routes[i]
		r.Unit.Base = d.To(r.Unit.Base)
		r.Legs = slices.Clone(r.Legs)
		for k := range r.Legs {
			leg := &r.Legs[k]
			leg.Line, leg.Turns = project.LineString(leg.Line.Clone(), d.To), slices.Clone(leg.Turns)
			for t := range leg.Turns {
				leg.Turns[t].Place = d.To(leg.Turns[t].Place)
			}
		}
	}
	moved.Request = requestIn(plan.Request, d)
	return &moved
}

// requestIn is a copy of a request whose places are in a datum.
func requestIn(r planner.Request, d geo.Datum) planner.Request {
	r.Units, r.Must, r.Closures = slices.Clone(r.Units), slices.Clone(r.Must), slices.Clone(r.Closures)
	for i := range r.Units {
		r.Units[i].Base = d.To(r.Units[i].Base)
	}
	for i := range r.Must {
		r.Must[i].Place = d.To(r.Must[i].Place)
	}
	for i := range r.Closures {
		r.Closures[i].Where = project.Geometry(orb.Clone(r.Closures[i].Where), d.To)
	}
	r.Area = project.MultiPolygon(r.Area.Clone(), d.To)
	return r
}

// named is what a file calls itself: the plan, and the datum where it is not the usual one.
func named(plan *planner.Plan, d geo.Datum) string {
	name := "Nightbeat " + plan.ID
	if !d.IsWGS84() {
		name += " (" + d.Title + ", not WGS 84)"
	}
	return name
}
