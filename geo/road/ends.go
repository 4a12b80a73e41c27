package road

import "math"

// A place lies on an arc, not at its end. A search starts at the states behind the arcs that it lies on, with what is
// left of the arc and the turn; it ends at the beginning of the arcs that the other place lies on, and adds their part.

// starts visits the states behind a place, with what it costs to be at their beginning.
func (g *Graph) starts(p Place, visit func(state int32, c cost)) {
	for arc := int32(2 * p.Edge); arc < int32(2*p.Edge+2); arc++ {
		if !g.open(arc) {
			continue
		}
		state, part := g.stateOf[arc], g.along(arc, p)
		for k := g.first[state]; k < g.first[state+1]; k++ {
			if g.costs[k] < never {
				visit(g.turns[k].to, g.costs[k]-part)
			}
		}
	}
}

// goals visits the states on which a place lies, with what it costs from their beginning to the place.
func (g *Graph) goals(p Place, visit func(state int32, c cost)) {
	for arc := int32(2 * p.Edge); arc < int32(2*p.Edge+2); arc++ {
		if g.open(arc) {
			part := g.along(arc, p)
			g.states(arc, func(state int32) { visit(state, part) })
		}
	}
}

// direct is the cost along one edge from a place to another ahead on it; arc is -1 where there is no such way.
func (g *Graph) direct(from, to Place) (best cost, arc int32) {
	best, arc = never, -1
	if from.Edge != to.Edge {
		return best, arc
	}
	for a := int32(2 * from.Edge); a < int32(2*from.Edge+2); a++ {
		if c := g.along(a, to) - g.along(a, from); g.open(a) && c >= 0 && c < best {
			best, arc = c, a
		}
	}
	return best, arc
}

// along is the cost from an arc's beginning to a place on it: its millimetres, and the same share of its time.
func (g *Graph) along(arc int32, p Place) cost {
	whole := int64(g.net.edges[arc>>1].mm)
	mm := min(max(int64(math.Round(p.Along*1000)), 0), whole)
	if arc&1 == 1 {
		mm = whole - mm
	}
	if whole == 0 {
		return 0
	}
	return g.measure.pack(int64(g.arcMs[arc])*mm/whole, mm)
}

// fits says whether a place can be one of this network.
func (g *Graph) fits(p Place) bool { return p.Edge >= 0 && p.Edge < len(g.net.edges) }
