package road

// flow finds a least cut of a cell between the first and the last quarter of its nodes in some order: the greatest flow
// (Dinitz 1970, "Algorithm for solution of a problem of maximum flow in networks with power estimation") over its edges,
// each as wide as it has arcs. The memory is used again for the next cell.
type flow struct {
	first    []int32 // by node: its first end
	ends     []end
	from, to []int32 // by edge
	width    []int8  // by edge
	used     []int8  // by edge: flow from from to to
	source   []bool
	sink     []bool
	level    []int32
	next     []int32 // by node: the end to try next
	queue    []int32
	path     []int32 // edges
}

// end is where an edge leaves a node: the edge, and the node that it leads to.
type end struct{ edge, to int32 }

// cutFound is the best cut so far: its width, how even it is, and by node whether it is in the first half. value is -1
// until one is found.
type cutFound struct {
	value, smaller int
	side           []bool
}

// grown is s with room for n zeros.
func grown[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// lay numbers the nodes of a cell and lists the edges at each.
func (f *flow) lay(d *dissector, c cell) {
	nodes := len(c.sorted[0])
	for i, node := range c.sorted[0] {
		d.local[node] = int32(i)
	}
	f.first = grown(f.first, nodes+1)
	f.from, f.to, f.width = f.from[:0], f.to[:0], f.width[:0]
	for _, e := range c.edges {
		from, to := d.local[d.net.edges[e].from], d.local[d.net.edges[e].to]
		if from == to {
			continue
		}
		f.from, f.to, f.width = append(f.from, from), append(f.to, to), append(f.width, d.width[e])
		f.first[from+1]++
		f.first[to+1]++
	}
	for i := range nodes {
		f.first[i+1] += f.first[i]
	}
	f.ends, f.next = grown(f.ends, 2*len(f.from)), grown(f.next, nodes)
	copy(f.next, f.first)
	for e := range f.from {
		from, to := f.from[e], f.to[e]
		f.ends[f.next[from]], f.ends[f.next[to]] = end{int32(e), to}, end{int32(e), from}
		f.next[from]++
		f.next[to]++
	}
	f.level, f.source, f.sink = grown(f.level, nodes), grown(f.source, nodes), grown(f.sink, nodes)
}

// cut finds the least cut in one order of the nodes and keeps it if it is better than the best.
func (f *flow) cut(d *dissector, sorted []int32, best *cutFound) {
	quarter := max(1, len(sorted)/4)
	clear(f.source)
	clear(f.sink)
	for i := range quarter {
		f.source[d.local[sorted[i]]] = true
		f.sink[d.local[sorted[len(sorted)-1-i]]] = true
	}
	f.used = grown(f.used, len(f.from))
	value := 0
	for f.levels(f.source, f.sink, 1) {
		copy(f.next, f.first)
		for node, is := range f.source {
			for is && f.push(int32(node)) {
				if value++; best.value >= 0 && value > best.value {
					return
				}
			}
		}
	}
	f.keep(value, best, true)
	f.levels(f.sink, f.source, -1)
	f.keep(value, best, false)
}

// keep takes the nodes that the last levels reached as one half.
func (f *flow) keep(value int, best *cutFound, reachedFirst bool) {
	reached := 0
	for _, l := range f.level {
		if l > 0 {
			reached++
		}
	}
	smaller := min(reached, len(f.level)-reached)
	if best.value >= 0 && (value > best.value || value == best.value && smaller <= best.smaller) {
		return
	}
	best.value, best.smaller = value, smaller
	best.side = grown(best.side, len(f.level))
	for node, l := range f.level {
		best.side[node] = (l > 0) == reachedFirst
	}
}

// room is how much more can flow from a node over an edge: with sign 1 away from it, with -1 towards it.
func (f *flow) room(e, node int32, sign int8) int8 {
	used := f.used[e] * sign
	if f.from[e] != node {
		used = -used
	}
	return f.width[e] - used
}

// other is the node at the other end of an edge.
func (f *flow) other(e, node int32) int32 { return f.from[e] + f.to[e] - node }

// levels numbers the nodes by their distance from the sources, from 1, over edges with room, and says whether a sink is
// among them. Nodes that were not reached have 0.
func (f *flow) levels(source, sink []bool, sign int8) bool {
	clear(f.level)
	f.queue = f.queue[:0]
	for node, is := range source {
		if is {
			f.level[node] = 1
			f.queue = append(f.queue, int32(node))
		}
	}
	found := false
	for i := 0; i < len(f.queue); i++ {
		node := f.queue[i]
		for _, e := range f.ends[f.first[node]:f.first[node+1]] {
			if f.level[e.to] == 0 && f.room(e.edge, node, sign) > 0 {
				f.level[e.to] = f.level[node] + 1
				f.queue = append(f.queue, e.to)
				found = found || sink[e.to]
			}
		}
	}
	return found
}

// push sends one unit from a source to a sink along rising levels, if it can. Sinks behind the nearest are welcome too:
// that takes fewer rounds than Dinitz's shortest ways alone.
func (f *flow) push(source int32) bool {
	f.path = f.path[:0]
	node := source
	for !f.sink[node] {
		if e, ok := f.step(node); ok {
			f.path = append(f.path, e.edge)
			node = e.to
			continue
		}
		if len(f.path) == 0 {
			return false
		}
		last := f.path[len(f.path)-1]
		f.path = f.path[:len(f.path)-1]
		node = f.other(last, node)
		f.next[node]++
	}
	node = source
	for _, e := range f.path {
		if f.from[e] == node {
			f.used[e]++
		} else {
			f.used[e]--
		}
		node = f.other(e, node)
	}
	return true
}

// step is the next edge from a node along which a unit can go on.
func (f *flow) step(node int32) (end, bool) {
	for ; f.next[node] < f.first[node+1]; f.next[node]++ {
		e := f.ends[f.next[node]]
		if f.level[e.to] == f.level[node]+1 && f.room(e.edge, node, 1) > 0 {
			return e, true
		}
	}
	return end{}, false
}
