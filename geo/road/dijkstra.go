package road

// search is a Dijkstra search over the states of a graph (Dijkstra 1959, "A note on two problems in connexion with
// graphs"), and its memory for the next.
type search struct {
	g       *Graph
	costs   []cost  // by state: to its beginning; never where not reached
	parents []int32 // by state: the state before it, -1 at the start
	done    []bool
	reached []int32
	queue   costQueue
}

func newSearch(g *Graph) *search {
	s := &search{g: g, costs: make([]cost, len(g.arcOf)), parents: make([]int32, len(g.arcOf)), done: make([]bool, len(g.arcOf))}
	for i := range s.costs {
		s.costs[i] = never
	}
	return s
}

// from searches from a place until all wanted states are settled. wanted is by state; count is how many there are.
func (s *search) from(p Place, wanted []bool, count int) {
	s.clear()
	s.g.starts(p, func(state int32, c cost) { s.reach(state, c, -1) })
	for count > 0 && len(s.queue) > 0 {
		at := s.queue.pop()
		if s.done[at.state] {
			continue
		}
		s.done[at.state] = true
		if wanted[at.state] {
			count--
		}
		for k := s.g.first[at.state]; k < s.g.first[at.state+1]; k++ {
			s.reach(s.g.turns[k].to, at.cost+s.g.costs[k], at.state)
		}
	}
}

func (s *search) clear() {
	for _, state := range s.reached {
		s.costs[state], s.done[state] = never, false
	}
	s.reached, s.queue = s.reached[:0], s.queue[:0]
}

func (s *search) reach(state int32, c cost, parent int32) {
	if c >= s.costs[state] {
		return
	}
	if s.costs[state] == never {
		s.reached = append(s.reached, state)
	}
	s.costs[state], s.parents[state] = c, parent
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
