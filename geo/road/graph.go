package road

import (
	"math"
	"sync"
	"time"

	"github.com/paulmach/orb"
)

// Graph is a network as one profile sees it, ready for questions. It does not change; any number of goroutines may ask
// at once.
type Graph struct {
	*lattice
	measure  measure
	paces    []float64 // by edge: the share of its speed that is driven now, 0 where it is closed; nil where all is as ever
	arcCosts []cost    // by arc, from end to end
	costs    []cost    // by turn: the arc before it and the turn itself
	part     []int32
	home     int32 // the largest part in which every state can reach every other

	customise    sync.Once
	asCustomised *customised
}

// Graph is the network as one profile sees it, for the quickest ways.
func (n *Network) Graph(p Profile) *Graph {
	g := &Graph{lattice: newLattice(n, p)}
	g.weigh()
	return g
}

// Shortest is the same graph for the shortest ways instead of the quickest.
func (g *Graph) Shortest() *Graph {
	other := &Graph{lattice: g.lattice, measure: shortest, paces: g.paces}
	other.weigh()
	return other
}

// Change is a change for some time: streets that are closed, or slower or faster than usual.
type Change struct {
	Where orb.Geometry // the streets that it touches; a point touches what lies within a metre
	Edges []int        // and these
	Pace  float64      // the share of the usual speed that is driven: 0 closed, 0.5 half; from 0 to 10
	// From and Until are when it holds; a zero one leaves that side open.
	From, Until time.Time
}

// Holds says whether the change is in force at a time; at the zero time, as for a profile without a departure, only one
// that always is.
func (c Change) Holds(at time.Time) bool {
	if at.IsZero() {
		return c.From.IsZero() && c.Until.IsZero()
	}
	return !at.Before(c.From) && (c.Until.IsZero() || at.Before(c.Until))
}

// At is the graph with those of some changes that hold at a time.
func (g *Graph) At(at time.Time, changes []Change) *Graph {
	var holding []Change
	for _, c := range changes {
		if c.Holds(at) {
			holding = append(holding, c)
		}
	}
	if holding == nil {
		return g
	}
	return g.Change(holding)
}

// Close is another graph in which the edges that touch any of these lines, polygons or points cannot be used.
func (g *Graph) Close(closures []orb.Geometry) *Graph {
	changes := make([]Change, len(closures))
	for i, c := range closures {
		changes[i].Where = c
	}
	return g.Change(changes)
}

// Change is another graph with some changes; g stays as it is. Of several changes at one edge the slowest counts. It
// shares all that does not depend on costs with g, so it is ready within a second on a city.
func (g *Graph) Change(changes []Change) *Graph {
	other := &Graph{lattice: g.lattice, measure: g.measure, paces: make([]float64, len(g.net.edges))}
	for e := range other.paces {
		other.paces[e] = math.Inf(1)
	}
	for _, c := range changes {
		slow := func(e int) { other.paces[e] = min(other.paces[e], max(0, min(c.Pace, 10))) }
		g.net.touching(c.Where, slow)
		for _, e := range c.Edges {
			if e >= 0 && e < len(other.paces) {
				slow(e)
			}
		}
	}
	for e := range other.paces {
		if math.IsInf(other.paces[e], 1) {
			other.paces[e] = 1
		}
		other.paces[e] *= g.pace(int32(e))
	}
	other.weigh()
	return other
}

// pace is the share of its speed that is driven on an edge now.
func (g *Graph) pace(e int32) float64 {
	if g.paces == nil {
		return 1
	}
	return g.paces[e]
}

// Prepare makes the graph ready for its first question, which does it otherwise: about a second for a large city, less
// where another graph of the same profile and network was ready before.
func (g *Graph) Prepare() { g.customised() }

// customised is the hierarchy with the costs of this graph.
func (g *Graph) customised() *customised {
	g.customise.Do(func() { g.asCustomised = customise(g.hierarchy(), g.costs) })
	return g.asCustomised
}

// open says whether an arc can be driven.
func (g *Graph) open(arc int32) bool {
	return g.stateOf[arc] >= 0 && g.pace(arc>>1) > 0
}

