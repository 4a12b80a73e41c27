package planner

import (
	"fmt"
	"slices"
	"time"

	"github.com/paulmach/orb"
)

// Change is one thing that is other than planned, or that the commander wants otherwise. It says what it does to a night
// under way; field is how an error names it.
type Change interface {
	apply(n *night, field string) error
}

// The changes of a night.
type (
	// Gone is a unit that drops out: it drives home and does nothing more tonight.
	Gone struct{ Unit string }

	// Away is a unit that an urgent call takes away for some time from now, the way there included. It goes on from
	// Place; the zero Place is where it stands.
	Away struct {
		Unit  string
		For   time.Duration
		Place orb.Point
	}

	// Back is a unit that was gone or away and can go on now, from where it is.
	Back struct{ Unit string }

	// Close is streets that cannot be used for the rest of the night, or for the part of it that the closure names.
	Close struct{ Closure }

	// Add is a new stop: a must point, once or, where Round says so, as often as the other stops.
	Add struct {
		Must
		Round bool
	}

	// Remove is a stop that gets no more visits.
	Remove struct{ Stop string }

	// Move gives a stop to Unit, to be its Position-th stay of the night (any where 0), or puts it at another place (the
	// same where zero), or both.
	Move struct {
		Stop, Unit string
		Position   int
		Place      orb.Point
	}

	// Lock keeps a stop with its unit and its stays at their times, give or take LockSlack; Unlock gives it free again.
	Lock   struct{ Stop string }
	Unlock struct{ Stop string }

	// Replan plans the rest of the night as if nothing had been planned, within the limit on changes where there is one.
	Replan struct{}
)

func (c Gone) apply(n *night, field string) error {
	unit, err := n.unit(field, c.Unit)
	if err != nil {
		return err
	}
	for i := range n.stops { // what was settled for the unit is open again
		if n.stops[i].Unit == c.Unit {
			n.stops[i].Unit, n.stops[i].Locked = "", false
		}
	}
	u := &n.units[unit]
	u.left, u.lost, u.turns = nil, u.left, true
	u.leave = &absence{field: field, why: OutOfService, place: n.req.Units[unit].Base, until: n.req.Units[unit].End}
	return nil
}

func (c Away) apply(n *night, field string) error {
	unit, err := n.unit(field, c.Unit)
	switch {
	case err != nil:
		return err
	case c.For <= 0 || c.For > MaxShift:
		return invalid(field+".for_s", "%.0f is outside 1 to %.0f", c.For.Seconds(), MaxShift.Seconds())
	}
	if err := checkPlace(field+".place", c.Place); err != nil {
		return err
	}
	n.units[unit].turns = true
	n.units[unit].leave = &absence{field: field, why: CalledAway, place: c.Place, until: n.now.Add(c.For)}
	return nil
}

func (c Back) apply(n *night, field string) error {
	unit, err := n.unit(field, c.Unit)
	if err != nil {
		return err
	}
	u := &n.units[unit]
	last := len(u.calls) - 1
	if last < 0 || n.stops[u.calls[last].Stop].Reason.Off == "" || !u.calls[last].Leave.After(n.now) {
		return invalid(field+".unit", "%s is on duty; only a unit that is away can come back", c.Unit)
	}
	u.turns, n.loose = true, true
	return nil
}

func (c Close) apply(n *night, field string) error {
	if c.Where == nil {
		return invalid(field+".closure", "is missing; give a line or a polygon")
	}
	if !c.Until.IsZero() && !c.Until.After(n.now) {
		return invalid(field+".closure", "it ended at %s", c.Until.Format(time.RFC3339))
	}
	c.Known = n.now
	n.req.Closures = append(n.req.Closures, c.Closure)
	return nil
}

func (c Add) apply(n *night, field string) error {
	must := c.Must
	orDefault(&must.ID, n.freeID())
	orDefault(&must.Dwell, n.req.Dwell)
	if c.Round {
		must.Revisit = max(0, n.req.Revisit)
	}
	if slices.ContainsFunc(n.stops, func(s Stop) bool { return s.ID == must.ID }) {
		return invalid(field+".id", "%q is used already; give the point its own", must.ID)
	}
	if err := must.check(field, n.req.Shift); err != nil {
		return err
	}
	if len(n.req.Must) >= MaxStops {
		return invalid(field, "%d points are as many as one plan may hold", MaxStops)
	}
	n.req.Must = append(n.req.Must, must)
	n.wish(wish{field: field, stop: len(n.stops)})
	n.stops = append(n.stops, Stop{ID: must.ID, Name: must.Name, Place: must.Place, Must: true})
	n.fresh = append(n.fresh, len(n.stops)-1)
	return nil
}

// freeID is the first of M01, M02 ... that no stop has.
func (n *night) freeID() string {
	for i := 1; ; i++ {
		id := fmt.Sprintf("M%02d", i)
		if !slices.ContainsFunc(n.stops, func(s Stop) bool { return s.ID == id }) {
			return id
		}
	}
}

