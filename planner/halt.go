package planner

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"

	"nightbeat/geo"
	"nightbeat/geo/road"
)

// start is where a unit goes on from, and the streets that it may take: those of tonight, but where it stands in a
// street that was closed about it, it leaves by the streets as they were.
type start struct {
	place road.Place
	roads Roads
}

// streets are those of a night: as they were known through it, as they are now, and where each unit stands on them.
type streets struct {
	*night
	*terrain
	through []roadsFrom
	starts  []start
}

// settle puts the units on the streets: those that turn stop where they are, those that leave go where they have to.
func (n *night) settle(ctx context.Context, g *ground, roads Roads) (*streets, error) {
	if roads == nil {
		roads = Straight{}
	}
	through, err := roadsThrough(n.req, roads)
	if err != nil {
		return nil, err
	}
	s := &streets{night: n, through: through, starts: make([]start, len(n.units))}
	if s.terrain, err = settle(n.req, g, through[len(through)-1].Roads); err != nil {
		return nil, err
	}
	for c := range n.units {
		if err := s.put(ctx, c); err != nil {
			return nil, stage("finding where "+n.req.Units[c].Name+" is", err)
		}
	}
	return s, nil
}

// closes tells whether the changes close streets.
func (n *night) closes() bool { return len(n.req.Closures) > len(n.parent.Request.Closures) }

// put brings a unit to where it goes on from.
func (s *streets) put(ctx context.Context, c int) (err error) {
	u := &s.units[c]
	if !u.turns && s.closes() {
		if u.turns, err = s.blocked(ctx, c); err != nil {
			return err
		}
	}
	if u.turns {
		if err = s.halt(ctx, c); err != nil {
			return err
		}
	}
	if s.starts[c], err = s.startOf(c); err != nil || u.leave == nil {
		return err
	}
	return s.depart(ctx, c)
}

// startOf is where a unit stands on the streets.
func (s *streets) startOf(c int) (start, error) {
	u := s.units[c]
	if len(u.legs) == 0 && u.turned == nil {
		return start{s.bases[c], s.roads}, nil
	}
	return s.at(s.now, c, u.place)
}

// at is a place on the latest streets known at an instant on which it lies.
func (s *streets) at(t time.Time, c int, p orb.Point) (found start, err error) {
	profile, within := s.req.Units[c].Profile, checkPlaceM
	if profile != s.req.Units[0].Profile {
		within = FootM
	}
	for _, known := range slices.Backward(s.through) {
		if known.at.After(t) {
			continue
		}
		found.roads = known.Roads
		if found.place, err = known.Snap(profile, p, within); err == nil {
			return found, nil
		}
	}
	return found, err
}

// halt has a unit stop what it is doing now: a stay is cut short, a way broken off.
func (s *streets) halt(ctx context.Context, c int) error {
	u := &s.units[c]
	switch last := len(u.calls) - 1; {
	case len(u.legs) == 0 || u.homeward() && !u.driving(s.now): // it is at its base
		return nil
	case u.driving(s.now):
		return s.breakOff(ctx, c)
	default:
		u.calls[last].cut(s.now)
		u.free = s.now
	}
	return nil
}

// cut ends a stay; what is missing is missing from the break first.
func (c *Call) cut(at time.Time) {
	c.Rest = max(0, c.Rest-max(0, c.Leave.Sub(at)))
	c.Leave = at
}

// breakOff has a unit that drives stop on its way, and what it was driving to is still to do.
func (s *streets) breakOff(ctx context.Context, c int) error {
	u := &s.units[c]
	turned, at, err := s.soFar(ctx, c)
	if err != nil {
		return err
	}
	if !u.homeward() {
		to := u.calls[len(u.calls)-1]
		u.calls = u.calls[:len(u.calls)-1]
		stop := s.stops[to.Stop]
		switch mine := stop.Unit == "" || stop.Unit == s.req.Units[c].ID; {
		case stop.Reason.Off != "" || stop.Closed || !mine:
		case u.leave != nil && u.leave.why == OutOfService:
			u.lost = append([]Call{to}, u.lost...)
		default:
			u.left = append([]Call{to}, u.left...)
		}
	}
	u.legs = u.legs[:len(u.legs)-1]
	u.turned, u.place, u.free = &turned, at.place.Point, s.now
	return nil
}

