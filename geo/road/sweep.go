package road

// sweep answers many tables to the same places: the ranks above them are laid out once, from the top down, and every
// search climbs from its place and then sweeps through them (Delling, Goldberg and Werneck 2011, "Faster batched
// shortest paths in road networks"). Some searches are swept at once.
type sweep struct {
	c     *customised
	ranks []int32 // that can be above one of the places, descending
	local []int32 // by rank: its number among ranks, -1 elsewhere
	first []int32 // by number: its first fall
	falls []fall
}

// fall is a link down to a rank: from which number, at what cost.
type fall struct {
	cost cost
	from int32
}

// batch is how many searches are swept at once: their costs at one rank fill a cache line.
const batch = 8

func newSweep(c *customised, goals []int32) *sweep {
	s := &sweep{c: c, local: make([]int32, len(c.rankOf))}
	wanted := make([]bool, len(c.rankOf))
	for _, state := range goals {
		for r := c.rankOf[state]; r >= 0 && !wanted[r]; r = c.parent(r) {
			wanted[r] = true
		}
	}
	s.first = append(s.first, 0)
	for r := int32(len(wanted)) - 1; r >= 0; r-- {
		s.local[r] = -1
		if !wanted[r] {
			continue
		}
		s.local[r] = int32(len(s.ranks))
		s.ranks = append(s.ranks, r)
		for _, rung := range c.down.rungs[c.down.first[r]:c.down.first[r+1]] {
			s.falls = append(s.falls, fall{rung.cost, s.local[rung.head]})
		}
		s.first = append(s.first, int32(len(s.falls)))
	}
	return s
}

// sweeper is the memory of one worker.
type sweeper struct {
	*sweep
	up    *climber
	costs [][batch]cost // by number and search
}

func newSweeper(s *sweep) *sweeper {
	return &sweeper{s, newClimber(s.c.hierarchy, s.c.up), make([][batch]cost, len(s.ranks))}
}

// run searches from up to batch places.
func (s *sweeper) run(g *Graph, from []Place) {
	for i := range s.costs {
		for b := range batch {
			s.costs[i][b] = never
		}
	}
	for b, p := range from {
		s.up.clear()
		g.starts(p, s.up.start)
		s.up.run()
		for _, r := range s.up.passed {
			if i := s.local[r]; i >= 0 {
				s.costs[i][b] = s.up.costs[r]
			}
		}
	}
	for i := range s.costs {
		at := &s.costs[i]
		for _, f := range s.falls[s.first[i]:s.first[i+1]] {
			above := &s.costs[f.from]
			for b := range batch {
				at[b] = min(at[b], above[b]+f.cost)
			}
		}
	}
}

// cost is what a finished search says about a state.
func (s *sweeper) cost(search int, state int32) cost {
	return s.costs[s.local[s.c.rankOf[state]]][search]
}
