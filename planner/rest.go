package planner

import (
	"context"
	"math"
	"slices"
	"time"

	"nightbeat/geo/road"
	"nightbeat/planner/tours"
)

// LockSlack is how far from its time a visit of a locked stop may move.
const LockSlack = 10 * time.Minute

// rest is what is left of a night: the points that may still be visited and the travel times. The rows of its matrices
// are the bases, the points, then where the units are. A stop is several points where single visits of it are settled.
type rest struct {
	*streets
	travel *travel
	points []point
	stop   []int        // by point: its place in night.stops
	last   map[int]stay // by stop: what was done there last
	cut    bool         // the time limit ended the search
}

// stay is a call that counts as a visit, and whose it is.
type stay struct {
	Call
	unit int
}

// rest finds what may still be done.
func (s *streets) rest(ctx context.Context) (*rest, error) {
	r := &rest{streets: s, last: s.lastStays()}
	for i := range s.stops {
		r.add(i)
	}
	var err error
	if r.travel, err = s.terrain.travel(ctx, s.req, r.points); err != nil {
		return nil, err
	}
	for i := range r.travel.matrices {
		if r.travel.matrices[i], err = r.withStarts(ctx, i); err != nil {
			return nil, stage("travel times", err)
		}
	}
	return r, nil
}

// add makes points of a stop: one for each visit that is settled, and one for all others.
func (r *rest) add(stop int) {
	p, ok := r.point(r.stops[stop])
	if !ok {
		return
	}
	if last, done := r.last[stop]; done {
		if p.revisit <= 0 && !p.Locked {
			return
		}
		p.left = last.Leave
	}
	single := func(when Shift) {
		one := p
		one.Must, one.revisit, one.left, one.windows = true, 0, time.Time{}, p.within(when)
		r.points, r.stop = append(r.points, one), append(r.stop, stop)
	}
	if p.Locked {
		r.lockedTimes(stop, single)
		return
	}
	if w := r.wishOf(stop); w != nil {
		p.Must = true
		if w.within != (Shift{}) {
			single(w.within)
			if p.revisit <= 0 {
				return
			}
			p.Must, p.left = false, w.within.Start.Add(p.dwell)
			p.windows = p.within(Shift{w.within.End.Add(p.dwell + p.revisit/2), r.req.Shift.End})
		}
	}
	r.points, r.stop = append(r.points, p), append(r.stop, stop)
}

func (n *night) wishOf(stop int) *wish {
	for i := range n.wishes {
		if n.wishes[i].stop == stop {
			return &n.wishes[i]
		}
	}
	return nil
}

// lockedTimes calls visit with when each visit of a locked stop may begin.
func (r *rest) lockedTimes(stop int, visit func(Shift)) {
	for _, u := range r.units {
		for _, c := range u.left {
			if c.Stop == stop {
				visit(Shift{c.Arrive.Add(-LockSlack), c.Arrive.Add(LockSlack)})
			}
		}
	}
}

// within is when a stay at the point may begin, within an interval.
func (p point) within(when Shift) (windows []Shift) {
	open := p.windows
	if len(open) == 0 {
		open = []Shift{when}
	}
	for _, w := range open {
		if w = (Shift{later(w.Start, when.Start), w.End}); when.End.Before(w.End) {
			w.End = when.End
		}
		if !w.End.Before(w.Start) {
			windows = append(windows, w)
		}
	}
	if windows == nil {
		never := time.Unix(1<<33, 0) // long after any night
		return []Shift{{never, never}}
	}
	return windows
}

// lastStays are the last visits at each stop so far; a stay that was cut short is none.
func (n *night) lastStays() map[int]stay {
	last := map[int]stay{}
	for unit, u := range n.units {
		for _, c := range u.calls {
			before, known := last[c.Stop]
			if c.Leave.Sub(c.Arrive)-c.Rest >= n.shortest(n.stops[c.Stop]) && (!known || c.Leave.After(before.Leave)) {
				last[c.Stop] = stay{c, unit}
			}
		}
	}
	return last
}

// shortest is the shortest stay that counts as a visit.
func (n *night) shortest(s Stop) time.Duration {
	for _, m := range n.req.Must {
		if m.ID == s.ID {
			return m.Dwell
		}
	}
	return n.req.DwellMin
}

// point is a stop as a point of the rest of the night, where it can be one.
func (s *streets) point(stop Stop) (point, bool) {
	if stop.Closed || stop.Reason.Off != "" {
		return point{}, false
	}
	p := point{Stop: stop, dwell: s.req.Dwell, revisit: max(0, s.req.Revisit)}
	for _, m := range s.req.Must {
		if m.ID == stop.ID {
			p.dwell, p.revisit, p.windows = m.Dwell, m.Revisit, m.Windows
		}
	}
	var err error
	p.place, err = s.roads.Snap(s.req.Units[0].Profile, stop.Place, checkPlaceM)
	p.cut = err != nil
	return p, true
}

// withStarts is a matrix with a row for each unit's start.
func (r *rest) withStarts(ctx context.Context, profile int) (tours.Matrix, error) {
	was, units := r.travel.matrices[profile], len(r.req.Units)
	n := was.N + units
	m := tours.Matrix{N: n, T: slices.Repeat([]tours.Time{tours.Unreachable}, n*n)}
	for row := range was.N {
		copy(m.T[row*n:], was.T[row*was.N:(row+1)*was.N])
	}
	for c, u := range r.req.Units {
		row := was.N + c
		m.T[row*n+row] = 0
		if r.travel.profile(u) != profile {
			continue
		}
		for to, place := range r.travel.places[profile] {
			if to == c || to >= units && was.At(to, to) == 0 {
				if t, err := r.way(ctx, r.starts[c], u.Profile, place); err != nil {
					return m, err
				} else if !math.IsInf(t, 1) {
					m.T[row*n+to] = wholeSeconds(t)
				}
			}
		}
	}
	return m, nil
}