// soFar is the part of its way that a driving unit has behind it, and where that ends: as far along it as the streets
// allow in the time since it left, found by halving.
func (s *streets) soFar(ctx context.Context, c int) (Leg, start, error) {
	leg, profile := s.units[c].legs[len(s.units[c].legs)-1], s.req.Units[c].Profile
	from, since, first := leg.Line[0], leg.Depart, 0
	if n := len(leg.Turns); n > 0 { // it goes on from where it turned last
		from, since = leg.Turns[n-1].Place, leg.Turns[n-1].At
		first = max(0, slices.Index(leg.Line, from))
	}
	begin, err := s.at(since, c, from)
	if len(leg.Turns) == 0 && leg.From == "" {
		begin.roads = s.knownAt(since)
		begin.place, err = begin.roads.Snap(profile, from, SnapM)
	}
	if err != nil {
		return Leg{}, start{}, err
	}
	whole, _, err := legTo(ctx, begin, profile, leg.Line[len(leg.Line)-1])
	if err != nil {
		return Leg{}, start{}, err
	}
	at, driven := begin, Leg{Line: orb.LineString{begin.place.Point, begin.place.Point}}
	for low, high := 0.0, geo.Length(leg.Line[first:]); high-low > 1; {
		middle := (low + high) / 2
		point, _ := orbgeo.PointAtDistanceAlongLine(leg.Line[first:], middle)
		place, err := begin.roads.Snap(profile, point, SnapM)
		if err != nil {
			return Leg{}, start{}, err
		}
		part, lasts, err := legOn(ctx, begin.roads, profile, begin.place, place)
		if err == nil && lasts <= s.now.Sub(since) {
			low, at.place, driven = middle, place, part
		} else {
			high = middle
		}
	}
	leg.DistanceM = tenths(max(0, leg.DistanceM-whole.DistanceM) + driven.DistanceM)
	leg.Line = joined(leg.Line[0], append(slices.Clone(leg.Line[:first]), driven.Line...), at.place.Point)
	if s.now.Before(since) { // it waits where it turned
		leg.Turns = leg.Turns[:len(leg.Turns)-1]
	}
	leg.Turns = append(slices.Clone(leg.Turns), Turn{Place: at.place.Point, At: s.now})
	if len(leg.Turns) == 1 {
		leg.Streets = driven.Streets
	}
	return leg, at, nil
}

// knownAt are the streets as they were known at an instant.
func (s *streets) knownAt(t time.Time) Roads {
	k := len(s.through) - 1
	for k > 0 && s.through[k].at.After(t) {
		k--
	}
	return s.through[k].Roads
}

func legTo(ctx context.Context, from start, profile string, to orb.Point) (Leg, time.Duration, error) {
	place, err := from.roads.Snap(profile, to, SnapM)
	if err != nil {
		return Leg{}, 0, err
	}
	return legOn(ctx, from.roads, profile, from.place, place)
}

// blocked tells whether closed streets lie on the rest of a driving unit's way: whether it has become longer.
func (s *streets) blocked(ctx context.Context, c int) (bool, error) {
	u := s.units[c]
	if !u.driving(s.now) {
		return false, nil
	}
	_, was, err := s.soFar(ctx, c)
	if err != nil {
		return false, err
	}
	profile, line := s.req.Units[c].Profile, u.legs[len(u.legs)-1].Line
	_, before, err := legTo(ctx, was, profile, line[len(line)-1])
	if err != nil {
		return false, err
	}
	is, err := s.at(s.now, c, was.place.Point)
	if err != nil {
		return false, err
	}
	_, after, err := legTo(ctx, is, profile, line[len(line)-1])
	return err != nil || after > before, nil
}

