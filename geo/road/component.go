package road

// components numbers the parts of a graph in which every state can reach every other (Tarjan 1972, "Depth-first search
// and linear graph algorithms", without recursion), and says which is the largest; of equal ones the first found.
func components(g *Graph) (part []int32, largest int32) {
	t := tarjan{g: g, part: make([]int32, len(g.arcOf)), seen: make([]int32, len(g.arcOf)), low: make([]int32, len(g.arcOf))}
	for s := range t.part {
		t.part[s] = -1
	}
	for s := range int32(len(g.arcOf)) {
		if t.seen[s] == 0 && g.open(g.arcOf[s]) {
			t.visit(s)
		}
	}
	for i, size := range t.sizes {
		if size > t.sizes[largest] {
			largest = int32(i)
		}
	}
	return t.part, largest
}

type tarjan struct {
	g         *Graph
	part      []int32 // -1 until its part is complete
	seen, low []int32 // order of discovery from 1; the earliest state reached
	open      []int32 // states whose part is not complete
	count     int32
	sizes     []int
}

// path is a state on the way from the start, and its next turn.
type path struct{ state, turn int32 }

func (t *tarjan) visit(start int32) {
	stack := []path{t.enter(start)}
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if top.turn == t.g.first[top.state+1] {
			stack = stack[:len(stack)-1]
			t.leave(top.state)
			if len(stack) > 0 {
				below := stack[len(stack)-1].state
				t.low[below] = min(t.low[below], t.low[top.state])
			}
			continue
		}
		k := top.turn
		top.turn++
		to := t.g.turns[k].to
		switch {
		case t.g.costs[k] >= never:
		case t.seen[to] == 0:
			stack = append(stack, t.enter(to))
		case t.part[to] < 0:
			t.low[top.state] = min(t.low[top.state], t.seen[to])
		}
	}
}

func (t *tarjan) enter(s int32) path {
	t.count++
	t.seen[s], t.low[s] = t.count, t.count
	t.open = append(t.open, s)
	return path{s, t.g.first[s]}
}

// leave closes the part that a state is the root of.
func (t *tarjan) leave(s int32) {
	if t.low[s] != t.seen[s] {
		return
	}
	number, size := int32(len(t.sizes)), 0
	for done := false; !done; size++ {
		last := t.open[len(t.open)-1]
		t.open = t.open[:len(t.open)-1]
		t.part[last] = number
		done = last == s
	}
	t.sizes = append(t.sizes, size)
}
