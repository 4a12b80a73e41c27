package road

import (
	"math"
	"sync"
)

// lattice is the search graph of a profile without its costs: states and the turns between them.
//
// A state is an arc together with what of a longer turn restriction was just driven: arcs alone for all but the few
// restrictions that go over several streets. So every restriction is exact, in every search.
type lattice struct {
	net     *Network
	profile Profile
	uses    []use   // by set of tags
	arcMs   []int32 // by arc
	stateOf []int32 // by arc: its plain state, -1 where it is closed to the profile
	arcOf   []int32 // by state
	also    map[int32][]int32
	first   []int32 // by state: its first turn
	turns   []turn

	contract    sync.Once
	asHierarchy *hierarchy
}

// turn leads from a state to a state; ms is what the node between them costs.
type turn struct{ to, ms int32 }

// maxArcMs keeps the time along one arc inside its 29 bits.
const maxArcMs = 1 << 28

// newLattice lays out the states and turns of a profile.
func newLattice(n *Network, p Profile) *lattice {
	l := &lattice{net: n, profile: p, uses: make([]use, len(n.tagSets)), also: map[int32][]int32{}}
	for _, w := range n.ways {
		l.uses[w.tags] = p.use(n.tagSets[w.tags])
	}
	l.layArcs()
	memory := l.remember()
	l.layStates(memory)
	l.layTurns(memory)
	return l
}

// hierarchy is the lattice's hierarchy, made when first needed.
func (l *lattice) hierarchy() *hierarchy {
	l.contract.Do(func() { l.asHierarchy = newHierarchy(l, l.net.order(l)) })
	return l.asHierarchy
}

func (l *lattice) useOf(arc int32) use { return l.uses[l.net.ways[l.net.edges[arc>>1].way].tags] }

func (l *lattice) permitOf(arc int32) permit {
	return l.uses[l.net.ways[l.net.edges[arc>>1].way].tags].permit
}

// layArcs finds the arcs that can be driven, and how long they take: ms = 3.6 mm / (km/h).
func (l *lattice) layArcs() {
	l.arcMs = make([]int32, 2*len(l.net.edges))
	l.stateOf = make([]int32, 2*len(l.net.edges))
	whole := l.timetables()
	for arc := range int32(len(l.arcMs)) {
		e := l.net.edges[arc>>1]
		u := &l.uses[l.net.ways[e.way].tags]
		l.stateOf[arc] = -1
		kmh := u.kmh[arc&1]
		if kmh == 0 {
			continue
		}
		ms := math.Round(3.6 * float64(e.mm) / kmh)
		if total := whole[e.way]; u.seconds > 0 && total > 0 {
			ms = math.Round(u.seconds * 1000 * float64(e.mm) / total)
		}
		l.arcMs[arc] = int32(min(ms, maxArcMs))
		l.stateOf[arc] = int32(len(l.arcOf))
		l.arcOf = append(l.arcOf, arc)
	}
}

// timetables are the lengths in millimetres of the ways whose time is stated as a whole.
func (l *lattice) timetables() map[int32]float64 {
	whole := map[int32]float64{}
	for _, e := range l.net.edges {
		if l.uses[l.net.ways[e.way].tags].seconds > 0 {
			whole[e.way] += float64(e.mm)
		}
	}
	return whole
}

// layStates adds a state for each beginning of a restriction over several streets.
func (l *lattice) layStates(m *memory) {
	for i := range m.beginnings {
		if b := &m.beginnings[i]; b.depth >= 2 && !b.banned {
			b.state = int32(len(l.arcOf))
			l.arcOf = append(l.arcOf, b.arc)
			l.also[b.arc] = append(l.also[b.arc], b.state)
		}
	}
}

// layTurns lists the turns out of every state. What costs depend on (closures, turning round) is left to the graph.
func (l *lattice) layTurns(m *memory) {
	l.first = make([]int32, 1, len(l.arcOf)+1)
	at := m.atStates(len(l.arcOf), l.stateOf)
	for state := range l.arcOf {
		arc := l.arcOf[state]
		pass := l.passing(arc)
		for _, next := range l.net.leaving.of(int(l.net.head(arc))) {
			if l.stateOf[next] < 0 || math.IsInf(pass, 1) && next != arc^1 {
				continue
			}
			to, banned := m.step(at[state], next, l.stateOf[next])
			if banned {
				continue
			}
			ms := 0.0
			if next != arc^1 {
				ms = pass * 1000
			}
			l.turns = append(l.turns, turn{to, int32(ms)})
		}
		l.first = append(l.first, int32(len(l.turns)))
	}
}

// passing is how many seconds the node at the end of an arc costs those who drive across it; +Inf where nobody can.
func (l *lattice) passing(arc int32) float64 {
	set := l.net.nodes[l.net.head(arc)].tags
	if set < 0 {
		return 0
	}
	t := l.net.tagSets[set]
	return l.profile.passing(t) + l.profile.signal(t, int(arc&1))
}

// states are all states of an arc.
func (l *lattice) states(arc int32, visit func(int32)) {
	if l.stateOf[arc] < 0 {
		return
	}
	visit(l.stateOf[arc])
	for _, s := range l.also[arc] {
		visit(s)
	}
}