// ms is how many milliseconds an open arc takes now.
func (g *Graph) ms(arc int32) int64 {
	return int64(min(math.Round(float64(g.arcMs[arc])/g.pace(arc>>1)), maxArcMs))
}

// weigh works out what every arc and turn costs now, and which states can reach each other.
func (g *Graph) weigh() {
	g.arcCosts = make([]cost, len(g.stateOf))
	for arc := range int32(len(g.stateOf)) {
		g.arcCosts[arc] = never
		if g.open(arc) {
			g.arcCosts[arc] = g.measure.pack(g.ms(arc), int64(g.net.edges[arc>>1].mm))
		}
	}
	g.costs = make([]cost, len(g.turns))
	for state := range int32(len(g.arcOf)) {
		g.weighTurns(state)
	}
	g.part, g.home = components(g)
}

// weighTurns works out the turns out of one state. Turning round is for dead ends, and at a price for junctions of three
// or more streets; never in the middle of a block.
func (g *Graph) weighTurns(state int32) {
	arc := g.arcOf[state]
	roundabouts := -1 // the turn that turns round
	elsewhere := false
	for k := g.first[state]; k < g.first[state+1]; k++ {
		t := g.turns[k]
		next := g.arcOf[t.to]
		g.costs[k] = never
		switch {
		case !g.open(arc) || !g.open(next):
		case next == arc^1:
			roundabouts = int(k)
		default:
			elsewhere = true
			g.costs[k] = g.turnCost(arc, next, t.ms)
		}
	}
	if roundabouts < 0 {
		return
	}
	price := g.profile.uturnS
	if g.measure == shortest {
		price = math.Inf(1) // metres cannot pay for it
	}
	if elsewhere && (math.IsInf(price, 1) || g.openEdges(g.net.head(arc)) < 3) {
		return
	}
	if math.IsInf(price, 1) {
		price = 0
	}
	g.costs[roundabouts] = g.turnCost(arc, arc^1, g.turns[roundabouts].ms+int32(price*1000))
}

// turnCost is the cost of an arc and of the turn from it to another.
func (g *Graph) turnCost(arc, next int32, turnMs int32) cost {
	c := g.arcCosts[arc] + g.measure.pack(int64(turnMs), 0)
	if g.permitOf(arc) < allowed && g.permitOf(next) == allowed {
		c += throughIt
	}
	return c
}

// openEdges counts the street ends at a node that can be driven in some direction.
func (g *Graph) openEdges(node int32) int {
	count := 0
	for _, arc := range g.net.leaving.of(int(node)) {
		if g.open(arc) || g.open(arc^1) {
			count++
		}
	}
	return count
}

// usable says whether a unit can be at an edge: reach it and leave it again. Ferries and private streets are not.
func (g *Graph) usable(e int) bool { return g.usableIn(e, g.home) }

// usableIn is usable for the units of one part.
func (g *Graph) usableIn(e int, part int32) bool {
	if g.permitOf(int32(2*e)) == private || classOf(g.net.wayTags(e)) == "ferry" {
		return false
	}
	for arc := int32(2 * e); arc < int32(2*e+2); arc++ {
		if g.open(arc) && (part == anyPart || g.part[g.stateOf[arc]] == part) {
			return true
		}
	}
	return false
}

// Islands are the streets outside the home: those that a unit cannot both reach and leave.
type Islands struct {
	Count  int // parts in which every street can reach every other
	Edges  int // street pieces in them
	Metres float64
}

// Islands counts the streets that a unit of this profile cannot both reach and leave.
func (g *Graph) Islands() Islands {
	var islands Islands
	seen := map[int32]bool{g.home: true}
	for e := range g.net.edges {
		part := g.partOf(e)
		if part < 0 || part == g.home {
			continue
		}
		islands.Edges++
		islands.Metres += float64(g.net.edges[e].mm) / 1000
		if !seen[part] {
			seen[part] = true
			islands.Count++
		}
	}
	return islands
}
