package road

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
)

// dissect orders the edges of a lattice by nested dissection: the network is cut in two by as few edges as can be found,
// those edges come last, and each half is ordered the same way. So a hierarchy over the order stays small for any
// costs. Cuts are found by inertial flow (Schild and Sommer 2015, "On balanced separators in road networks"); that cut
// edges separate a graph of turns is from Buchhold, Wagner, Zeitz and Zündorf 2020, "Customizable contraction
// hierarchies with turn costs".
//
// The answer is the rank of every edge from 0; edges that are closed to the profile have -1.
func dissect(l *lattice) []int32 {
	d := &dissector{net: l.net, ranks: make([]int32, len(l.net.edges)), width: make([]int8, len(l.net.edges)), local: make([]int32, len(l.net.nodes))}
	whole := cell{}
	seen := make([]bool, len(l.net.nodes))
	var nodes []int32
	for e := range l.net.edges {
		d.ranks[e] = -1
		for arc := 2 * e; arc < 2*e+2; arc++ {
			if l.stateOf[arc] >= 0 {
				d.width[e]++
			}
		}
		if d.width[e] == 0 {
			continue
		}
		whole.edges = append(whole.edges, int32(e))
		for _, node := range []int32{l.net.edges[e].from, l.net.edges[e].to} {
			if !seen[node] {
				seen[node] = true
				nodes = append(nodes, node)
			}
		}
	}
	for i := range whole.sorted {
		whole.sorted[i] = d.sortedBy(nodes, i)
	}
	d.split(whole, runtime.GOMAXPROCS(0))
	return d.ranks
}

// order is the ranks of the edges for a lattice: those that were built with the network if they are for the same edges,
// else those of a new dissection.
func (n *Network) order(l *lattice) []int32 {
	ranks, ok := n.orders[l.profile.Name]
	if !ok {
		return dissect(l)
	}
	for e, rank := range ranks {
		if (rank >= 0) != (l.stateOf[2*e] >= 0 || l.stateOf[2*e+1] >= 0) {
			return dissect(l)
		}
	}
	return ranks
}

// dissector is the work of a dissection. Cells have no node and no edge in common, so they are split side by side.
type dissector struct {
	net   *Network
	ranks []int32
	width []int8  // by edge: how many arcs it has
	local []int32 // by node: its number in its cell
}

// directions are the slopes along which cells are cut.
const directions = 4

// cell is a connected or unconnected piece of the network: its nodes in the order of each direction, and the edges
// between them, which get the ranks from low.
type cell struct {
	sorted [directions][]int32
	edges  []int32
	low    int32
}

// leafEdges is the size of a cell that is not cut any more.
const leafEdges = 3

// sortedBy sorts nodes along a direction: east, north, north-east, south-east.
func (d *dissector) sortedBy(nodes []int32, direction int) []int32 {
	weights := [directions][2]int64{{1, 0}, {0, 1}, {1, 1}, {1, -1}}[direction]
	key := func(node int32) int64 {
		at := d.net.nodes[node].at
		return weights[0]*int64(at.lon) + weights[1]*int64(at.lat)
	}
	sorted := slices.Clone(nodes)
	slices.SortFunc(sorted, func(a, b int32) int { return cmp.Or(cmp.Compare(key(a), key(b)), cmp.Compare(a, b)) })
	return sorted
}

// split ranks the edges of a cell, on several processors where there are some.
func (d *dissector) split(c cell, processors int) {
	f := &flow{}
	for len(c.edges) > leafEdges && len(c.sorted[0]) > 1 {
		first, second, cut := d.halves(c, f)
		for i, e := range cut {
			d.ranks[e] = c.low + int32(len(c.edges)-len(cut)+i)
		}
		if processors > 1 {
			var both sync.WaitGroup
			both.Go(func() { d.split(first, processors/2) })
			d.split(second, processors-processors/2)
			both.Wait()
			return
		}
		d.split(first, 1)
		c = second
	}
	for i, e := range c.edges {
		d.ranks[e] = c.low + int32(i)
	}
}

// halves cuts a cell along the best of the directions.
func (d *dissector) halves(c cell, f *flow) (first, second cell, cut []int32) {
	f.lay(d, c)
	best := cutFound{value: -1}
	for direction := range c.sorted {
		f.cut(d, c.sorted[direction], &best)
	}
	first, second = cell{low: c.low}, cell{}
	inFirst := func(node int32) bool { return best.side[d.local[node]] }
	for i, nodes := range c.sorted {
		first.sorted[i], second.sorted[i] = parted(nodes, inFirst)
	}
	for _, e := range c.edges {
		switch from, to := inFirst(d.net.edges[e].from), inFirst(d.net.edges[e].to); {
		case from != to:
			cut = append(cut, e)
		case from:
			first.edges = append(first.edges, e)
		default:
			second.edges = append(second.edges, e)
		}
	}
	second.low = first.low + int32(len(first.edges))
	return first, second, cut
}

// parted separates the nodes for which a question is answered with yes from the others, in their order.
func parted(nodes []int32, yes func(int32) bool) (in, out []int32) {
	count := 0
	for _, node := range nodes {
		if yes(node) {
			count++
		}
	}
	in, out = make([]int32, 0, count), make([]int32, 0, len(nodes)-count)
	for _, node := range nodes {
		if yes(node) {
			in = append(in, node)
		} else {
			out = append(out, node)
		}
	}
	return in, out
}
