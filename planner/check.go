package planner

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/geo/road"
)

// Tolerances of Check: places are told to a centimetre or so, lengths to a tenth of a metre.
const (
	checkPlaceM  = 0.5
	checkLengthM = 0.1
	checkShare   = 1e-9
	fastestMS    = 150 / 3.6 // metres a second; nothing on patrol is faster
)

// Check verifies a plan from nothing, on the ground that it was made for (nil for straight lines), and names every
// fault that it finds. It uses nothing of what made the plan but the roads' own answers.
func Check(ctx context.Context, plan *Plan, roads Roads) error {
	if roads == nil {
		roads = Straight{}
	}
	if closed := plan.Request.closed(); len(closed) > 0 {
		var err error
		if roads, err = roads.Close(closed); err != nil {
			return err
		}
	}
	c := checker{plan: plan, roads: roads}
	if len(plan.Routes) != len(plan.Request.Units) {
		c.fault("%d routes for %d units", len(plan.Routes), len(plan.Request.Units))
		return errors.Join(c.faults...)
	}
	for i := range plan.Routes {
		c.route(ctx, i)
	}
	c.stops()
	c.shares()
	c.served()
	return errors.Join(c.faults...)
}

type checker struct {
	plan   *Plan
	roads  Roads
	faults []error
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf(format, args...))
}

// route checks one unit's night.
func (c *checker) route(ctx context.Context, i int) {
	r, u := c.plan.Routes[i], c.plan.Request.Units[i]
	if r.Unit.ID != u.ID {
		c.fault("route %d is of %s, asked was %s", i, r.Unit.ID, u.ID)
	}
	if len(r.Calls) == 0 {
		if len(r.Legs) > 0 || r.DistanceM != 0 || r.Drive != 0 {
			c.fault("%s makes no call, but has legs", u.ID)
		}
		return
	}
	if len(r.Legs) != len(r.Calls)+1 {
		c.fault("%s has %d legs for %d calls", u.ID, len(r.Legs), len(r.Calls))
		return
	}
	if r.Start.Before(u.Start) || r.End.After(u.End) {
		c.fault("%s is out from %s to %s, outside its hours", u.ID, r.Start, r.End)
	}
	c.clock(r)
	c.sums(r)
	c.streets(ctx, r)
}

// clock checks that legs and calls follow each other without a gap, and that stays are long enough.
func (c *checker) clock(r Route) {
	at, from := r.Start, ""
	for i, leg := range r.Legs {
		if !leg.Depart.Equal(at) || leg.From != from {
			c.fault("%s leg %d leaves %q at %s, due was %q at %s", r.Unit.ID, i+1, leg.From, leg.Depart, from, at)
		}
		if leg.Arrive.Before(leg.Depart) {
			c.fault("%s leg %d arrives before it departs", r.Unit.ID, i+1)
		}
		if i == len(r.Calls) {
			if leg.To != "" || !leg.Arrive.Equal(r.End) {
				c.fault("%s does not end at its base", r.Unit.ID)
			}
			return
		}
		call := r.Calls[i]
		stop := c.plan.Stops[call.Stop]
		if leg.To != stop.ID || !leg.Arrive.Equal(call.Arrive) {
			c.fault("%s leg %d reaches %q at %s, the call is at %q at %s", r.Unit.ID, i+1, leg.To, leg.Arrive, stop.ID, call.Arrive)
		}
		if stay := call.Leave.Sub(call.Arrive) - call.Rest; call.Rest < 0 || stay < c.shortest(stop) {
			c.fault("%s stays %s at %s, shorter than asked", r.Unit.ID, stay, stop.ID)
		}
		at, from = call.Leave, stop.ID
	}
}

// shortest is the shortest stay that the request allows at a stop.
func (c *checker) shortest(s Stop) time.Duration {
	for _, m := range c.plan.Request.Must {
		if m.ID == s.ID {
			return m.Dwell
		}
	}
	return c.plan.Request.DwellMin
}

// sums checks that a route's lengths and times add up.
func (c *checker) sums(r Route) {
	var distance float64
	var drive, dwell, rest time.Duration
	for _, l := range r.Legs {
		distance += l.DistanceM
		drive += l.Arrive.Sub(l.Depart)
	}
	for _, call := range r.Calls {
		dwell += call.Leave.Sub(call.Arrive) - call.Rest
		rest += call.Rest
	}
	if math.Abs(distance-r.DistanceM) > checkLengthM || drive != r.Drive || dwell != r.Dwell || rest != r.Rest {
		c.fault("%s tells %.1f m, %s, %s, %s; its legs and calls come to %.1f m, %s, %s, %s", r.Unit.ID, r.DistanceM, r.Drive, r.Dwell, r.Rest, distance, drive, dwell, rest)
	}
	if r.Wait < 0 || r.Drive+r.Dwell+r.Wait+r.Rest != r.End.Sub(r.Start) {
		c.fault("%s: driving, dwelling, waiting and rest do not add up to its span", r.Unit.ID)
	}
}

// streets checks each leg against the roads: its ends, its length, its time, its line.
func (c *checker) streets(ctx context.Context, r Route) {
	places, ok := c.places(r)
	if !ok {
		return
	}
	table, err := c.roads.Table(ctx, r.Unit.Profile, places, places)
	if err != nil {
		c.fault("%s: %w", r.Unit.ID, err)
		return
	}
	for i, leg := range r.Legs {
		from, to := i, (i+1)%len(places)
		seconds, metres := table.Seconds[from][to], table.Metres[from][to]
		if lasts := leg.Arrive.Sub(leg.Depart).Seconds(); math.Abs(lasts-seconds) > 1.01 || math.Abs(leg.DistanceM-metres) > 1 {
			c.fault("%s leg %d takes %.0f s and %.1f m, the streets say %.1f s and %.1f m", r.Unit.ID, i+1, lasts, leg.DistanceM, seconds, metres)
		}
		c.line(r, i, places[from].Point, places[to].Point)
	}
}

