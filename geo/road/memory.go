package road

// memory knows the closed sequences of arcs, and how much of one was just driven: an automaton over the beginnings of
// all sequences (Aho and Corasick 1975, "Efficient string matching").
type memory struct {
	beginnings []beginning // 0 is the empty one
	next       map[step]int32
}

// beginning is the first arcs of one or more closed sequences.
type beginning struct {
	arc    int32 // its last
	depth  int32 // how many arcs
	rest   int32 // the longest shorter beginning that it ends with
	state  int32 // of the lattice, where depth is at least 2
	banned bool  // it is, or ends with, a whole sequence
}

// step is a beginning and the arc driven after it.
type step struct{ at, arc int32 }

// newMemory takes all closed sequences, each of at least two arcs.
func newMemory(sequences [][]int32) *memory {
	m := &memory{beginnings: make([]beginning, 1), next: map[step]int32{}}
	m.beginnings[0].state = -1
	for _, sequence := range sequences {
		at := int32(0)
		for _, arc := range sequence {
			at = m.child(at, arc)
		}
		m.beginnings[at].banned = true
	}
	m.link()
	return m
}

func (m *memory) child(at, arc int32) int32 {
	if c, ok := m.next[step{at, arc}]; ok {
		return c
	}
	c := int32(len(m.beginnings))
	m.next[step{at, arc}] = c
	m.beginnings = append(m.beginnings, beginning{arc: arc, depth: m.beginnings[at].depth + 1, rest: at, state: -1})
	return c
}

// link finds the rest of every beginning, the short ones first. Until then rest holds the parent.
func (m *memory) link() {
	byDepth := map[int32][]int32{}
	deepest := int32(0)
	for i, b := range m.beginnings {
		byDepth[b.depth] = append(byDepth[b.depth], int32(i))
		deepest = max(deepest, b.depth)
	}
	for depth := int32(1); depth <= deepest; depth++ {
		for _, i := range byDepth[depth] {
			b := &m.beginnings[i]
			rest := int32(0)
			if depth > 1 {
				rest = m.follow(m.beginnings[b.rest].rest, b.arc)
			}
			b.rest = rest
			b.banned = b.banned || m.beginnings[rest].banned
		}
	}
}

// follow is the longest beginning that ends what was driven after one more arc.
func (m *memory) follow(at, arc int32) int32 {
	for {
		if c, ok := m.next[step{at, arc}]; ok {
			return c
		}
		if at == 0 {
			return 0
		}
		at = m.beginnings[at].rest
	}
}

// atStates is the beginning that each state of a lattice remembers.
func (m *memory) atStates(states int, stateOf []int32) []int32 {
	at := make([]int32, states)
	for i, b := range m.beginnings {
		switch {
		case b.depth == 1 && stateOf[b.arc] >= 0:
			at[stateOf[b.arc]] = int32(i)
		case b.state >= 0:
			at[b.state] = int32(i)
		}
	}
	return at
}

// step is the state after driving one more arc, whose plain state is given, and whether that is banned.
func (m *memory) step(at, arc, plain int32) (state int32, banned bool) {
	if at == 0 {
		return plain, false
	}
	b := m.beginnings[m.follow(at, arc)]
	if b.depth >= 2 {
		plain = b.state
	}
	return plain, b.banned
}
