package planner

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
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
	c := checker{plan: plan}
	var err error
	if c.ground, err = roadsThrough(plan.Request, roads); err != nil {
		return err
	}
	if len(plan.Routes) != len(plan.Request.Units) {
		c.fault("%d routes for %d units", len(plan.Routes), len(plan.Request.Units))
		return errors.Join(c.faults...)
	}
	for i := range plan.Routes {
		c.route(ctx, i)
	}
	c.stops()
	c.shares()
	c.balance()
	c.served()
	return errors.Join(c.faults...)
}

type checker struct {
	plan   *Plan
	ground []roadsFrom
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
	if r.Start.Before(u.Start) || r.End.After(u.End) && !c.late(r) {
		c.fault("%s is out from %s to %s, outside its hours", u.ID, r.Start, r.End)
	}
	c.clock(r)
	c.sums(r)
	c.streets(ctx, r)
}

// late tells whether a unit may come home late: where nothing was planned for it since a change held it up.
func (c *checker) late(r Route) bool {
	for i, call := range r.Calls {
		if !r.Legs[i].Depart.Before(c.plan.Since) && c.plan.Stops[call.Stop].Reason.Off == "" {
			return false
		}
	}
	return !c.plan.Since.IsZero()
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
		if call.Rest < 0 || call.Leave.Before(call.Arrive) || c.short(call) && !c.offAfter(r, i) && !c.calledBack(r, i) {
			stay := call.Leave.Sub(call.Arrive) - call.Rest
			c.fault("%s stays %s at %s, shorter than asked", r.Unit.ID, stay, stop.ID)
		}
		at, from = call.Leave, stop.ID
	}
}

// short tells whether a stay is shorter than asked.
func (c *checker) short(call Call) bool {
	return call.Leave.Sub(call.Arrive)-call.Rest < c.shortest(c.plan.Stops[call.Stop])
}

// offAfter tells whether a unit leaves a stay to be off its round, which may cut the stay short.
func (c *checker) offAfter(r Route, i int) bool {
	return i+1 < len(r.Calls) && c.plan.Stops[r.Calls[i+1].Stop].Reason.Off != ""
}

// calledBack tells whether a unit left a stay to be off its round, and was told on the way there to go on instead.
func (c *checker) calledBack(r Route, i int) bool {
	return len(r.Legs[i+1].Turns) > 0 && !r.Calls[i].Leave.After(c.plan.Since)
}

// shortest is the shortest stay that the request allows at a stop.
func (c *checker) shortest(s Stop) time.Duration {
	if s.Reason.Off != "" {
		return 0
	}
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
		rest += call.Rest
		if c.plan.Stops[call.Stop].Reason.Off == "" {
			dwell += call.Leave.Sub(call.Arrive) - call.Rest
		}
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
	from := c.base(r.Unit)
	for i, leg := range r.Legs {
		to := c.base(r.Unit)
		if i < len(r.Calls) {
			to = c.spot(r.Unit, c.plan.Stops[r.Calls[i].Stop].Place)
		}
		c.leg(ctx, r, i, leg, from, to)
		from = to
	}
}

// spot is a place that lies on a street, give or take some metres.
type spot struct {
	orb.Point
	withinM float64
}

func (c *checker) base(u Unit) spot { return spot{u.Base, SnapM} }

// spot is a stop, on a street of the first unit's profile, or where a unit turned.
func (c *checker) spot(u Unit, p orb.Point) spot {
	if u.Profile != c.plan.Request.Units[0].Profile {
		return spot{p, FootM}
	}
	return spot{p, checkPlaceM}
}

// leg checks one leg, piece by piece where the unit turned.
func (c *checker) leg(ctx context.Context, r Route, i int, leg Leg, from, to spot) {
	var lasts, metres float64
	var begin, end orb.Point
	at := leg.Depart
	for k := range len(leg.Turns) + 1 {
		next, until := to, leg.Arrive
		if k < len(leg.Turns) {
			next, until = c.spot(r.Unit, leg.Turns[k].Place), leg.Turns[k].At
		}
		a, b, seconds, long, err := c.piece(ctx, r.Unit, at, from, next)
		if err != nil {
			c.fault("%s leg %d: %w", r.Unit.ID, i+1, err)
			return
		}
		if took := until.Sub(at).Seconds(); took < seconds-1.01 {
			c.fault("%s leg %d: %.0f s pass on a piece for which the streets say %.1f s", r.Unit.ID, i+1, took, seconds)
		} else if k < len(leg.Turns) {
			seconds = took // it may wait where it turns
		}
		if k == 0 {
			begin = a
		}
		lasts, metres, end = lasts+seconds, metres+long, b
		from, at = next, until
	}
	if told := leg.Arrive.Sub(leg.Depart).Seconds(); math.Abs(told-lasts) > 1.01 || math.Abs(leg.DistanceM-metres) > 1 {
		c.fault("%s leg %d takes %.0f s and %.1f m, the streets say %.1f s and %.1f m", r.Unit.ID, i+1, told, leg.DistanceM, lasts, metres)
	}
	c.line(r, i, begin, end)
}

