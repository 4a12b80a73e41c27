package planner

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo/road"
	"nightbeat/planner/tours"
)

// palette tells units apart on a map and on paper; distinct also for the colour-blind (after Okabe & Ito 2008), then
// repeated.
var palette = []string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f3c8d", "#a5aa00", "#8c564b", "#444444"}

// schedule gives the solved tours clock times and streets.
func (tr *travel) schedule(ctx context.Context, req Request, points []point, tour tours.Solution) (*Plan, error) {
	req.Iterations, req.Limit = tour.Iterations, 0
	plan := &Plan{
		Name: req.Name, Status: Draft, Request: req, Iterations: tour.Iterations, Cut: tour.Cut,
		Reward: tour.Reward, Bound: tour.Bound,
	}
	if tour.Bound > 0 {
		plan.GapPercent = 100 * float64(tour.Bound-tour.Reward) / float64(tour.Bound)
	}
	stop := plan.take(points, tour)
	for i := range req.Units {
		route, err := tr.route(ctx, plan, i, tour.Routes[i], stop)
		if err != nil {
			return nil, stage("finding the streets of "+req.Units[i].Name, err)
		}
		plan.Routes = append(plan.Routes, route)
	}
	plan.numberVisits()
	plan.sum()
	return plan, nil
}

// take makes stops of the points that are visited and notes the others; it gives each visit's stop in the plan.
func (plan *Plan) take(points []point, tour tours.Solution) (stop map[int]int) {
	stop = map[int]int{}
	for _, calls := range tour.Routes {
		for _, c := range calls {
			stop[c.Visit] = 0
		}
	}
	for i, p := range points {
		if _, ok := stop[i]; ok {
			stop[i] = len(plan.Stops)
			plan.Stops = append(plan.Stops, p.Stop)
		} else {
			plan.Spare = append(plan.Spare, p.Stop)
		}
	}
	for _, u := range tour.Unserved {
		p := points[u.Visit].Stop
		plan.Unserved = append(plan.Unserved, Unserved{Stop: p.ID, Name: p.Name, Why: string(u.Why)})
	}
	return stop
}

// numberVisits counts each stop's stays in the order of the clock and the gaps between them.
func (plan *Plan) numberVisits() {
	for _, stays := range plan.staysByStop() {
		for i, call := range stays {
			call.Visit = i + 1
			if i > 0 {
				call.Gap = call.Arrive.Sub(stays[i-1].Leave)
			}
		}
	}
}

// staysByStop are each stop's calls in the order of the clock.
func (plan *Plan) staysByStop() [][]*Call {
	stays := make([][]*Call, len(plan.Stops))
	for r := range plan.Routes {
		for c := range plan.Routes[r].Calls {
			call := &plan.Routes[r].Calls[c]
			stays[call.Stop] = append(stays[call.Stop], call)
		}
	}
	for _, calls := range stays {
		slices.SortStableFunc(calls, func(a, b *Call) int { return a.Arrive.Compare(b.Arrive) })
	}
	return stays
}

// route is one unit's night: a leg to each call and one home. stop gives each visit's place in plan.Stops.
func (tr *travel) route(ctx context.Context, plan *Plan, unit int, calls []tours.Call, stop map[int]int) (Route, error) {
	u := plan.Request.Units[unit]
	r := Route{Unit: u, Color: palette[unit%len(palette)], Start: u.Start, End: u.Start}
	if len(calls) == 0 {
		return r, nil
	}
	clock := func(t tours.Time) time.Time { return plan.Request.Shift.Start.Add(time.Duration(t) * time.Second) }
	rows := []int{unit}
	for _, c := range calls {
		rows = append(rows, len(plan.Request.Units)+c.Visit)
		r.Calls = append(r.Calls, Call{Stop: stop[c.Visit], Arrive: clock(c.Arrive), Leave: clock(c.Leave), Rest: time.Duration(c.Break) * time.Second})
	}
	if err := tr.addLegs(ctx, &r, append(rows, unit)); err != nil {
		return r, err
	}
	for i, c := range r.Calls {
		r.Legs[i].To, r.Legs[i+1].From = plan.Stops[c.Stop].ID, plan.Stops[c.Stop].ID
	}
	return r, nil
}

// addLegs joins the places of a route's calls, given as rows of its unit's matrix from base to base.
func (tr *travel) addLegs(ctx context.Context, r *Route, rows []int) error {
	places := tr.places[tr.profile(r.Unit)]
	for i := 1; i < len(rows); i++ {
		leg, lasts, err := legOn(ctx, tr.roads, r.Unit.Profile, places[rows[i-1]], places[rows[i]])
		if err != nil {
			return err
		}
		if i == 1 {
			leg.Depart = r.Calls[0].Arrive.Add(-lasts)
		} else {
			leg.Depart = r.Calls[i-2].Leave
		}
		leg.Arrive = leg.Depart.Add(lasts)
		r.Legs = append(r.Legs, leg)
	}
	r.Start, r.End = r.Legs[0].Depart, r.Legs[len(r.Legs)-1].Arrive
	return nil
}

