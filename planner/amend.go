package planner

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"nightbeat/planner/stops"
	"nightbeat/planner/tours"
	"nightbeat/planner/words"
)

// Amendment is all that a changed plan is made from.
type Amendment struct {
	Plan       *Plan
	Now        time.Time
	Changes    []Change
	Most       int           // changes in each unit's route, beyond those that have to be, as tours.Mend counts them; 0 for no such limit
	Iterations int           // of each search; by default from the size of the rest of the night
	Limit      time.Duration // ceiling on all searches' time; 5 s
	Incidents  []Incident    // this and what follows as for Inputs
	Patrolled  []Presence
	Roads      Roads
	Landmarks  []Landmark
}

// Amend changes a plan that is under way. What is done or under way at Now stays as it is, but for what a change breaks
// off; the rest changes as little as brings nearly all that may be had. The plan that comes out names its parent.
//
//	changes -> where everyone is -> travel times -> tours -> schedule -> Plan, Differences
//
// An error of kind Invalid names a change that cannot be; one of kind Impossible says why what it asks for does not fit.
func Amend(ctx context.Context, in Amendment) (*Plan, []Difference, error) {
	night, err := in.night(ctx)
	if err != nil {
		return nil, nil, err
	}
	ground, err := survey(night.req, in.Incidents, in.Patrolled)
	if err != nil {
		return nil, nil, err
	}
	streets, err := night.settle(ctx, ground, in.Roads)
	if err != nil {
		return nil, nil, err
	}
	if err := streets.look(ctx); err != nil {
		return nil, nil, err
	}
	rest, err := streets.rest(ctx)
	if err != nil {
		return nil, nil, err
	}
	tour, err := rest.mend(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	if err := rest.granted(tour); err != nil {
		return nil, nil, err
	}
	plan, err := rest.schedule(ctx, tour)
	if err != nil {
		return nil, nil, err
	}
	plan.warn(ground, streets.terrain)
	plan.sign()
	return plan, Differ(in.Plan, plan), nil
}

// night is the plan at Now with the changes made to it.
func (in Amendment) night(ctx context.Context) (*night, error) {
	shift := in.Plan.Request.Shift
	switch {
	case !in.Now.Before(shift.End):
		return nil, invalid("at", "%s is not before the end of the shift, %s", in.Now.Format(time.RFC3339), shift.End.Format(time.RFC3339))
	case in.Now.Before(in.Plan.Since):
		return nil, invalid("at", "%s is before the plan's last change, %s", in.Now.Format(time.RFC3339), in.Plan.Since.Format(time.RFC3339))
	case in.Most < 0:
		return nil, invalid("most", "%d is below 0", in.Most)
	case len(in.Changes) == 0:
		return nil, invalid("changes", "there are none; say what is other than planned, or re-plan the rest")
	}
	n := in.Plan.resume(in.Now.Truncate(time.Second).In(shift.Start.Location()))
	n.most = in.Most
	n.hospital = in.hospitals(ctx, n)
	for i, c := range in.Changes {
		if err := c.apply(n, fmt.Sprintf("changes[%d]", i)); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// look finds out what the stops that are new or moved watch that no other does, and gives them their reasons.
func (s *streets) look(ctx context.Context) error {
	if len(s.fresh) == 0 {
		return nil
	}
	surface, err := s.forecast(ctx, s.req)
	if err != nil {
		return err
	}
	demand := s.demand(surface)
	watch := func(p *point) {
		at := []stops.Candidate{{At: s.frame.ToXY(p.Place)}}
		for _, pick := range stops.Choose(demand, at, stops.Settings{Count: 1, ReachM: WatchM}) {
			p.watch(pick, demand, surface)
		}
	}
	fresh := map[int]bool{}
	for _, i := range s.fresh {
		fresh[i] = true
	}
	for i, stop := range s.stops {
		if !fresh[i] && stop.Reason.Off == "" && (!stop.Closed || s.visited(i)) {
			watch(&point{Stop: stop})
		}
	}
	near := s.near()
	for _, i := range s.fresh {
		found, err := s.found(s.stops[i])
		if err != nil {
			return err
		}
		watch(&found)
		if s.parent.Expected > 0 {
			found.Share = found.Expected / s.parent.Expected
		}
		near.explain(&found.Stop, s.req.Shift, found.rank, len(surface.Cells))
		s.stops[i] = found.Stop
	}
	return nil
}

// found is a stop put on a street.
func (s *streets) found(stop Stop) (point, error) {
	place, err := s.roads.Snap(s.req.Units[0].Profile, stop.Place, SnapM)
	if err != nil {
		return point{}, impossible(s.fieldOf(stop)+".place", "%s", err)
	}
	p := s.describe(place)
	p.ID, p.Must, p.Unit, p.Locked = stop.ID, stop.Must, stop.Unit, stop.Locked
	if stop.Name != "" {
		p.Name = stop.Name
	}
	return p, nil
}

// fieldOf is how an error names the change that asks for a stop.
func (n *night) fieldOf(stop Stop) string {
	for _, w := range n.wishes {
		if n.stops[w.stop].ID == stop.ID {
			return w.field
		}
	}
	return "changes"
}

// nearly is the part of what may be had for which fewer changes are taken: with the 1 % by which a short search falls
// behind a long one it stays within the 5 % that a change may cost.
const nearly = 0.97

// changePrices are what a stay that is other than planned has to bring, as parts of what a stay brings in the mean: the first
// that leaves nearly all that may be had is taken.
var changePrices = []float64{0.5, 0.1, 0.02}

// restorePrice is the same where the commander goes back to another version: no stay brings that, so that nothing is other
// than there but what cannot be as it is there.
const restorePrice = 100

// mend solves the rest of the night from the routes as they were planned, within the limit on changes that is asked for, and
// with as few as bring nearly all that any number would.
func (r *rest) mend(ctx context.Context, in Amendment) (tours.Solution, error) {
	problem, planned := r.problem()
	orDefault(&in.Limit, DefaultLimit)
	orDefault(&in.Iterations, effort(problem))
	searching, cancel := context.WithTimeout(ctx, in.Limit)
	defer cancel()
	try := func(price int64) (tours.Solution, error) {
		repair, err := tours.Mend(searching, problem, tours.Underway{Routes: planned, Now: math.MinInt32}, tours.Loyalty{Most: r.most, Price: price}, tours.Settings{Seed: r.req.Seed, Iterations: in.Iterations})
		r.cut = r.cut || searching.Err() != nil
		return repair.Solution, stage("planning the tours", err)
	}
	widest, err := try(0)
	if tooMuch := new(tours.Infeasible); errors.As(err, tooMuch) { // more must points than time: as many as fit
		for v := range problem.Visits {
			problem.Visits[v].Must = false
		}
		widest, err = try(0)
	}
	if err == nil && r.restores {
		same, err := try(priceOf(restorePrice, widest))
		if err != nil || musts(problem, same) <= musts(problem, widest) {
			return same, err
		}
	}
	for _, part := range changePrices {
		if err != nil || r.anew {
			break
		}
		narrow, err := try(priceOf(part, widest))
		if err != nil || musts(problem, narrow) <= musts(problem, widest) && float64(narrow.Reward) >= nearly*float64(widest.Reward) {
			return narrow, err
		}
	}
	return widest, err
}

// priceOf is a part of what a stay of s brings in the mean.
func priceOf(part float64, s tours.Solution) int64 {
	stays := 0
	for _, calls := range s.Routes {
		stays += len(calls)
	}
	return max(1, int64(part*float64(s.Reward)/float64(max(1, stays))))
}

// effort is the iterations of one search: a tenth of what suits the night's size, so that a few fit into half a second.
func effort(p tours.Problem) int { return max(1, tours.Default(p)/10) }

// musts counts the must points that a solution leaves out.
func musts(p tours.Problem, s tours.Solution) (missed int) {
	for _, u := range s.Unserved {
		if p.Visits[u.Visit].Must {
			missed++
		}
	}
	return missed
}

// granted says why what a change asks for does not fit, where it does not.
func (r *rest) granted(tour tours.Solution) error {
	for _, w := range r.wishes {
		if r.stops[w.stop].Closed || r.granting(w, tour) {
			continue
		}
		stop := r.stops[w.stop]
		if w.kept {
			return impossible(w.field, "%s (%s) does not fit into the night of %s: %s", stop.Name, stop.ID, r.req.Units[w.unit].Name, r.whyNot(w, tour))
		}
		return impossible(w.field, "%s (%s) does not fit into any unit's night: %s", stop.Name, stop.ID, r.whyNot(w, tour))
	}
	return nil
}

// granting tells whether a solution has the visit that is wished for.
func (r *rest) granting(w wish, tour tours.Solution) bool {
	if last, ok := r.last[w.stop]; ok && (!w.kept || last.unit == w.unit) && w.within == (Shift{}) {
		return true
	}
	for c, calls := range tour.Routes {
		for _, call := range calls {
			if r.stop[call.Visit] != w.stop {
				continue
			}
			in := w.within == (Shift{}) || call.Arrive >= r.req.second(w.within.Start) && call.Arrive <= r.req.second(w.within.End)
			return in && (!w.kept || c == w.unit)
		}
	}
	return false
}

// whyNot is the reason that the search gives, in words for the commander.
func (r *rest) whyNot(w wish, tour tours.Solution) words.Note {
	for _, u := range tour.Unserved {
		if r.stop[u.Visit] == w.stop && u.Why != tours.NoTime {
			return words.New(string(u.Why))
		}
	}
	if w.within != (Shift{}) {
		return words.New("no time at that position")
	}
	return words.New("no time left; allow more changes, or take a stop away")
}