// piece asks the roads, as known at an instant, for the way between two places, which have to lie on streets.
func (c *checker) piece(ctx context.Context, u Unit, at time.Time, from, to spot) (a, b orb.Point, seconds, metres float64, err error) {
	roads := c.roadsAt(at, u, from)
	begin, errBegin := roads.Snap(u.Profile, from.Point, from.withinM)
	end, errEnd := roads.Snap(u.Profile, to.Point, to.withinM)
	if err := errors.Join(errBegin, errEnd); err != nil {
		return a, b, 0, 0, fmt.Errorf("it begins or ends on no street that the unit can reach and leave: %w", err)
	}
	table, err := roads.Table(ctx, u.Profile, []road.Place{begin}, []road.Place{end})
	if err != nil {
		return a, b, 0, 0, err
	}
	return begin.Point, end.Point, table.Seconds[0][0], table.Metres[0][0], nil
}

// roadsAt are the roads as known at an instant; a unit that stands in a street closed about it leaves it by the roads as
// they were before.
func (c *checker) roadsAt(at time.Time, u Unit, from spot) Roads {
	k := len(c.ground) - 1
	for k > 0 && c.ground[k].at.After(at) {
		k--
	}
	for ; k > 0; k-- {
		if _, err := c.ground[k].Snap(u.Profile, from.Point, from.withinM); err == nil {
			break
		}
	}
	return c.ground[k].Roads
}

// line checks a leg's geometry: it joins its places, is as long as it says (on streets) and is not driven too fast.
func (c *checker) line(r Route, i int, from, to orb.Point) {
	leg := r.Legs[i]
	if len(leg.Line) < 2 || geo.Distance(leg.Line[0], from) > checkPlaceM || geo.Distance(leg.Line[len(leg.Line)-1], to) > checkPlaceM {
		c.fault("%s leg %d does not join its places", r.Unit.ID, i+1)
		return
	}
	drawn := geo.Length(leg.Line)
	if _, straight := c.ground[0].Roads.(Straight); straight {
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
			if round := c.plan.round(stop); (round <= 0 || gap > round && stop.Unit == "") && !c.past(stays[k-1]) {
				c.fault("stop %s: visit %d comes after %s, the round is %s", stop.ID, k+1, gap, round)
			}
		}
	}
}

// past tells whether a stay was made or set out for when the plan was changed: the round may have lapsed after it, as it
// may where the commander settled who visits a stop, and when.
func (c *checker) past(stay *Call) bool {
	for _, r := range c.plan.Routes {
		for i := range r.Calls {
			if &r.Calls[i] == stay {
				return r.Legs[i].Depart.Before(c.plan.Since)
			}
		}
	}
	return false
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

// balance checks that no unit has more of the work than was asked for, unless the plan warns of it.
func (c *checker) balance() {
	balance, warned := c.plan.Request.Balance, false
	for _, w := range c.plan.Warnings {
		warned = warned || strings.HasPrefix(w.String(), "the work could not be shared out as evenly as asked:")
	}
	if balance == 0 || warned {
		return
	}
	var all, hours float64
	stay := c.plan.Request.Dwell.Minutes()
	for _, s := range slices.Concat(c.plan.Stops, c.plan.Spare) {
		stay = min(stay, c.asked(s))
	}
	work, duty, wishes := make([]float64, len(c.plan.Routes)), make([]float64, len(c.plan.Routes)), make([]bool, len(c.plan.Routes))
	for i, r := range c.plan.Routes {
		duty[i] = r.Unit.onDuty().Minutes()
		for _, call := range r.Calls {
			if s := c.plan.Stops[call.Stop]; s.Reason.Off != "" {
				duty[i] -= call.Leave.Sub(call.Arrive).Minutes()
			} else {
				work[i] += c.asked(s)
				wishes[i] = wishes[i] || !s.Must
			}
		}
		all, hours = all+work[i], hours+duty[i]
	}
	for i, r := range c.plan.Routes {
		most := stay * max(1, math.Ceil(balance*all*duty[i]/hours/stay-1e-6))
		if wishes[i] && work[i] > most+1e-6 {
			c.fault("%s has %.0f min of stays, asked were %.0f at most", r.Unit.ID, work[i], most)
		}
	}
}

// asked is the shortest stay asked for at a stop, in minutes.
func (c *checker) asked(s Stop) float64 {
	for _, m := range c.plan.Request.Must {
		if m.ID == s.ID {
			return m.Dwell.Minutes()
		}
	}
	return c.plan.Request.Dwell.Minutes()
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
