package tours

import "slices"

// How much is removed at once (Christiaens and Vanden Berghe 2020, Slack induction by string removals).
const (
	meanRemoved = 10 // stays, on average
	maxString   = 10 // stays in one string
	splitRate   = 0.5

	roundsRuined = 2 // one in so many ruins takes whole rounds
	mostRounds   = 3 // at once
)

// ruin removes strings of stays that lie side by side, around a visit chosen by lot, from routes near to it.
func (s *search) ruin() {
	s.seed = s.whereToRuin()
	if s.kept && s.dice.below(roundsRuined) == 0 {
		s.ruinRounds()
		return
	}
	longest := min(maxString, s.meanStays())
	strings := 1 + s.dice.below(max(1, 4*meanRemoved/(1+longest)-1))
	for _, v := range s.nearTo(s.seed) {
		c := s.where[v]
		if c < 0 || s.touched[c] {
			continue
		}
		s.touch(int(c))
		s.removeString(int(c), v, longest)
		if strings--; strings == 0 {
			break
		}
	}
}

// whereToRuin is a visit by lot; every second time a must that nobody makes, if there is one.
func (s *search) whereToRuin() int32 {
	if len(s.musts) > 0 && s.dice.below(2) == 0 {
		first := s.dice.below(len(s.musts))
		for i := range s.musts {
			if v := s.musts[(first+i)%len(s.musts)]; s.where[v] < 0 {
				return v
			}
		}
	}
	return int32(s.dice.below(len(s.Visits)))
}

// ruinRounds removes every stay at a few visits near to the seed.
func (s *search) ruinRounds() {
	n := 1 + s.dice.below(mostRounds)
	for _, v := range s.nearTo(s.seed) {
		c := s.where[v]
		if c < 0 {
			continue
		}
		s.drop(v)
		if n--; n == 0 {
			break
		}
	}
	s.cutBroken()
}

// meanStays is the number of stays on an average route that has any, at least 1.
func (s *search) meanStays() int {
	stays, routes := 0, 0
	for _, r := range s.routes {
		if r.stays() > 0 {
			stays, routes = stays+r.stays(), routes+1
		}
	}
	return max(1, stays/max(1, routes))
}

// removeString removes up to longest stays of crew c, visit v's among them; every second time it leaves some in the
// middle where they are.
func (s *search) removeString(c int, v int32, longest int) {
	r := s.routes[c]
	at := slices.Index(r.node, v)
	n := 1 + s.dice.below(min(longest, r.stays()))
	kept := 0
	if n > 1 && n < r.stays() && s.dice.unit() < splitRate {
		kept = 1
		for n+kept < r.stays() && s.dice.unit() > 0.5 {
			kept++
		}
	}
	low, high := max(1, at-n-kept+1), min(at, r.stays()-n-kept+1)
	first := low + s.dice.below(high-low+1)
	if kept > 0 {
		gap := first + 1 + s.dice.below(n-1)
		s.cut(c, gap+kept, first+n+kept-1)
		s.cut(c, first, gap-1)
	} else {
		s.cut(c, first, first+n-1)
	}
	s.settle(c)
}