// places are the base and the calls' stops, snapped afresh; each has to lie on a street.
func (c *checker) places(r Route) ([]road.Place, bool) {
	base, err := c.roads.Snap(r.Unit.Profile, r.Unit.Base, SnapM)
	if err != nil {
		c.fault("%s: its base: %w", r.Unit.ID, err)
		return nil, false
	}
	places := []road.Place{base}
	for _, call := range r.Calls {
		stop := c.plan.Stops[call.Stop]
		within := checkPlaceM
		if r.Unit.Profile != c.plan.Request.Units[0].Profile {
			within = FootM
		}
		place, err := c.roads.Snap(r.Unit.Profile, stop.Place, within)
		if err != nil {
			c.fault("%s: stop %s lies on no street that the unit can reach and leave: %w", r.Unit.ID, stop.ID, err)
			return nil, false
		}
		places = append(places, place)
	}
	return places, true
}

// line checks a leg's geometry: it joins its places, is as long as it says (on streets) and is not driven too fast.
func (c *checker) line(r Route, i int, from, to orb.Point) {
	leg := r.Legs[i]
	if len(leg.Line) < 2 || geo.Distance(leg.Line[0], from) > checkPlaceM || geo.Distance(leg.Line[len(leg.Line)-1], to) > checkPlaceM {
		c.fault("%s leg %d does not join its places", r.Unit.ID, i+1)
		return
	}
	drawn := geo.Length(leg.Line)
	if _, straight := c.roads.(Straight); straight {
		drawn *= DetourFactor
	}
	if math.Abs(drawn-leg.DistanceM) > 1+leg.DistanceM/1000 {
		c.fault("%s leg %d is drawn %.1f m long and told as %.1f m", r.Unit.ID, i+1, drawn, leg.DistanceM)
	}
	if seconds := leg.Arrive.Sub(leg.Depart).Seconds(); leg.DistanceM > 1+seconds*fastestMS {
		c.fault("%s leg %d: %.0f m in %.0f s is too fast", r.Unit.ID, i+1, leg.DistanceM, seconds)
	}
}

// stops checks what happens at each stop through the night: never two units at once, the round kept, visits numbered.
func (c *checker) stops() {
	for i, stays := range c.plan.staysByStop() {
		stop := c.plan.Stops[i]
		if len(stays) == 0 {
			c.fault("stop %s is visited by nobody", stop.ID)
		}
		for k, call := range stays {
			if call.Visit != k+1 {
				c.fault("stop %s: visit %d is numbered %d", stop.ID, k+1, call.Visit)
			}
			if k == 0 {
				continue
			}
			gap := call.Arrive.Sub(stays[k-1].Leave)
			if gap != call.Gap || gap < 0 {
				c.fault("stop %s: visit %d comes %s after the last, told as %s", stop.ID, k+1, gap, call.Gap)
			}
			if round := c.plan.round(stop); round <= 0 || gap > round {
				c.fault("stop %s: visit %d comes after %s, the round is %s", stop.ID, k+1, gap, round)
			}
		}
	}
}

// shares checks that what is watched adds up.
func (c *checker) shares() {
	var sum, byRoute float64
	for _, s := range c.plan.Stops {
		sum += s.Share
		if s.Share < 0 || math.Abs(s.Share*c.plan.Expected-s.Expected) > checkShare*max(1, c.plan.Expected) {
			c.fault("stop %s: share %g of %g expected is not its %g", s.ID, s.Share, c.plan.Expected, s.Expected)
		}
	}
	for _, r := range c.plan.Routes {
		byRoute += r.Share
	}
	if math.Abs(sum-c.plan.Share) > checkShare || math.Abs(byRoute-sum) > checkShare || sum > 1+checkShare {
		c.fault("the stops' shares come to %g, the routes' to %g, told is %g", sum, byRoute, c.plan.Share)
	}
	if c.plan.AreaShare < 0 || c.plan.AreaShare > 1+checkShare || c.plan.Reward > c.plan.Bound {
		c.fault("area share %g, reward %d, bound %d cannot be", c.plan.AreaShare, c.plan.Reward, c.plan.Bound)
	}
}

// served checks that nothing asked for is missing in silence, and that must points are visited within their windows.
func (c *checker) served() {
	told := map[string]bool{}
	for _, u := range c.plan.Unserved {
		told[u.Stop] = u.Why != ""
	}
	stays := c.plan.staysByStop()
	for i, s := range c.plan.Stops {
		for _, call := range stays[i] {
			if !c.inWindow(s, call.Arrive) {
				c.fault("stop %s is visited at %s, outside its windows", s.ID, call.Arrive)
			}
		}
		told[s.ID] = true
	}
	for _, m := range c.plan.Request.Must {
		if !told[m.ID] {
			c.fault("must point %s is neither visited nor told as unserved", m.ID)
		}
	}
}

func (c *checker) inWindow(s Stop, at time.Time) bool {
	for _, m := range c.plan.Request.Must {
		if m.ID != s.ID || len(m.Windows) == 0 {
			continue
		}
		for _, w := range m.Windows {
			if !at.Before(w.Start) && !at.After(w.End) {
				return true
			}
		}
		return false
	}
	return true
}
