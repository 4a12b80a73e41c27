package planner

import (
	"slices"
	"time"

	"github.com/paulmach/orb"
)

// night is a plan under way, as changes find it and leave it.
type night struct {
	parent   *Plan
	now      time.Time
	req      Request    // the parent's, with what the changes add
	stops    []Stop     // the parent's, its spare ones, then what is added
	units    []underway // by unit of the request
	most     int        // visits added to or dropped from each unit's route; 0 for no limit
	loose    bool       // stops may change hands
	anew     bool       // all may change for little
	restores bool       // what is left is as another version has it
	fresh    []int      // stops of which nobody has counted what they watch
	wishes   []wish

	hospital func(profile string, from orb.Point) (Near, error) // the nearest by road
}

// wish is what a change asks for and the new plan has to give: that a stop is visited, by a certain unit where kept is
// set, and the next time within an interval where that is not zero.
type wish struct {
	field  string
	stop   int
	kept   bool
	unit   int
	within Shift
}

// underway is what a unit has done, where it goes on from, and what it was to do then.
type underway struct {
	calls  []Call    // made, under way or set out for; Stop is a place in night.stops
	legs   []Leg     // one to each of calls, and one more where it has set out for home
	left   []Call    // planned after these
	lost   []Call    // planned after these too, before the unit dropped out
	place  orb.Point // where it goes on from
	free   time.Time // when
	turns  bool      // it has to stop what it is doing
	turned *Leg      // the way on which it was then, as far as it came
	leave  *absence  // what it has to do first
}

// absence is time that a unit spends off its round.
type absence struct {
	field string // of the change that asks for it
	why   Off
	place orb.Point // zero for where it is
	until time.Time
}

// resume finds out how far a plan has come at an instant, or right after its last change where that is later.
func (plan *Plan) resume(now time.Time) *night {
	n := &night{parent: plan, now: later(now, plan.Since.Add(time.Second)), req: plan.Request, stops: slices.Concat(plan.Stops, plan.Spare)}
	n.req.Must, n.req.Closures = slices.Clone(n.req.Must), slices.Clone(n.req.Closures)
	for _, r := range plan.Routes {
		n.units = append(n.units, n.underway(r))
	}
	return n
}

// underway splits a route at the calls for which its unit has set out. Stays off the round are not planned again.
func (n *night) underway(r Route) underway {
	k := 0
	for k < len(r.Calls) && r.Legs[k].Depart.Before(n.now) {
		k++
	}
	u := underway{calls: slices.Clone(r.Calls[:k]), legs: slices.Clone(r.Legs[:min(k, len(r.Legs))])}
	for _, c := range r.Calls[k:] {
		if n.stops[c.Stop].Reason.Off == "" {
			u.left = append(u.left, c)
		}
	}
	switch {
	case k == 0:
		u.place, u.free = r.Unit.Base, later(n.now, r.Unit.Start)
	case k == len(r.Calls) && r.Legs[k].Depart.Before(n.now):
		home := r.Legs[k]
		u.legs = append(u.legs, home)
		u.place, u.free = home.Line[len(home.Line)-1], later(n.now, home.Arrive)
	default:
		u.place, u.free = n.stops[r.Calls[k-1].Stop].Place, r.Calls[k-1].Leave
	}
	return u
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// homeward tells whether the unit has set out for home, after which it has nothing planned.
func (u underway) homeward() bool { return len(u.legs) > len(u.calls) }

// driving tells whether the unit is on its way at an instant; else it stands, or is at home.
func (u underway) driving(now time.Time) bool {
	return len(u.legs) > 0 && now.Before(u.legs[len(u.legs)-1].Arrive)
}

// serves tells whether the unit was still to visit a stop.
func (u underway) serves(stop int) bool {
	return slices.ContainsFunc(u.left, func(c Call) bool { return c.Stop == stop })
}

// visited tells whether a unit has been at a stop tonight, or is.
func (n *night) visited(stop int) bool {
	return slices.ContainsFunc(n.units, func(u underway) bool {
		return slices.ContainsFunc(u.calls, func(c Call) bool { return c.Stop == stop && !c.Arrive.After(n.now) })
	})
}

// giveUp takes a stop out of what all units but one are still to do; one that drives there turns.
func (n *night) giveUp(stop, but int) {
	for i := range n.units {
		if i != but {
			n.units[i].left = slices.DeleteFunc(n.units[i].left, func(c Call) bool { return c.Stop == stop })
			n.turnFrom(stop, i)
		}
	}
}

// turnFrom has a unit turn where it is driving to a stop.
func (n *night) turnFrom(stop, unit int) {
	u := &n.units[unit]
	if u.driving(n.now) && !u.homeward() && u.calls[len(u.calls)-1].Stop == stop {
		u.turns = true
	}
}

// takeOver puts another stop in the place of one in what is still to do.
func (n *night) takeOver(from, to int) {
	for i := range n.units {
		for k := range n.units[i].left {
			if n.units[i].left[k].Stop == from {
				n.units[i].left[k].Stop = to
			}
		}
	}
}

// wish notes a wish; a later one for the same stop takes the place of an earlier one.
func (n *night) wish(w wish) {
	n.wishes = append(slices.DeleteFunc(n.wishes, func(o wish) bool { return o.stop == w.stop }), w)
}
