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
	moved.Stops = slices.Clone(plan.Stops)
	for i := range moved.Stops {
		moved.Stops[i].Place = d.To(moved.Stops[i].Place)
	}
	moved.Routes = slices.Clone(plan.Routes)
	for i := range moved.Routes {
		r := &moved.Routes[i]
		r.Unit.Base = d.To(r.Unit.Base)
		r.Legs = slices.Clone(r.Legs)
		for k := range r.Legs {
			r.Legs[k].Line = project.LineString(r.Legs[k].Line.Clone(), d.To)
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