// legOn is the way between two places, and how long it takes in whole seconds.
func legOn(ctx context.Context, roads Roads, profile string, a, b road.Place) (Leg, time.Duration, error) {
	found, err := roads.Route(ctx, profile, a, b)
	if err != nil {
		return Leg{}, 0, fmt.Errorf("from %v to %v: %w", a.Point, b.Point, err)
	}
	leg := Leg{DistanceM: tenths(found.Metres), Line: joined(a.Point, found.Line, b.Point)}
	for _, s := range found.Streets {
		leg.through(s.Name)
	}
	return leg, time.Duration(wholeSeconds(found.Seconds)) * time.Second, nil
}

// through notes a street by name, once while the leg goes along it.
func (l *Leg) through(street string) {
	if n := len(l.Streets); street != "" && (n == 0 || l.Streets[n-1] != street) {
		l.Streets = append(l.Streets, street)
	}
}

// tenths rounds to a tenth, the precision in which a plan tells lengths, so that sums of what it tells are exact.
func tenths(x float64) float64 { return math.Round(10*x) / 10 }

// joined is a line that begins at a and ends at b, with at least two points.
func joined(a orb.Point, line orb.LineString, b orb.Point) orb.LineString {
	out := orb.LineString{a}
	for _, p := range append(line, b) {
		if p != out[len(out)-1] {
			out = append(out, p)
		}
	}
	if len(out) == 1 {
		out = append(out, b)
	}
	return out
}

// sum adds up each route's lengths, times and shares, and the plan's; a stop's share counts once, for its keeper.
func (plan *Plan) sum() {
	keepers := plan.keepers()
	for i := range plan.Routes {
		plan.Routes[i].sum(plan.Stops)
		for _, c := range plan.Routes[i].Calls {
			if keepers[c.Stop] == i {
				keepers[c.Stop] = -1 // counted
				plan.Routes[i].Share += plan.Stops[c.Stop].Share
			}
		}
	}
	for _, s := range plan.Stops {
		plan.Share += s.Share
	}
	plan.Gaps = plan.gaps()
}

func (r *Route) sum(stops []Stop) {
	for _, l := range r.Legs {
		r.DistanceM = tenths(r.DistanceM + l.DistanceM)
		r.Drive += l.Arrive.Sub(l.Depart)
	}
	for _, c := range r.Calls {
		r.Rest += c.Rest
		if stops[c.Stop].Reason.Off == "" {
			r.Dwell += c.Leave.Sub(c.Arrive) - c.Rest
		}
	}
	r.Wait = r.End.Sub(r.Start) - r.Drive - r.Dwell - r.Rest
}

// keepers are the units, by number, that stay at each stop last.
func (plan *Plan) keepers() []int {
	keepers, last := make([]int, len(plan.Stops)), make([]time.Time, len(plan.Stops))
	for i := range keepers {
		keepers[i] = -1
	}
	for unit, r := range plan.Routes {
		for _, c := range r.Calls {
			if keepers[c.Stop] < 0 || c.Arrive.After(last[c.Stop]) {
				keepers[c.Stop], last[c.Stop] = unit, c.Arrive
			}
		}
	}
	return keepers
}

// gaps counts how well the round was kept at all stops together.
func (plan *Plan) gaps() (g Gaps) {
	for _, at := range plan.gapsByStop() {
		g = g.plus(at)
	}
	return g
}

func (g Gaps) plus(more Gaps) Gaps {
	return Gaps{Kept: g.Kept + more.Kept, Asked: g.Asked + more.Asked, Longest: max(g.Longest, more.Longest)}
}

// Missed is how many gaps more there should have been, for none to be longer than the round.
func (g Gaps) Missed() int { return g.Asked - g.Kept }

// gapsByStop counts how well the round was kept at each stop that wants revisits: from its keeper's start of duty to the first
// stay, between stays, and to the end of duty. A gap longer than the round counts as the several that it should be.
func (plan *Plan) gapsByStop() []Gaps {
	gaps, keepers := make([]Gaps, len(plan.Stops)), plan.keepers()
	for i, stays := range plan.staysByStop() {
		round := plan.round(plan.Stops[i])
		if round <= 0 || len(stays) == 0 {
			continue
		}
		duty := plan.Routes[keepers[i]].Unit
		from := duty.Start
		for _, c := range stays {
			gaps[i].count(c.Arrive.Sub(from), round)
			from = c.Leave
		}
		gaps[i].count(duty.End.Sub(from), round)
	}
	return gaps
}

// count adds a gap; one below 0 is none, and a round of 0 asks for none.
func (g *Gaps) count(gap, round time.Duration) {
	g.Longest = max(g.Longest, gap)
	if gap < 0 || round <= 0 {
		return
	}
	g.Asked += max(1, int((gap+round-1)/round))
	if gap <= round {
		g.Kept++
	}
}

// round is the longest time that may pass between two stays at a stop; 0 where one stay is enough.
func (plan *Plan) round(s Stop) time.Duration {
	if s.Reason.Off != "" {
		return 0
	}
	for _, m := range plan.Request.Must {
		if m.ID == s.ID {
			return m.Revisit
		}
	}
	return max(0, plan.Request.Revisit)
}
