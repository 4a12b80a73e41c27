package road

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"nightbeat/geo"
)

const townAndIsland = `
a---b......x---y
|...|
d---c`

// isAt says whether a place lies at a node.
func (s sketch) isAt(p Place, node rune) bool { return geo.Distance(p.Point, s.at[node]) < 0.1 }

func TestIslands(t *testing.T) {
	s := draw(t, townAndIsland, "abcda highway=residential", "ac highway=residential", "xy highway=residential")
	g := s.n.Graph(profile(t, "car"))
	// Row 122: a place at the island is snapped to the town, unless every place asked for is on the island.
	place, err := g.Snap(s.at['x'], 1000)
	if err != nil || !s.isAt(place, 'b') {
		t.Errorf("row 122: snapped to %v, %v; want b", place.Point, err)
	}
	places, err := g.SnapAll([]orb.Point{s.at['x'], s.at['y']}, 1000)
	if err != nil || !s.isAt(places[0], 'x') {
		t.Errorf("row 122: both on the island: %v, %v", places, err)
	}
	places, err = g.SnapAll([]orb.Point{s.at['x'], s.at['a']}, 1000)
	if err != nil || !s.isAt(places[0], 'b') {
		t.Errorf("row 122: one in town: %v, %v", places, err)
	}
	if islands := g.Islands(); islands.Count != 1 || islands.Edges != 1 {
		t.Errorf("islands: %+v, want one of one edge", islands)
	}
	// Row 128: there is no way between town and island: +Inf in a table, ErrNoWay for a route.
	table, err := g.Table(t.Context(), []Place{s.near("ab")}, []Place{s.near("xy")})
	if err != nil || !math.IsInf(table.Seconds[0][0], 1) || !math.IsInf(table.Metres[0][0], 1) {
		t.Errorf("row 128: %v, %v", table, err)
	}
	if _, err := g.Route(t.Context(), s.near("ab"), s.near("xy")); !errors.Is(err, ErrNoWay) {
		t.Errorf("row 128: %v, want ErrNoWay", err)
	}
}

// TestIslandByTurns is row 123: x is cut off only by turn restrictions.
func TestIslandByTurns(t *testing.T) {
	s := draw(t, townAndIsland, "abcda highway=residential", "ac highway=residential", "bx highway=residential", "xy highway=residential",
		"abcda>b>bx restriction=no_entry")
	g := s.n.Graph(profile(t, "car"))
	place, err := g.Snap(s.at['x'], 1000)
	if err != nil || !s.isAt(place, 'b') {
		t.Errorf("row 123: snapped to %v, %v; want b", place.Point, err)
	}
}

// TestOneWayDeadEnd is row 124: x can be reached, never left.
func TestOneWayDeadEnd(t *testing.T) {
	s := draw(t, townAndIsland, "abcda highway=residential", "ac highway=residential", "bx highway=residential oneway=yes")
	g := s.n.Graph(profile(t, "car"))
	if there, back := s.route(g, "ab", "xb"), s.route(g, "xb", "ab"); there != "b" || back != "no" {
		t.Errorf("row 124: there %q, back %q; want b and no", there, back)
	}
	place, err := g.Snap(s.at['x'], 1000)
	if err != nil || !s.isAt(place, 'b') {
		t.Errorf("row 124: snapped to %v, %v; want b", place.Point, err)
	}
	for _, stand := range g.Stands(20) {
		if g.net.ways[g.net.edges[stand.Edge].way].id == 3 {
			t.Errorf("row 124: a unit would stand where it cannot leave: %v", stand)
		}
	}
}

func TestSnap(t *testing.T) {
	// Row 125: the footway is nearer; a car takes the street.
	s := draw(t, "a------b\nc------d", "ab highway=footway", "cd highway=residential")
	place, err := s.n.Graph(profile(t, "car")).Snap(orb.Point{10.0005, -0.00001}, 100)
	if err != nil || s.n.ways[s.n.edges[place.Edge].way].id != 2 {
		t.Errorf("row 125: %v, %v", place, err)
	}
	// Row 126
	if _, err := s.n.Graph(profile(t, "car")).Snap(orb.Point{10.01, 1}, 100); err == nil || !strings.Contains(err.Error(), "10.010000,1.000000") {
		t.Errorf("row 126: %v: want an error that names the place", err)
	}
	for _, p := range []orb.Point{{math.NaN(), 0}, {0, 91}, {math.Inf(1), 0}} {
		if _, err := s.n.Graph(profile(t, "car")).Snap(p, 100); err == nil {
			t.Errorf("%v was snapped", p)
		}
	}
	// Row 121: a private street is passed over.
	s = draw(t, "a------b\n|......|\nc------d", "ab highway=service access=private", "acdb highway=residential")
	place, err = s.n.Graph(profile(t, "car")).Snap(orb.Point{10.0006, 0}, 1000)
	if err != nil || s.n.ways[s.n.edges[place.Edge].way].id != 2 {
		t.Errorf("row 121: %v, %v", place, err)
	}
}

// TestSnapIsNearest compares the tree with a look at every edge.
func TestSnapIsNearest(t *testing.T) {
	n := open(t, "data/portland/portland_central_filtered.osm.pbf")
	g := n.Graph(profile(t, "patrol"))
	b := n.Bound()
	random := newRandom(1)
	for range 200 {
		p := orb.Point{b.Min[0] + random()*(b.Max[0]-b.Min[0]), b.Min[1] + random()*(b.Max[1]-b.Min[1])}
		got, err := g.Snap(p, 5000)
		if err != nil {
			t.Fatal(err)
		}
		want, best := -1, math.Inf(1)
		for e := range n.edges {
			if _, d := n.nearestOn(e, newLocal(p)); d < best && g.usable(e) {
				want, best = e, d
			}
		}
		if got.Edge != want {
			t.Errorf("%v: snapped to edge %d, nearest is %d", p, got.Edge, want)
		}
		if again := pointAlong(n.line(got.Edge), got.Along); math.Abs(again[0]-got.Point[0]) > 1e-8 || math.Abs(again[1]-got.Point[1]) > 1e-8 {
			t.Errorf("%v: %v lies %v along edge %d, not at %v", p, got.Point, got.Along, got.Edge, again)
		}
	}
}

// newRandom gives numbers from 0 to 1 that are the same everywhere (Steele, Lea and Flood 2014, SplitMix64).
func newRandom(seed uint64) func() float64 {
	return func() float64 {
		seed += 0x9e3779b97f4a7c15
		z := seed
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return float64((z^z>>31)>>11) / (1 << 53)
	}
}
