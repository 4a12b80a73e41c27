package planner

import (
	"context"
	"time"

	"nightbeat/planner/tours"
)

// schedule gives the rest of the night clock times and streets, and joins it to what is done.
func (r *rest) schedule(ctx context.Context, tour tours.Solution) (*Plan, error) {
	parent, req := r.parent, r.req
	req.Iterations, req.Limit = tour.Iterations, 0
	plan := &Plan{
		Name: parent.Name, Status: Draft, Parent: parent.ID, Since: r.now, Request: req, Iterations: tour.Iterations, Cut: r.cut,
		Model: parent.Model, ModelNote: parent.ModelNote, Capacity: parent.Capacity, Expected: parent.Expected,
		Reward: tour.Reward, Bound: tour.Bound,
	}
	if tour.Bound > 0 {
		plan.GapPercent = 100 * float64(tour.Bound-tour.Reward) / float64(tour.Bound)
	}
	for c := range r.units {
		if err := r.follow(ctx, c, tour.Routes[c]); err != nil {
			return nil, stage("finding the streets of "+req.Units[c].Name, err)
		}
		plan.Routes = append(plan.Routes, r.route(c))
	}
	for _, u := range tour.Unserved {
		stop := r.points[u.Visit].Stop
		plan.Unserved = append(plan.Unserved, Unserved{Stop: stop.ID, Name: stop.Name, Why: string(u.Why)})
	}
	plan.keepStops(r.stops)
	plan.numberVisits()
	plan.sum()
	watching := 0
	for _, s := range plan.Stops {
		if s.Reason.Off == "" {
			watching++
		}
	}
	plan.AreaShare = r.areaShare(watching)
	return plan, nil
}

// follow has a unit make the calls of its tour and go home.
func (r *rest) follow(ctx context.Context, c int, calls []tours.Call) error {
	u, unit := &r.units[c], r.req.Units[c]
	if len(calls) == 0 && (u.homeward() || len(u.calls) == 0 && u.turned == nil) {
		return nil // it is on its way home, or stays there
	}
	from, places, crew := r.starts[c], r.travel.places[r.travel.profile(unit)], r.crew(c)
	clock := func(t tours.Time) time.Time { return r.req.Shift.Start.Add(time.Duration(t) * time.Second) }
	for i, call := range calls {
		to := places[len(r.units)+call.Visit]
		leg, lasts, err := legOn(ctx, from.roads, unit.Profile, from.place, to)
		if err != nil {
			return err
		}
		if depart := clock(call.Arrive).Add(-lasts); i == 0 {
			r.pause(c, depart, restFirst(crew, calls, r.req.second(depart)))
		}
		r.goTo(c, leg, clock(call.Arrive), lasts, r.stop[call.Visit])
		u.calls = append(u.calls, Call{Stop: r.stop[call.Visit], Arrive: clock(call.Arrive), Leave: clock(call.Leave), Rest: time.Duration(call.Break) * time.Second})
		from, u.free = start{to, r.roads}, clock(call.Leave)
	}
	if len(u.calls) == 0 {
		u.legs, u.turned = nil, nil // it turned before its first call, and nothing is left for it
		return nil
	}
	base, err := from.roads.Snap(unit.Profile, unit.Base, SnapM)
	if err != nil {
		return err
	}
	leg, lasts, err := legOn(ctx, from.roads, unit.Profile, from.place, base)
	if err != nil {
		return err
	}
	r.goTo(c, leg, u.free.Add(lasts), lasts, -1)
	return nil
}

// restFirst is how long a crew rests before it sets out for the first of its calls: the breaks that fit in before, without
// those that the calls hold.
func restFirst(crew tours.Crew, calls []tours.Call, depart tours.Time) time.Duration {
	var left, rest tours.Time
	for _, b := range crew.Breaks {
		left += b.Duration
	}
	for _, call := range calls {
		left -= call.Break
	}
	now := crew.Open
	for _, b := range crew.Breaks {
		end := max(now, b.Earliest) + b.Duration
		if end > depart || end-b.Duration > b.Latest || rest+b.Duration > left {
			break
		}
		now, rest = end, rest+b.Duration
	}
	return time.Duration(rest) * time.Second
}

// route is a unit's night as it is now.
func (r *rest) route(c int) Route {
	u, was := r.units[c], r.parent.Routes[c]
	route := Route{Unit: was.Unit, Color: was.Color, Start: was.Unit.Start, End: was.Unit.Start, Calls: u.calls, Legs: u.legs}
	if len(u.calls) > 0 {
		route.Start, route.End = u.legs[0].Depart, u.legs[len(u.legs)-1].Arrive
	}
	return route
}

// keepStops keeps of all stops those that are visited, and those that a later change may bring in as spare ones.
func (plan *Plan) keepStops(all []Stop) {
	place := make([]int, len(all))
	for _, r := range plan.Routes {
		for _, c := range r.Calls {
			place[c.Stop] = 1
		}
	}
	for i, s := range all {
		switch {
		case place[i] > 0:
			place[i] = len(plan.Stops)
			plan.Stops = append(plan.Stops, s)
		case !s.Closed && s.Reason.Off == "":
			plan.Spare = append(plan.Spare, s)
		}
	}
	for _, r := range plan.Routes {
		for i := range r.Calls {
			r.Calls[i].Stop = place[r.Calls[i].Stop]
		}
	}
}
