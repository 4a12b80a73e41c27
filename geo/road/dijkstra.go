package road

// search is a Dijkstra search over the states of a graph (Dijkstra 1959, "A note on two problems in connexion with
// graphs"), and its memory for the next.
type search struct {
	g       *Graph
	costs   []cost // by state: to its beginning; never where not reached
	reached []int32
	queue   costQueue
}

func newSearch(g *Graph) *search {
	s := &search{g: g, costs: make([]cost, len(g.arcOf))}
	for i := range s.costs {
		s.costs[i] = never
	}
	return s
}

// from searches from a place and visits the states that are reached within some seconds, in the order of their cost.
func (s *search) from(p Place, seconds float64, visit func(state int32, c cost)) {
	s.clear()
	s.g.starts(p, s.reach)
	s.spread(seconds, visit)
}

// spread goes on from what is reached.
func (s *search) spread(seconds float64, visit func(state int32, c cost)) {
	for len(s.queue) > 0 {
		at := s.queue.pop()
		if took, _ := s.g.measure.unpack(at.cost & (throughIt - 1)); at.cost > s.costs[at.state] || took > seconds {
			continue
		}
		visit(at.state, at.cost)
		for k := s.g.first[at.state]; k < s.g.first[at.state+1]; k++ {
			s.reach(s.g.turns[k].to, at.cost+s.g.costs[k])
		}
	}
}

func (s *search) clear() {
	for _, state := range s.reached {
		s.costs[state] = never
	}
	s.reached, s.queue = s.reached[:0], s.queue[:0]
}

func (s *search) reach(state int32, c cost) {
	if c >= s.costs[state] {
		return
	}
	if s.costs[state] == never {
		s.reached = append(s.reached, state)
	}
	s.costs[state] = c
	s.queue.push(costed{c, state})
}

// costed is a state and what it costs to be there.
type costed struct {
	cost  cost
	state int32
}

func (a costed) before(b costed) bool {
	return a.cost < b.cost || a.cost == b.cost && a.state < b.state
}

// costQueue is a heap of four children a node, the cheapest on top.
type costQueue []costed

func (q *costQueue) push(c costed) {
	h := append(*q, c)
	*q = h
	i := len(h) - 1
	for i > 0 {
		up := (i - 1) / 4
		if !c.before(h[up]) {
			break
		}
		h[i] = h[up]
		i = up
	}
	h[i] = c
}

func (q *costQueue) pop() costed {
	h := *q
	top, last := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	*q = h
	if len(h) == 0 {
		return top
	}
	i := 0
	for {
		child := 4*i + 1
		if child >= len(h) {
			break
		}
		for other := child + 1; other < min(child+4, len(h)); other++ {
			if h[other].before(h[child]) {
				child = other
			}
		}
		if !h[child].before(last) {
			break
		}
		h[i] = h[child]
		i = child
	}
	h[i] = last
	return top
}