func (c Remove) apply(n *night, field string) error {
	stop, err := n.stop(field, c.Stop)
	if err != nil {
		return err
	}
	if !n.visited(stop) {
		n.req.Must = slices.DeleteFunc(n.req.Must, func(m Must) bool { return m.ID == c.Stop })
	}
	n.stops[stop].Closed = true
	n.giveUp(stop, -1)
	return nil
}

func (c Move) apply(n *night, field string) error {
	stop, err := n.stop(field, c.Stop)
	if err != nil {
		return err
	}
	if c.Unit == "" && c.Place == (orb.Point{}) {
		return invalid(field, "says neither to which unit nor to which place; give unit or place")
	}
	if c.Place != (orb.Point{}) {
		if stop, err = n.relocate(field, stop, c.Place); err != nil {
			return err
		}
	}
	moved := wish{field: field, stop: stop}
	if c.Unit != "" {
		if moved.unit, err = n.unit(field, c.Unit); err != nil {
			return err
		}
		moved.kept, n.stops[stop].Unit, n.stops[stop].Locked = true, c.Unit, false
		n.giveUp(stop, moved.unit)
		if c.Position != 0 {
			if moved.within, err = n.between(field, moved.unit, c.Position); err != nil {
				return err
			}
			u := &n.units[moved.unit]
			u.left = slices.DeleteFunc(u.left, func(c Call) bool { return c.Stop == stop })
			at := min(max(0, c.Position-1-len(u.calls)), len(u.left))
			u.left = slices.Insert(u.left, at, Call{Stop: stop, Arrive: moved.within.Start})
		}
	}
	n.wish(moved)
	return nil
}

// relocate puts a stop at another place. One that was visited tonight stays where it was in what is past: a new stop
// takes over from it.
func (n *night) relocate(field string, stop int, place orb.Point) (int, error) {
	if err := checkPlace(field+".place", place); err != nil {
		return 0, err
	}
	for i := range n.units {
		n.turnFrom(stop, i)
	}
	moved := n.stops[stop]
	moved.Place, moved.Name, moved.Incidents, moved.Reason = place, "", 0, Reason{}
	if n.visited(stop) {
		for moved.ID += "-b"; slices.ContainsFunc(n.stops, func(s Stop) bool { return s.ID == moved.ID }); moved.ID += "b" {
		}
		n.stops[stop].Closed = true
		n.takeOver(stop, len(n.stops))
		stop, n.stops = len(n.stops), append(n.stops, moved)
	} else {
		n.stops[stop] = moved
	}
	for i, m := range n.req.Must { // a must point is where its stop is
		if m.ID == n.stops[stop].ID {
			n.req.Must[i].Place = place
		}
	}
	n.fresh = append(n.fresh, stop)
	return stop, nil
}

// between is when a stay has to begin to be the unit's position-th of the night: after the one before it was left and
// before the one that is there now would begin.
func (n *night) between(field string, unit, position int) (Shift, error) {
	u := n.units[unit]
	calls := append(slices.Clone(u.calls), u.left...)
	if position <= len(u.calls) || position > len(calls)+1 {
		return Shift{}, invalid(field+".position", "%d is outside %d to %d: what is done or under way stays", position, len(u.calls)+1, len(calls)+1)
	}
	hours := Shift{later(n.now, n.req.Units[unit].Start), n.req.Units[unit].End}
	if position > 1 {
		hours.Start = calls[position-2].Leave
	}
	if position <= len(calls) {
		hours.End = calls[position-1].Leave
	}
	return hours, nil
}

func (c Lock) apply(n *night, field string) error {
	stop, err := n.stop(field, c.Stop)
	if err != nil {
		return err
	}
	keeper := slices.IndexFunc(n.units, func(u underway) bool { return u.serves(stop) })
	if keeper < 0 {
		return invalid(field+".stop", "no visit of %s is left to be kept", c.Stop)
	}
	n.stops[stop].Locked, n.stops[stop].Unit = true, n.req.Units[keeper].ID
	return nil
}

func (c Unlock) apply(n *night, field string) error {
	stop, err := n.stop(field, c.Stop)
	if err != nil {
		return err
	}
	n.stops[stop].Locked, n.stops[stop].Unit = false, ""
	return nil
}

func (Replan) apply(n *night, _ string) error {
	n.anew = true
	return nil
}

// unit finds a unit by its id.
func (n *night) unit(field, id string) (int, error) {
	i := slices.IndexFunc(n.req.Units, func(u Unit) bool { return u.ID == id })
	switch {
	case i < 0:
		return 0, invalid(field+".unit", "there is no unit %q in the plan", id)
	case !n.req.Units[i].End.After(n.now):
		return 0, invalid(field+".unit", "the hours of %s ended at %s", id, n.req.Units[i].End.Format(time.RFC3339))
	}
	return i, nil
}

// stop finds a stop that may still be visited by its id.
func (n *night) stop(field, id string) (int, error) {
	i := slices.IndexFunc(n.stops, func(s Stop) bool { return s.ID == id && s.Reason.Off == "" && !s.Closed })
	if i < 0 {
		return 0, invalid(field+".stop", "there is no stop %q in the plan that could be visited", id)
	}
	return i, nil
}
