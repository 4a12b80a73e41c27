package tours

import (
	"cmp"
	"math"
	"slices"
)

// How many of a hundred recreations go by which order; the others go by reward. Measured on the published sets: any one
// order alone is two to ten times worse than the mixture.
const (
	anyOrder  = 25
	nearOrder = 10
	rateOrder = 20
)

// recreate puts absent visits where they lengthen the ways least, one after the other: musts, then all in an order by
// lot.
func (s *search) recreate() {
	if s.kept {
		s.recreateRounds()
		return
	}
	for _, v := range s.musts {
		if s.where[v] < 0 {
			s.place(v)
		}
	}
	for _, v := range s.order() {
		s.place(v)
	}
}

// order lists the absent visits that might fit: the best paid first, the nearest to the ruin first, those that earn most
// for the detour, or in any order.
func (s *search) order() []int32 {
	switch d := s.dice.below(100); {
	case d < anyOrder:
		s.listAbsent(s.byWorth)
		shuffle(s.dice, s.absent)
	case d < anyOrder+nearOrder:
		s.listAbsent(s.nearTo(s.seed))
	case d < anyOrder+nearOrder+rateOrder:
		s.listAbsent(s.byWorth)
		s.sortByRate()
	default:
		s.listAbsent(s.byWorth)
	}
	return s.absent
}

// listAbsent lists the visits that nobody makes, in the order of from.
func (s *search) listAbsent(from []int32) {
	s.absent = s.absent[:0]
	for _, v := range from {
		if s.where[v] < 0 {
			s.absent = append(s.absent, v)
		}
	}
}

// sortByRate leaves the absent visits that fit now, by falling rate:
//
//	rate = worth / sqrt(detour + service) x chance,  chance from 1 to 2
//
// in reward per root of a tick; the root, as a visit with a long detour blocks less than its length where others lie on
// the way.
func (s *search) sortByRate() {
	fit := s.absent[:0]
	for _, v := range s.absent {
		if spot := s.spotFor(v); spot.route >= 0 {
			took := float64(spot.cost + s.service[v] + 1)
			s.rate[v] = float64(s.worth[v]) / math.Sqrt(took) * (1 + s.dice.unit())
			fit = append(fit, v)
		}
	}
	s.absent = fit
	slices.SortFunc(fit, func(a, b int32) int {
		return cmp.Or(cmp.Compare(s.rate[b], s.rate[a]), cmp.Compare(a, b))
	})
}

// place puts visit v into the route that it lengthens least, if any has room.
func (s *search) place(v int32) {
	spot := s.spotFor(v)
	if spot.route < 0 {
		return
	}
	s.touch(spot.route)
	if r := s.routes[spot.route]; r.insert(v, spot.at) {
		s.where[v] = int32(spot.route)
	}
}

// spot is where a visit can be put, and the detour that it costs; route is -1 where it fits nowhere.
type spot struct {
	route, at int
	cost      Time
}

// spotFor is the best spot for visit v. Now and then it overlooks a route. When the time is up there are no more spots.
func (s *search) spotFor(v int32) spot {
	best := spot{-1, 0, Unreachable}
	if s.stop.after(len(s.routes)) {
		return best
	}
	base := int(v) * len(s.routes)
	for c, r := range s.routes {
		if !s.may[base+c] {
			continue
		}
		known := &s.spots[base+c]
		if known.version != r.version {
			known.version = r.version
			known.at, known.cost = r.cheapest(v)
			s.stop.work += len(r.node)
		}
		if known.cost < best.cost && !s.dice.blinks() {
			best = spot{c, known.at, known.cost}
		}
	}
	return best
}

// knownSpot is the best position for a visit on one route, as long as the route has this version.
type knownSpot struct {
	version int
	at      int
	cost    Time
}
