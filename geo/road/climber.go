package road

// climber searches upwards from the states at a place through one direction of a hierarchy, and its memory for the next
// search. From some ranks every higher rank that can be reached is one of their ancestors, so no queue is needed.
type climber struct {
	h       *hierarchy
	climb   climb
	costs   []cost  // by rank; never where not reached
	from    []int32 // by rank: the rank it was reached from, -1 at the start
	passed  []int32 // ranks, ascending
	waiting []int32 // the lowest ancestors that are not yet passed, one for each start
}

func newClimber(h *hierarchy, c climb) *climber {
	s := &climber{h: h, climb: c, costs: make([]cost, len(h.rankOf)), from: make([]int32, len(h.rankOf))}
	for i := range s.costs {
		s.costs[i] = never
	}
	return s
}

// clear forgets the last search.
func (s *climber) clear() {
	for _, r := range s.passed {
		s.costs[r] = never
	}
	s.passed, s.waiting = s.passed[:0], s.waiting[:0]
}

// start adds a state to start from.
func (s *climber) start(state int32, c cost) {
	r := s.h.rankOf[state]
	if s.costs[r] == never {
		s.waiting = append(s.waiting, r)
	}
	if c < s.costs[r] {
		s.costs[r], s.from[r] = c, -1
	}
}

// run climbs to the top.
func (s *climber) run() {
	for len(s.waiting) > 1 {
		r := s.waiting[0]
		for _, other := range s.waiting[1:] {
			r = min(r, other)
		}
		s.pass(r)
		parent, kept := s.h.parent(r), s.waiting[:0]
		for _, other := range s.waiting {
			if other != r && other != parent {
				kept = append(kept, other)
			}
		}
		if s.waiting = kept; parent >= 0 {
			s.waiting = append(s.waiting, parent)
		}
	}
	for len(s.waiting) == 1 {
		s.pass(s.waiting[0])
		if s.waiting[0] = s.h.parent(s.waiting[0]); s.waiting[0] < 0 {
			s.waiting = s.waiting[:0]
		}
	}
}

// pass relaxes the links of one rank.
func (s *climber) pass(r int32) {
	s.passed = append(s.passed, r)
	at := s.costs[r]
	if at == never {
		return
	}
	for _, rung := range s.climb.rungs[s.climb.first[r]:s.climb.first[r+1]] {
		if c := at + rung.cost; c < s.costs[rung.head] {
			s.costs[rung.head], s.from[rung.head] = c, r
		}
	}
}

// worth visits the ranks of a finished search that a best way can turn at: not those that are cheaper to reach over one
// of the ranks above them, by a link of the other direction.
func (s *climber) worth(other climb, visit func(rank int32, c cost)) {
	for _, r := range s.passed {
		at := s.costs[r]
		if at == never {
			continue
		}
		worth := true
		for _, rung := range other.rungs[other.first[r]:other.first[r+1]] {
			if s.costs[rung.head]+rung.cost < at {
				worth = false
				break
			}
		}
		if worth {
			visit(r, at)
		}
	}
}
