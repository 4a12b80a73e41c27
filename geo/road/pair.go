package road

import "slices"

// pairSearch finds the way between two places through a hierarchy: up from the one, down to the other.
type pairSearch struct {
	c        *customised
	up, down *climber
}

// pairSearch lends a search; give it back to idle.
func (c *customised) pairSearch() *pairSearch {
	if s, ok := c.idle.Get().(*pairSearch); ok {
		return s
	}
	return &pairSearch{c: c, up: newClimber(c.hierarchy, c.up), down: newClimber(c.hierarchy, c.down)}
}

// run is the least cost from place to place over at least one turn, and the rank at which the two searches meet, -1
// where there is no way.
func (s *pairSearch) run(g *Graph, from, to Place) (best cost, meeting int32) {
	s.up.clear()
	s.down.clear()
	g.starts(from, s.up.start)
	g.goals(to, s.down.start)
	s.up.run()
	s.down.run()
	best, meeting = never, -1
	for _, r := range s.down.passed {
		if c := s.up.costs[r] + s.down.costs[r]; c < best {
			best, meeting = c, r
		}
	}
	return best, meeting
}

// states unpacks the way over the meeting rank: every state on it.
func (s *pairSearch) states(meeting int32) []int32 {
	ranks := []int32{meeting}
	for r := s.up.from[meeting]; r >= 0; r = s.up.from[r] {
		ranks = append(ranks, r)
	}
	slices.Reverse(ranks)
	for r := s.down.from[meeting]; r >= 0; r = s.down.from[r] {
		ranks = append(ranks, r)
	}
	states := []int32{s.c.stateAt[ranks[0]]}
	for i := 1; i < len(ranks); i++ {
		states = s.c.unpack(states, ranks[i-1], ranks[i])
	}
	return states
}

// unpack appends the states after the first of the way between two linked ranks.
func (c *customised) unpack(states []int32, from, to int32) []int32 {
	link := c.link(from, to)
	via := c.links[link>>1].upVia
	if link&1 == 1 {
		via = c.links[link>>1].downVia
	}
	if via < 0 {
		return append(states, c.stateAt[to])
	}
	return c.unpack(c.unpack(states, from, via), via, to)
}
