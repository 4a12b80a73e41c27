package tours

import (
	"cmp"
	"math"
	"slices"
)

// balance sets limits on the crews' work while the searches of a balanced problem go on.
//
// The work of a crew is the service at its stays. Neither the way counts nor for how much longer it stays: where ways count,
// a detour evens out (Matl, Hartl and Vidal, Workload equity in vehicle routing problems, Transportation Science 52 (2018)
// 239-260). With W the work of all crews, T(c) a crew's hours less its breaks and T those of all, in ticks:
//
//	share(c) = W T(c) / T,  ratio = max over crews of work(c) / share(c)
//
// Work is balanced within a ratio B if no crew has more than B share(c), rounded up to a whole number of the shortest stays:
//
//	most(c) = s ceil(B share(c) / s)
//
// Musts come first: a crew may have more if it makes nothing but musts. The first limits are set when the search has found
// how much work there is, and others now and then by the best answer's work, if it is not balanced or has more; but for no
// less than workKept of what there was at first: else all work would be taken away for the sake of one crew that can do little.
type balance struct {
	free Time // the work before the first limits
	next int  // the iteration from which limits are set anew
}

const (
	freePart  = 64 // the first limits are set after such a part of Default's iterations,
	levelPart = 8  // and anew after each such part
	workKept  = 0.9
)

// Workload is how even the crews' work is.
type Workload struct {
	Busiest int     // the crew with most work for its share
	Ratio   float64 // its work over its share; 0 where there is no work
	Within  bool    // no crew has more than Balance allows; true where that is 0
}

// Workload tells how even work is in s.
func (p *Problem) Workload(s Solution) Workload {
	load := Workload{Within: true}
	all := p.work(s.Routes)
	most := p.limits(all)
	for c, route := range s.Routes {
		work := p.workOf(route)
		if ratio := float64(work) / p.share(c, all); work > 0 && ratio > load.Ratio {
			load.Busiest, load.Ratio = c, ratio
		}
		load.Within = load.Within && (p.Balance == 0 || work <= most[c] || p.onlyMusts(route))
	}
	return load
}

// work is that of all crews.
func (p *Problem) work(routes [][]Call) (sum Time) {
	for _, route := range routes {
		sum += p.workOf(route)
	}
	return sum
}

func (p *Problem) workOf(route []Call) (sum Time) {
	for _, call := range route {
		sum += p.Visits[call.Visit].Service
	}
	return sum
}

func (p *Problem) onlyMusts(route []Call) bool {
	return !slices.ContainsFunc(route, func(c Call) bool { return !p.Visits[c.Visit].Must })
}

// share is crew c's of so much work, by its hours.
func (p *Problem) share(c int, work Time) float64 {
	return float64(work) * float64(p.duty(c)) / float64(max(1, p.patrolTime()))
}

// duty is crew c's hours less its breaks.
func (p *Problem) duty(c int) Time {
	sum := p.Crews[c].Close - p.Crews[c].Open
	for _, b := range p.Crews[c].Breaks {
		sum -= b.Duration
	}
	return sum
}

// limits are the most that each crew may have of so much work.
func (p *Problem) limits(work Time) []Time {
	stay := Unreachable // the shortest
	for _, v := range p.Visits {
		stay = min(stay, max(1, v.Service))
	}
	most := make([]Time, len(p.Crews))
	for c := range most {
		stays := math.Ceil(p.Balance*p.share(c, work)/float64(stay) - roundingError)
		most[c] = stay * max(1, Time(stays))
	}
	return most
}

// roundingError is far below any part of a stay and far above what a quotient of two floats is off by.
const roundingError = 1e-9

// Limit puts fixed limits in the place of Balance: those that it calls for where there is so much work, but for each crew
// no less than it has in routes.
func (p *Problem) Limit(work Time, routes [][]Call) {
	for c, most := range p.limits(work) {
		p.Crews[c].Most = max(most, p.workOf(routes[c]))
	}
	p.Balance = 0
}

// level sets the limits anew where it is time for that.
func (i *islands) level() {
	b, all := &i.balance, Default(*i.Problem)
	if i.Balance == 0 || i.iterations < max(b.next, all/freePart) {
		return
	}
	b.next = i.iterations + max(1, all/levelPart)
	limits := i.newLimits()
	if slices.Equal(limits, i.mostWork) {
		return
	}
	i.each(func(_ int, s *search) { s.trim(limits) })
	copy(i.mostWork, limits)
	i.each(func(_ int, s *search) { s.startTrimmed() })
	i.best.copyFrom(&i.searches[0].best)
	i.takeBest()
}

// newLimits are those that the best answer calls for; none is lowered while it is balanced.
func (i *islands) newLimits() []Time {
	b, routes := &i.balance, i.best.calls()
	work := i.work(routes)
	balanced := b.free > 0 && i.Workload(Solution{Routes: routes}).Within
	if b.free == 0 {
		b.free = work
	}
	limits := i.limits(max(work, Time(workKept*float64(b.free))))
	for c := range limits {
		if balanced {
			limits[c] = max(limits[c], i.mostWork[c])
		}
		if most := i.Crews[c].Most; most > 0 {
			limits[c] = min(limits[c], most)
		}
	}
	return limits
}

// trim goes back to the best solution and takes from each crew that has more work than its limit the visits that earn
// least.
func (s *search) trim(limits []Time) {
	s.pool = pool{}
	for v := range s.where {
		s.where[v] = -1
	}
	for c, r := range s.routes {
		r.copyFrom(s.best.routes[c])
		for _, v := range s.visitsOf(c) {
			s.where[v] = int32(c)
		}
	}
	for c, r := range s.routes {
		for r.work > limits[c] && r.wished > 0 {
			s.drop(slices.MinFunc(s.visitsOf(c), s.byWorthUp))
		}
	}
}

// byWorthUp puts the visit that earns less first, musts last.
func (m *model) byWorthUp(a, b int32) int {
	return cmp.Or(cmp.Compare(m.worth[a], m.worth[b]), cmp.Compare(a, b))
}

// startTrimmed goes on from routes that have been trimmed, with what else there is time for.
func (s *search) startTrimmed() {
	for c := range s.routes {
		s.settle(c)
	}
	s.recreate()
	s.accept()
}
