package planner

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"nightbeat/geo/road"
	"nightbeat/planner/risk"
	"nightbeat/planner/stops"
)

// Staffed is what a number of units buys in one shift.
type Staffed struct {
	Units    int
	Expected float64 // incidents (weighted) expected during the shift
	Watched  float64 // of Expected, a share: watched from the stops
	More     float64 // of Watched, what the last unit adds
	Gaps     Gaps
	Reach    float64 // share of Expected that some unit can be at in time, on average over the shift
}

// reachStep is how often within a shift the units' reach is looked at, and reachPlaces at how many of the places where
// most is expected; Reach is the share of what lies at those.
const (
	reachStep   = 15 * time.Minute
	reachPlaces = 400
)

// Staff plans the same night with 1 to most units and says what each buys: units beyond those of the request start where
// its units do, in turn. Within is how soon a unit has to be there to count for the reach. Progress is told as the stage "units".
func Staff(ctx context.Context, in Inputs, most int, within time.Duration) ([]Staffed, error) {
	if most < 1 || most > MaxUnits {
		return nil, invalid("units", "%d is outside 1 to %d", most, MaxUnits)
	}
	if len(in.Request.Units) == 0 {
		return nil, invalid("units", "there are none; give at least one unit")
	}
	patterns := in.Request.Units
	in.Request.Stops = 0 // as many as the units can keep
	report := in.report()
	in.Progress = nil
	var all []Staffed
	for n := 1; n <= most; n++ {
		report("units", float64(n-1)/float64(most))
		in.Request.Units = firstUnits(patterns, n)
		plan, err := Make(ctx, in)
		if err != nil {
			return nil, err
		}
		s := Staffed{Units: n, Expected: plan.Expected, Watched: plan.Share, More: plan.Share, Gaps: plan.Gaps}
		if n > 1 {
			s.More -= all[n-2].Watched
		}
		if s.Reach, err = plan.reach(ctx, in, within); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// StaffShifts is Staff for each of some shifts; all of it is one stage "units".
func StaffShifts(ctx context.Context, in Inputs, shifts []Shift, most int, within time.Duration) ([][]Staffed, error) {
	var all [][]Staffed
	report := in.report()
	for i, shift := range shifts {
		one := in
		one.Request = in.Request.During(shift)
		one.Progress = func(p Progress) { report(p.Stage, (float64(i)+p.Done)/float64(len(shifts))) }
		buys, err := Staff(ctx, one, most, within)
		if err != nil {
			return nil, err
		}
		all = append(all, buys)
	}
	return all, nil
}

// firstUnits are n units like those given, in turn.
func firstUnits(patterns []Unit, n int) []Unit {
	units := make([]Unit, n)
	for i := range units {
		if units[i] = patterns[i%len(patterns)]; i >= len(patterns) {
			units[i].ID, units[i].Name = "", ""
		}
	}
	return units
}

// During is the request for another shift: its units are there for all of it, without breaks; must points that belong
// to other hours are left out.
func (r Request) During(s Shift) Request {
	if s == r.Shift {
		return r
	}
	r.Shift, r.Units, r.Must = s, slices.Clone(r.Units), slices.Clone(r.Must)
	for i := range r.Units {
		r.Units[i].Start, r.Units[i].End, r.Units[i].Breaks = s.Start, s.End, nil
	}
	r.Must = slices.DeleteFunc(r.Must, func(m Must) bool {
		return slices.ContainsFunc(m.Windows, func(w Shift) bool { return w.Start.Before(s.Start) || w.End.After(s.End) })
	})
	return r
}

// reach is the share of what is expected at the hottest places that a unit can be at in time, on average over the shift,
// by the first unit's profile. A unit on the way is taken to be where it is going.
func (plan *Plan) reach(ctx context.Context, in Inputs, within time.Duration) (float64, error) {
	g, err := survey(plan.Request, in.Incidents, in.Patrolled)
	if err != nil {
		return 0, err
	}
	surface, err := g.forecast(ctx, plan.Request)
	if err != nil {
		return 0, err
	}
	t, err := g.terrain(plan.Request, in.Roads, surface)
	if err != nil {
		return 0, err
	}
	profile := plan.Request.Units[0].Profile
	hot, weights, err := t.hottest(surface, profile)
	if err != nil {
		return 0, err
	}
	posts := slices.Clone(t.bases)
	for _, s := range plan.Stops {
		at, err := t.roads.Snap(profile, s.Place, SnapM)
		if err != nil {
			return 0, stage("finding who is near", err)
		}
		posts = append(posts, at)
	}
	table, err := t.roads.Table(ctx, profile, posts, hot)
	if err != nil {
		return 0, stage("finding who is near", err)
	}
	return plan.reached(table, weights, within), nil
}

// hottest are the places on streets where most is expected, and how much.
func (t *terrain) hottest(surface risk.Surface, profile string) (hot []road.Place, weights []float64, err error) {
	demand := t.demand(surface)
	slices.SortStableFunc(demand, func(a, b stops.Demand) int { return cmp.Compare(b.Expected, a.Expected) })
	for _, d := range demand[:min(len(demand), reachPlaces)] {
		if place, err := t.roads.Snap(profile, t.frame.ToPoint(d.At), SnapM); err == nil { // what no street is near cannot be reached
			hot, weights = append(hot, place), append(weights, d.Expected)
		}
	}
	if len(hot) == 0 {
		return nil, nil, impossible("roads", "no street lies where incidents are expected; load the streets of this place")
	}
	return hot, weights, nil
}

// reached averages over the shift what the units can be at in time; a row of the table for each unit's base, then for
// each stop.
func (plan *Plan) reached(table road.Table, weights []float64, within time.Duration) float64 {
	var sum, all float64
	for at := plan.Request.Shift.Start; at.Before(plan.Request.Shift.End); at = at.Add(reachStep) {
		posts := plan.posts(at)
		for k, w := range weights {
			all += w
			if slices.ContainsFunc(posts, func(row int) bool { return table.Seconds[row][k] <= within.Seconds() }) {
				sum += w
			}
		}
	}
	return sum / all
}

// posts are the rows of where the units are or go at an instant.
func (plan *Plan) posts(at time.Time) []int {
	var rows []int
	for i, r := range plan.Routes {
		if at.Before(r.Start) || !at.Before(r.End) {
			continue
		}
		row := i // back to base
		if n := slices.IndexFunc(r.Calls, func(c Call) bool { return c.Leave.After(at) }); n >= 0 {
			row = len(plan.Routes) + r.Calls[n].Stop
		}
		rows = append(rows, row)
	}
	return rows
}

// Split shares a roster out over shifts so that most of what is expected is watched: for each shift how many units. Every
// shift gets at least one; all is what each number of units buys in each shift, from one on (see Staff).
//
//	best_s(n) = max over k of best_{s-1}(n - k) + expected_s watched_s(k)
func Split(all [][]Staffed, roster int) ([]int, error) {
	most := 0
	for _, shift := range all {
		most += len(shift)
	}
	if roster < len(all) || roster > most {
		return nil, invalid("roster", "%d is outside 1 a shift, %d, to what was planned for, %d", roster, len(all), most)
	}
	best, given := [][]float64{make([]float64, roster+1)}, [][]int{}
	for n := 1; n <= roster; n++ {
		best[0][n] = math.Inf(-1) // without a shift nobody can be used
	}
	for s, shift := range all {
		best, given = append(best, make([]float64, roster+1)), append(given, make([]int, roster+1))
		for n := range best[s+1] {
			best[s+1][n] = math.Inf(-1)
			for k := 1; k <= min(n, len(shift)); k++ {
				if worth := best[s][n-k] + shift[k-1].Expected*shift[k-1].Watched; worth > best[s+1][n] {
					best[s+1][n], given[s][n] = worth, k
				}
			}
		}
	}
	units := make([]int, len(all))
	for s, n := len(all)-1, roster; s >= 0; s-- {
		units[s] = given[s][n]
		n -= units[s]
	}
	return units, nil
}
