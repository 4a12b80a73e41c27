package road

// sweep answers many searches to the same places: the ranks above them are laid out once, from the top down, and every
// search climbs from its place and then sweeps through them (Delling, Goldberg and Werneck 2011, "Faster batched
// shortest paths in road networks"). Some searches are swept at once.
type sweep struct {
	c     *customised
	ranks []int32 // that can be above one of the places, descending
	local []int32 // by rank: its number among ranks, -1 elsewhere
	first []int32 // by number: its first fall
	falls []fall

	targets []target
	goals   []goal // of the targets, one after the other
}

// target is a place to which searches go, and how many goals it has.
type target struct {
	place Place
	node  int32 // at which it lies, or -1
	goals int32
}

// goal is a rank on which a target lies, by its number, and what it costs from there to the target.
type goal struct {
	cost cost
	at   int32
}

// fall is a link down to a rank: from which number, at what cost.
type fall struct {
	cost cost
	from int32
}

// batch is how many searches are swept at once: their costs at one rank fill a cache line.
const batch = 8

func newSweep(g *Graph, to []Place) *sweep {
	c := g.customised()
	s := &sweep{c: c, local: make([]int32, len(c.rankOf)), first: make([]int32, 1)}
	s.aim(g, to)
	s.layOut()
	for i := range s.goals {
		s.goals[i].at = s.local[s.goals[i].at]
	}
	return s
}

// aim lists the targets and marks the ranks above them. Until the ranks are laid out goals name ranks.
func (s *sweep) aim(g *Graph, to []Place) {
	for r := range s.local {
		s.local[r] = -1
	}
	for _, p := range to {
		before := len(s.goals)
		g.goals(p, func(state int32, part cost) {
			s.goals = append(s.goals, goal{part, s.c.rankOf[state]})
			for r := s.c.rankOf[state]; r >= 0 && s.local[r] < 0; r = s.c.parent(r) {
				s.local[r] = 0
			}
		})
		s.targets = append(s.targets, target{p, g.nodeOf(p), int32(len(s.goals) - before)})
	}
}

// layOut numbers the marked ranks from the top down.
func (s *sweep) layOut() {
	down := s.c.down
	for r := int32(len(s.local)) - 1; r >= 0; r-- {
		if s.local[r] < 0 {
			continue
		}
		s.local[r] = int32(len(s.ranks))
		s.ranks = append(s.ranks, r)
		for _, rung := range down.rungs[down.first[r]:down.first[r+1]] {
			s.falls = append(s.falls, fall{rung.cost, s.local[rung.head]})
		}
		s.first = append(s.first, int32(len(s.falls)))
	}
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

// rows reads the seconds and metres of every search to every target.
func (s *sweeper) rows(g *Graph, from []Place) (seconds, metres [][]float64) {
	for range from {
		seconds, metres = append(seconds, make([]float64, len(s.targets))), append(metres, make([]float64, len(s.targets)))
	}
	goals := s.goals
	for j := range s.targets {
		t := &s.targets[j]
		best := [batch]cost{never, never, never, never, never, never, never, never}
		for _, goal := range goals[:t.goals] {
			at := &s.costs[goal.at]
			for b := range batch {
				best[b] = min(best[b], at[b]+goal.cost)
			}
		}
		goals = goals[t.goals:]
		for b, p := range from {
			if e := &g.net.edges[p.Edge]; p.Edge == t.place.Edge || t.node >= 0 && (t.node == e.from || t.node == e.to) {
				direct, _, _ := g.direct(p, t.place)
				best[b] = min(best[b], direct)
			}
			seconds[b][j], metres[b][j] = g.measure.unpack(best[b])
		}
	}
	return seconds, metres
}
