package road

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// trail is the last three arcs driven, -1 where there were fewer.
type trail [3]int32

// wanderer searches with the whole trail in hand instead of the lattice's states: the slow twin of lattice and memory.
type wanderer struct {
	g      *Graph
	banned [][]int32
}

func newWanderer(g *Graph) wanderer {
	w := wanderer{g: g}
	for _, b := range g.net.bans {
		if kind := g.profile.kindOf(g.net.tagSets[b.tags]); kind != "" {
			w.banned = g.closedBy(w.banned, b, kind)
		}
	}
	return w
}

// onward is every trail that may follow, and its price.
func (w wanderer) onward(t trail) map[trail]cost {
	g, arc := w.g, t[2]
	next := map[trail]cost{}
	pass, round := g.passing(arc), trail{-2}
	for _, n := range g.net.leaving.of(int(g.net.head(arc))) {
		longer := trail{t[1], t[2], n}
		switch driven := append(t[:], n); {
		case !g.open(n), slices.ContainsFunc(w.banned, func(b []int32) bool { return endsWith(driven, b) }):
		case n == arc^1:
			round = longer
		case !math.IsInf(pass, 1):
			next[longer] = g.turnCost(arc, n, int32(pass*1000))
		}
	}
	if round[0] != -2 && (len(next) == 0 || g.openEdges(g.net.head(arc)) >= 3) {
		next[round] = g.turnCost(arc, arc^1, int32(g.profile.uturnS*1000))
	}
	return next
}

func endsWith(driven, banned []int32) bool {
	return len(driven) >= len(banned) && slices.Equal(driven[len(driven)-len(banned):], banned)
}

// costs are those of the beginnings of all trails from an arc's end on.
func (w wanderer) costs(from int32) map[trail]cost {
	start := trail{-1, -1, from}
	best := map[trail]cost{start: 0}
	for queue := []trail{start}; len(queue) > 0; queue = queue[1:] {
		for next, price := range w.onward(queue[0]) {
			c := best[queue[0]] + price
			if old, seen := best[next]; !seen || c < old {
				best[next] = c
				queue = append(queue, next)
			}
		}
	}
	return best
}

// TestTurnsAgainstTrails compares the costs of all arcs from some arcs in small towns that are full of restrictions.
func TestTurnsAgainstTrails(t *testing.T) {
	long := 0
	for seed := range uint64(20) {
		n, _, err := Decode(t.Context(), strings.NewReader(madeTown(seed, 5)), "made")
		if err != nil {
			t.Fatal(err)
		}
		g := n.Graph(profile(t, "car"))
		w, s := newWanderer(g), newSearch(g)
		long += len(g.arcOf) - len(slices.Compact(slices.Sorted(slices.Values(g.arcOf))))
		for from := int32(0); from < int32(len(g.stateOf)); from += 7 {
			if !g.open(from) {
				continue
			}
			want := map[int32]cost{}
			for trail, c := range w.costs(from) {
				if old, seen := want[trail[2]]; !seen || c < old {
					want[trail[2]] = c
				}
			}
			s.clear()
			s.reach(g.stateOf[from], 0)
			s.spread(math.Inf(1), func(int32, cost) {})
			for arc := range int32(len(g.stateOf)) {
				got := never
				g.states(arc, func(state int32) { got = min(got, s.costs[state]) })
				if c, reached := want[arc]; reached && c != got || !reached && got < never {
					t.Fatalf("town %d, arc %d to %d: %d, with the trail in hand %d (%v)", seed, from, arc, got, c, reached)
				}
			}
		}
	}
	if long < 50 {
		t.Errorf("only %d states for restrictions over several streets", long)
	}
}
