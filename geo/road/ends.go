package road

import "math"

// A place lies along an edge, or at a node. From along an edge, a search starts at the states behind the arcs that the
// place lies on, with what is left of the arc and the turn, and it ends at the beginning of those arcs, adding the part
// of them. At a node a unit may leave by every street and arrive by every street. From a place that a route has reached
// (Route.Onward) no search goes back the way that it came.

// starts visits the states behind a place, with what it costs to be at their beginning.
func (g *Graph) starts(p Place, visit func(state int32, c cost)) {
	g.startsOn(p, func(state int32, c cost, _ int32) { visit(state, c) })
}

// startsOn also tells the arc that the place lies on, -1 at a node.
func (g *Graph) startsOn(p Place, visit func(state int32, c cost, on int32)) {
	if node := g.nodeOf(p); node >= 0 {
		for _, arc := range g.net.leaving.of(int(node)) {
			if g.open(arc) && !p.turnsBack(arc) {
				visit(g.stateOf[arc], 0, -1)
			}
		}
		return
	}
	for arc := int32(2 * p.Edge); arc < int32(2*p.Edge+2); arc++ {
		if !g.open(arc) || p.turnsBack(arc) {
			continue
		}
		state, part := g.stateOf[arc], g.along(arc, p)
		for k := g.first[state]; k < g.first[state+1]; k++ {
			if g.costs[k] < never {
				visit(g.turns[k].to, g.costs[k]-part, arc)
			}
		}
	}
}

// goals visits the states on which a place lies, with what it costs from their beginning to the place.
func (g *Graph) goals(p Place, visit func(state int32, c cost)) {
	if node := g.nodeOf(p); node >= 0 {
		for _, arc := range g.net.leaving.of(int(node)) {
			if arriving := arc ^ 1; g.open(arriving) {
				g.states(arriving, func(state int32) { visit(state, g.arcCosts[arriving]) })
			}
		}
		return
	}
	for arc := int32(2 * p.Edge); arc < int32(2*p.Edge+2); arc++ {
		if g.open(arc) {
			part := g.along(arc, p)
			g.states(arc, func(state int32) { visit(state, part) })
		}
	}
}

// direct is the cost from a place to another without a turn: along one edge, or at one node. arc is the one to drive,
// -1 at one node; not ok where there is no such way.
func (g *Graph) direct(from, to Place) (best cost, arc int32, ok bool) {
	node := g.nodeOf(to)
	if node >= 0 && node == g.nodeOf(from) {
		return 0, -1, true
	}
	best, arc = never, -1
	for a := int32(2 * from.Edge); a < int32(2*from.Edge+2); a++ {
		if !g.open(a) || from.turnsBack(a) {
			continue
		}
		if c := g.along(a, to) - g.along(a, from); from.Edge == to.Edge && c >= 0 && c < best {
			best, arc = c, a
		}
		if c := g.arcCosts[a] - g.along(a, from); node == g.net.head(a) && c < best {
			best, arc = c, a
		}
	}
	return best, arc, arc >= 0
}

// along is the cost from an arc's beginning to a place on it: its millimetres, and the same share of its time.
func (g *Graph) along(arc int32, p Place) cost {
	whole, mm := int64(g.net.edges[arc>>1].mm), g.net.millimetres(p)
	if arc&1 == 1 {
		mm = whole - mm
	}
	if whole == 0 || mm < 0 || mm > whole || !g.open(arc) {
		return 0
	}
	return g.measure.pack(g.ms(arc)*mm/whole, mm)
}

// millimetres is how far along its edge a place lies.
func (n *Network) millimetres(p Place) int64 {
	return min(max(int64(math.Round(p.Along*1000)), 0), int64(n.edges[p.Edge].mm))
}

// nodeOf is the node at which a place lies, -1 where it lies along an edge.
func (g *Graph) nodeOf(p Place) int32 {
	e := g.net.edges[p.Edge]
	switch g.net.millimetres(p) {
	case 0:
		return e.from
	case int64(e.mm):
		return e.to
	}
	return -1
}

// fits says whether a place can be one of this network.
func (g *Graph) fits(p Place) bool { return p.Edge >= 0 && p.Edge < len(g.net.edges) }
