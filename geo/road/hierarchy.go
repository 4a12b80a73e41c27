package road

import (
	"cmp"
	"slices"
)

// hierarchy is the skeleton of a customizable contraction hierarchy (Dibbelt, Strasser and Wagner 2016, "Customizable
// contraction hierarchies") over the states of a lattice: which links are needed whatever the costs. States are named
// by their rank; a link joins two ranks and belongs to the lower.
type hierarchy struct {
	rankOf  []int32 // by state
	stateAt []int32 // by rank
	first   []int32 // by rank: its first link
	heads   []int32 // by link: the higher rank, ascending within a rank
	linkOf  []int32 // by turn: 2*link upwards, 2*link+1 downwards; -1 where it leads back to its own state
}

// newHierarchy contracts the states of a lattice in the order of a dissection of its edges.
func newHierarchy(l *lattice, edgeRanks []int32) *hierarchy {
	h := &hierarchy{stateAt: statesInOrder(l, edgeRanks), rankOf: make([]int32, len(l.arcOf))}
	for rank, state := range h.stateAt {
		h.rankOf[state] = int32(rank)
	}
	h.fill(h.neighbours(l))
	h.linkOf = make([]int32, len(l.turns))
	for state := range int32(len(l.arcOf)) {
		for k := l.first[state]; k < l.first[state+1]; k++ {
			h.linkOf[k] = h.link(h.rankOf[state], h.rankOf[l.turns[k].to])
		}
	}
	return h
}

// statesInOrder sorts states as their edges, and those of one edge by number.
func statesInOrder(l *lattice, edgeRanks []int32) []int32 {
	states := make([]int32, len(l.arcOf))
	for i := range states {
		states[i] = int32(i)
	}
	slices.SortFunc(states, func(a, b int32) int {
		return cmp.Or(cmp.Compare(edgeRanks[l.arcOf[a]>>1], edgeRanks[l.arcOf[b]>>1]), cmp.Compare(a, b))
	})
	return states
}

// neighbours lists by rank the higher ranks that a turn joins it with, in either direction.
func (h *hierarchy) neighbours(l *lattice) fan {
	first := make([]int32, len(h.rankOf)+1)
	pairs := func(visit func(low, high int32)) {
		for state := range int32(len(l.arcOf)) {
			for k := l.first[state]; k < l.first[state+1]; k++ {
				if a, b := h.rankOf[state], h.rankOf[l.turns[k].to]; a != b {
					visit(min(a, b), max(a, b))
				}
			}
		}
	}
	pairs(func(low, _ int32) { first[low+1]++ })
	for i := 1; i < len(first); i++ {
		first[i] += first[i-1]
	}
	all, next := make([]int32, first[len(first)-1]), slices.Clone(first)
	pairs(func(low, high int32) {
		all[next[low]] = high
		next[low]++
	})
	return fan{first, all}
}

// fill finds all links: a rank is linked with its neighbours, and with what the lower ranks that it is the lowest
// neighbour of are linked with (the fill-in of sparse elimination).
func (h *hierarchy) fill(neighbours fan) {
	ranks := int32(len(h.rankOf))
	h.first = make([]int32, 1, ranks+1)
	seen := make([]int32, ranks) // by rank: the rank it was last linked with, plus one
	child, sibling := make([]int32, ranks), make([]int32, ranks)
	for r := range ranks {
		child[r], sibling[r] = -1, -1
	}
	for r := range ranks {
		start := len(h.heads)
		add := func(head int32) {
			if head != r && seen[head] != r+1 {
				seen[head] = r + 1
				h.heads = append(h.heads, head)
			}
		}
		for _, head := range neighbours.of(int(r)) {
			add(head)
		}
		for c := child[r]; c >= 0; c = sibling[c] {
			for _, head := range h.heads[h.first[c]:h.first[c+1]] {
				add(head)
			}
		}
		slices.Sort(h.heads[start:])
		h.first = append(h.first, int32(len(h.heads)))
		if parent := h.parent(r); parent >= 0 {
			sibling[r], child[parent] = child[parent], r
		}
	}
}

// parent is the lowest rank that a rank is linked with, -1 at the top. Every link of a rank leads to an ancestor.
func (h *hierarchy) parent(rank int32) int32 {
	if h.first[rank] == h.first[rank+1] {
		return -1
	}
	return h.heads[h.first[rank]]
}

// link is the link between two ranks, doubled, and one more if it leads downwards; -1 for a rank and itself.
func (h *hierarchy) link(from, to int32) int32 {
	low, high, down := from, to, int32(0)
	if from > to {
		low, high, down = to, from, 1
	}
	if low == high {
		return -1
	}
	i, _ := slices.BinarySearch(h.heads[h.first[low]:h.first[low+1]], high)
	return 2*(h.first[low]+int32(i)) + down
}
