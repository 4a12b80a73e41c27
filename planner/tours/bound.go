package tours

import (
	"cmp"
	"slices"
)

// bound is a reward that no solution exceeds: the fractional knapsack of all crews' hours. A stay needs its service and
// half the shortest way in and half the shortest way out, as each way between two stays is half of either's. The k-th
// stay of a round adds at most
//
//	V(k) - V(k-1),  V(k) = k R (1 - exp(-G/(k F))),  G = the place's hours less k services,
//
// as the fade is concave, so that k gaps of equal length earn most; and a round of stays without a lapse costs nothing.
func (m *model) bound() int64 {
	bound, _ := m.knapsack()
	return bound
}

// knapsack is the bound and, in half ticks, what the hours of crews that make these stays would be worth each: the rate
// of the last stay that goes in, 0 where all go in.
func (m *model) knapsack() (bound int64, rate float64) {
	items := m.stayItems()
	slices.SortFunc(items, func(a, b item) int {
		return cmp.Or(cmp.Compare(b.rate(), a.rate()), cmp.Compare(a.visit, b.visit))
	})
	room := 2 * m.patrolTime()
	for _, i := range items {
		if i.halves > room {
			return bound + int64(float64(i.reward)*float64(room)/float64(i.halves)) + 1, i.rate()
		}
		room -= i.halves
		bound += i.reward
	}
	return bound, 0
}

// item is a stay that might be made: what it adds at most, and what it takes at least, in half ticks.
type item struct {
	visit  int
	reward int64
	halves Time
}

func (i item) rate() float64 { return float64(i.reward) / float64(max(1, i.halves)) }

// patrolTime is all crews' hours less their breaks.
func (p *Problem) patrolTime() (sum Time) {
	for _, c := range p.Crews {
		sum += c.Close - c.Open
		for _, b := range c.Breaks {
			sum -= b.Duration
		}
	}
	return sum
}

// stayItems lists every stay that some solution could make.
func (m *model) stayItems() (items []item) {
	for v := range m.Visits {
		if m.shortestWays(v) >= noWays {
			continue
		}
		halves := m.halves(v)
		if m.hours[v] == nil {
			items = append(items, item{v, m.Visits[v].Reward, halves})
			continue
		}
		items = append(items, m.roundItems(v, halves)...)
	}
	return items
}

// mostItems is how many stays at one place are looked at one by one; all that follow are taken to cost nothing.
const mostItems = 200

// roundItems lists the stays of a round at visit v.
func (m *model) roundItems(v int, halves Time) (items []item) {
	before := int64(0)
	for k := int64(1); m.fitsRound(v, k); k++ {
		if k > mostItems {
			return append(items, item{v, max(0, m.most(v)-before), 0})
		}
		if most := m.mostOf(v, k); most > before {
			items = append(items, item{v, most - before, halves})
			before = most
		}
	}
	return items
}

// halves is the least time that a stay at v takes, in half ticks: its service and half the ways to it and from it.
func (m *model) halves(v int) Time { return 2*m.service[v] + m.shortestWays(v) }

// noWays is more than any way to a visit and one from it take together.
const noWays = 2 * Unreachable

// shortestWays is the shortest way to visit v and the shortest from it, together, by any matrix; noWays where there is none.
func (m *model) shortestWays(v int) Time {
	in, out := Unreachable, Unreachable
	for f := range m.to {
		for u := range m.nodes {
			if u != v {
				in, out = min(in, m.from[f][v*m.nodes+u]), min(out, m.to[f][v*m.nodes+u])
			}
		}
	}
	if in >= Unreachable || out >= Unreachable {
		return noWays
	}
	return in + out
}

// longestHours is the length of the longest hours that any crew gives visit v, before its round is counted too.
func (m *model) longestHours(v int) (length Time) {
	for c, h := range m.hours[v] {
		length = max(length, h.until-min(h.from, m.Crews[c].Open))
	}
	return length
}

// fitsRound tells whether k stays at visit v fit into its hours; one that ends after them earns nothing.
func (m *model) fitsRound(v int, k int64) bool {
	visit := &m.Visits[v]
	return k*visit.Service+(k-1)*visit.Revisit.MinGap <= m.longestHours(v)
}

// mostOf is V(k) for visit v, each stay rounded up.
func (m *model) mostOf(v int, k int64) int64 {
	visit := &m.Visits[v]
	gaps := m.longestHours(v) - k*visit.Service
	return k * (protect(visit.Reward, visit.Revisit.Fade, gaps/k+1) + 1)
}