func (r *rest) way(ctx context.Context, from start, profile string, to road.Place) (float64, error) {
	table, err := from.roads.Table(ctx, profile, []road.Place{from.place}, []road.Place{to})
	if err != nil {
		return 0, err
	}
	return table.Seconds[0][0], nil
}

// problem is the rest of the night in numbers, and the routes as they were planned.
func (r *rest) problem() (tours.Problem, [][]tours.Call) {
	p := tours.Problem{Travel: r.travel.matrices, Balance: r.req.Balance}
	planned := make([][]tours.Call, len(r.units))
	for c := range r.units {
		p.Crews = append(p.Crews, r.crew(c))
		for _, call := range slices.Concat(r.units[c].left, r.units[c].lost) {
			if v := r.visitOf(call); v >= 0 {
				planned[c] = append(planned[c], tours.Call{Visit: v, Arrive: r.req.second(call.Arrive), Leave: r.req.second(call.Leave)})
			}
		}
	}
	for v := range r.points {
		p.Visits = append(p.Visits, r.visit(v))
	}
	if r.req.Balance > 0 {
		p.Limit(r.workLeft(), planned)
	}
	return p, planned
}

// workLeft is the work that was still to be done tonight, in seconds.
func (r *rest) workLeft() (sum tours.Time) {
	for _, route := range r.parent.Routes {
		for i, c := range route.Calls {
			if stop := r.parent.Stops[c.Stop]; stop.Reason.Off == "" && !route.Legs[i].Depart.Before(r.now) {
				sum += int64(r.req.dwellAt(stop) / time.Second)
			}
		}
	}
	return sum
}

// visitOf is the point that a planned call is a visit of; below 0 where there is none any more.
func (r *rest) visitOf(call Call) int {
	for v, p := range r.points {
		if r.stop[v] == call.Stop && (p.revisit > 0 || len(p.windows) == 0 || slices.ContainsFunc(p.windows, func(w Shift) bool { return w.has(call.Arrive) })) {
			return v
		}
	}
	return -1
}

func (s Shift) has(t time.Time) bool { return !t.Before(s.Start) && !t.After(s.End) }

// crew is a unit from where it is on. One that could not be home in time is given the time for that.
func (r *rest) crew(c int) tours.Crew {
	u, unit := r.units[c], r.req.Units[c]
	profile := r.travel.profile(unit)
	start := len(r.units) + len(r.points) + c
	crew := tours.Crew{Travel: profile, Start: start, End: c, Open: r.req.second(u.free)}
	if home := r.travel.matrices[profile].At(start, c); home < tours.Unreachable {
		crew.Close = crew.Open + home
	}
	crew.Close = max(crew.Close, crew.Open, r.req.second(unit.End))
	now := crew.Open
	for _, b := range breaksLeft(unit, u) {
		rest := tours.Break{Earliest: r.req.second(b.Earliest), Latest: r.req.second(b.Latest), Duration: int64(b.Duration / time.Second)}
		if begin := max(now, rest.Earliest); begin <= rest.Latest && begin+rest.Duration <= crew.Close {
			crew.Breaks = append(crew.Breaks, rest)
			now = begin + rest.Duration
		}
	}
	return crew
}

// breaksLeft are a unit's breaks but for those that it took at its base before it left and then in its calls.
func breaksLeft(unit Unit, u underway) []Break {
	left := unit.Breaks
	for at := unit.Start; len(left) > 0 && len(u.legs) > 0; left = left[1:] {
		if at = later(at, left[0].Earliest).Add(left[0].Duration); at.After(u.legs[0].Depart) {
			break
		}
	}
	var taken time.Duration
	for _, c := range u.calls {
		taken += c.Rest
	}
	for ; len(left) > 0 && taken > 0; left = left[1:] {
		taken -= left[0].Duration
	}
	return left
}

// keeps tells whether a unit keeps the stops that it has visited: where all may change, and where it is or was taken away,
// others may take them over.
func (r *rest) keeps(c int) bool {
	u := r.units[c]
	return !r.loose && !r.anew && u.leave == nil && u.free.Before(r.req.Units[c].End)
}

// visit is a point in numbers, with what was done there tonight and what the commander settled for it.
func (r *rest) visit(v int) tours.Visit {
	p := r.points[v]
	if !p.left.IsZero() {
		p.windows = p.within(Shift{p.left.Add(p.revisit / 2), r.req.Shift.End})
	}
	visit := p.visit(r.req, len(r.units)+v)
	if p.Unit != "" {
		visit.Crews = []int{slices.IndexFunc(r.req.Units, func(u Unit) bool { return u.ID == p.Unit })}
	} else if last, done := r.last[r.stop[v]]; done && r.keeps(last.unit) {
		visit.Crews = []int{last.unit}
	}
	if !p.left.IsZero() {
		visit.Revisit.From = r.req.second(p.left)
		visit.Must = p.Unit != "" || r.wishOf(r.stop[v]) != nil
	}
	return visit
}