// depart has a unit go where it is called, or home, and stay there.
func (s *streets) depart(ctx context.Context, c int) error {
	u, from := &s.units[c], s.starts[c]
	to := from.place
	if away := u.leave.place; away != (orb.Point{}) {
		var err error
		if to, err = s.roads.Snap(s.req.Units[c].Profile, away, SnapM); err != nil {
			return impossible(u.leave.field+".place", "%s", err)
		}
	}
	leg, lasts, err := legOn(ctx, from.roads, s.req.Units[c].Profile, from.place, to)
	if err != nil {
		return impossible(u.leave.field+".place", "%s", err)
	}
	if u.homeward() {
		s.standBy(c, u.free)
	}
	leave := s.off(c, u.leave.why, to)
	s.goTo(c, leg, u.free.Add(lasts), lasts, leave)
	arrive := u.legs[len(u.legs)-1].Arrive
	u.calls = append(u.calls, Call{Stop: leave, Arrive: arrive, Leave: later(arrive, u.leave.until)})
	u.place, u.free = to.Point, u.calls[len(u.calls)-1].Leave
	s.starts[c], err = s.at(s.now, c, u.place)
	return err
}

// off makes a stop of a place where a unit is for another reason than to watch.
func (n *night) off(c int, why Off, at road.Place) int {
	unit := n.req.Units[c].ID
	id := ""
	for i := 1; id == "" || slices.ContainsFunc(n.stops, func(s Stop) bool { return s.ID == id }); i++ {
		id = fmt.Sprintf("%s-off-%d", unit, i)
	}
	n.stops = append(n.stops, Stop{ID: id, Name: string(why), Place: at.Point, SnappedM: at.SnappedM, Reason: Reason{Off: why}})
	return len(n.stops) - 1
}

// standBy puts a stay at its base between a unit's coming home and its leaving again.
func (n *night) standBy(c int, until time.Time) {
	u := &n.units[c]
	home := &u.legs[len(u.legs)-1]
	at := road.Place{Point: home.Line[len(home.Line)-1]}
	stop := n.off(c, AtBase, at)
	home.To = n.stops[stop].ID
	u.calls = append(u.calls, Call{Stop: stop, Arrive: home.Arrive, Leave: until})
}

// pause has a unit rest and wait until it goes on: at its base where it has come home, standing by where a call is over, else
// as part of the stay that it is at.
func (s *streets) pause(c int, until time.Time, rest time.Duration) {
	u := &s.units[c]
	last := len(u.calls) - 1
	switch {
	case u.homeward():
		s.standBy(c, until)
	case last >= 0 && s.stops[u.calls[last].Stop].Reason.Off == CalledAway && until.Sub(u.calls[last].Leave) >= told:
		over, at := u.calls[last], s.starts[c].place
		stop := s.off(c, Waiting, at)
		u.legs = append(u.legs, Leg{From: s.stops[over.Stop].ID, To: s.stops[stop].ID, Depart: over.Leave, Arrive: over.Leave, Line: orb.LineString{at.Point, at.Point}})
		u.calls = append(u.calls, Call{Stop: stop, Arrive: over.Leave, Leave: until})
	}
	if last = len(u.calls) - 1; last >= 0 && u.turned == nil {
		u.calls[last].Rest += rest
	}
}

// goTo has a unit take a leg from where it is to a stop, or home where that is below 0; it arrives at an instant, after
// it was on the leg for some time.
func (n *night) goTo(c int, leg Leg, arrive time.Time, lasts time.Duration, stop int) {
	u := &n.units[c]
	leg.Depart, leg.Arrive = arrive.Add(-lasts), arrive
	if u.turned != nil {
		leg, u.turned = u.turned.goOn(leg), nil
	} else if last := len(u.calls) - 1; last >= 0 {
		u.calls[last].Leave = leg.Depart
		leg.From = n.stops[u.calls[last].Stop].ID
	}
	if stop >= 0 {
		leg.To = n.stops[stop].ID
	}
	u.legs = append(u.legs, leg)
}

// goOn is a broken off way with the one that follows it.
func (l Leg) goOn(next Leg) Leg {
	l.To, l.Arrive = next.To, next.Arrive
	l.DistanceM = tenths(l.DistanceM + next.DistanceM)
	l.Line = joined(l.Line[0], append(slices.Clone(l.Line), next.Line...), next.Line[len(next.Line)-1])
	l.Turns[len(l.Turns)-1].At = next.Depart
	l.Streets = slices.Clone(l.Streets)
	for _, s := range next.Streets {
		l.through(s)
	}
	return l
}
