package planner

import (
	"slices"
	"time"
)

// Restore goes back to another version of the night: what is still to be done is as that one has it, by the same units in
// the same order, as far as they can from where they are. What was done or is under way stays; so do closed roads.
type Restore struct {
	Version string // its id
	To      *Plan  // itself
}

func (c Restore) apply(n *night, field string) error {
	field += ".version"
	sameUnit := func(a, b Unit) bool { return a.ID == b.ID }
	switch to := c.To; {
	case to == nil || !to.Request.Shift.equal(n.req.Shift) || !slices.EqualFunc(to.Request.Units, n.req.Units, sameUnit) || len(to.Routes) != len(n.units):
		return invalid(field, "%q is no version of this night", c.Version)
	case to.ID == n.parent.ID:
		return invalid(field, "%q is the version that is to be changed; name another", c.Version)
	}
	place, err := n.restoreStops(c.To, field)
	if err != nil {
		return err
	}
	n.restoreMusts(c.To, place)
	for i := range n.units {
		n.units[i].restore(n, i, c.To, place, field)
	}
	n.restores, n.loose = true, true
	return nil
}

// restoreStops has the stops be as a version has them, and gives their places in n.stops by those in its Stops and Spare. A
// stop that it does not have gets no more visits.
func (n *night) restoreStops(to *Plan, field string) (place []int, err error) {
	kept := map[int]bool{}
	for _, s := range slices.Concat(to.Stops, to.Spare) {
		at := slices.IndexFunc(n.stops, func(o Stop) bool { return o.ID == s.ID })
		switch {
		case s.Reason.Off != "":
			at = -1
		case at < 0:
			at, n.stops = len(n.stops), append(n.stops, s)
			n.fresh = append(n.fresh, at)
		case n.stops[at].Place != s.Place:
			if at, err = n.relocate(field, at, s.Place); err != nil {
				return nil, err
			}
			n.stops[at].Name = s.Name
		}
		if at >= 0 {
			kept[at] = true
			n.stops[at].Unit, n.stops[at].Locked, n.stops[at].Closed = s.Unit, s.Locked, s.Closed
		}
		place = append(place, at)
	}
	for i, s := range n.stops {
		if !kept[i] && s.Reason.Off == "" {
			n.stops[i].Closed = true
			n.giveUp(i, -1)
		} else if s.Unit != "" {
			n.giveUp(i, slices.IndexFunc(n.req.Units, func(u Unit) bool { return u.ID == s.Unit }))
		}
	}
	return place, nil
}

// restoreMusts has the must points be those of a version, and those that were visited since.
func (n *night) restoreMusts(to *Plan, place []int) {
	stays := func(m Must) bool {
		i := slices.IndexFunc(n.stops, func(s Stop) bool { return s.ID == m.ID })
		return i >= 0 && (!n.stops[i].Closed || n.visited(i))
	}
	n.req.Must = slices.DeleteFunc(n.req.Must, func(m Must) bool { return !stays(m) })
	known := map[string]bool{}
	for _, m := range n.req.Must {
		known[m.ID] = true
	}
	for _, m := range to.Request.Must {
		if !known[m.ID] && stays(m) {
			n.req.Must = append(n.req.Must, m)
		}
	}
}

// restore has a unit be on its round or off it as a version has it, and has it still to do what that has it do from now on.
func (u *underway) restore(n *night, unit int, to *Plan, place []int, field string) {
	was, off := to.offAt(unit, n.now), false
	if last := len(u.calls) - 1; last >= 0 {
		off = n.stops[u.calls[last].Stop].Reason.absent() && u.calls[last].Leave.After(n.now)
	}
	switch {
	case off && was == nil:
		u.turns = true
	case !off && was != nil:
		stop := to.Stops[was.Stop]
		u.turns, u.leave = true, &absence{field: field, why: stop.Reason.Off, place: stop.Place, until: was.Leave}
	}
	u.left, u.lost = nil, nil
	for _, call := range to.Routes[unit].Calls {
		at := place[call.Stop]
		if at < 0 || !call.Leave.After(n.now) || n.begun(at, call.Arrive, to.round(to.Stops[call.Stop])) {
			continue
		}
		call.Stop = at
		u.left = append(u.left, call)
	}
}

// absent tells whether a unit that is at a stop for this reason is off its round.
func (r Reason) absent() bool { return r.Off == CalledAway || r.Off == OutOfService }

// offAt is the stay off its round that a unit has set out for at an instant and not left; nil for none.
func (plan *Plan) offAt(unit int, now time.Time) *Call {
	r := plan.Routes[unit]
	for i, call := range r.Calls {
		if plan.Stops[call.Stop].Reason.absent() && !r.Legs[i].Depart.After(now) && call.Leave.After(now) {
			return &r.Calls[i]
		}
	}
	return nil
}

// begun tells whether a stay that was to begin at an instant was made by now or is under way: any at the stop where one is
// enough, else one nearer to it than half a round, within which there is no second one.
func (n *night) begun(stop int, arrive time.Time, round time.Duration) bool {
	return slices.ContainsFunc(n.units, func(u underway) bool {
		return slices.ContainsFunc(u.calls, func(c Call) bool {
			return c.Stop == stop && (round <= 0 || c.Arrive.Sub(arrive).Abs() < round/2)
		})
	})
}
