package road

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"nightbeat/geo"
)

// thorough is for make bench-routing, and for a quiet hour.
var thorough = flag.Bool("thorough", false, "compare all towns, and every route instead of one in 23")

// randomPlaces are places on streets of the home, the same for the same seed.
func randomPlaces(g *Graph, count int, seed uint64) []Place {
	stands := g.Stands(30)
	random := newRandom(seed)
	places := make([]Place, count)
	for i := range places {
		places[i] = stands[int(random()*float64(len(stands)))]
	}
	return places
}

// read is what a finished search says about a place.
func (s *search) read(from, to Place) cost {
	best, _, _ := s.g.direct(from, to)
	s.g.goals(to, func(state int32, part cost) { best = min(best, s.costs[state]+part) })
	return best
}

// checkExact compares routes and tables with Dijkstra's search from a number of places to a number of places each.
func checkExact(t *testing.T, g *Graph, from, to []Place) {
	t.Helper()
	table, err := g.Table(t.Context(), from, to)
	if err != nil {
		t.Fatal(err)
	}
	s := newSearch(g)
	wrong := 0
	for i := range from {
		s.from(from[i], math.Inf(1), func(int32, cost) {})
		for j := range to {
			seconds, metres := g.measure.unpack(s.read(from[i], to[j]))
			if table.Seconds[i][j] != seconds || table.Metres[i][j] != metres {
				t.Errorf("table, %d to %d: %v s %v m, want %v s %v m", i, j, table.Seconds[i][j], table.Metres[i][j], seconds, metres)
				wrong++
			}
			if !*thorough && (i+j)%23 != 0 {
				continue
			}
			r, err := g.Route(t.Context(), from[i], to[j])
			if errors.Is(err, ErrNoWay) {
				r.Seconds, r.Metres = g.measure.unpack(never)
			} else if err != nil {
				t.Fatal(err)
			} else if d := g.check(r, from[i], to[j]); d != "" {
				t.Errorf("route, %d to %d: %s", i, j, d)
				wrong++
			}
			if r.Seconds != seconds || r.Metres != metres {
				t.Errorf("route, %d to %d: %v s %v m, want %v s %v m", i, j, r.Seconds, r.Metres, seconds, metres)
				wrong++
			}
			if wrong > 10 {
				t.FailNow()
			}
		}
	}
}

// check looks over a route's own parts: it starts and ends at its places, and its line and streets are as long as it says.
func (g *Graph) check(r Route, from, to Place) string {
	streets := 0.0
	for _, s := range r.Streets {
		streets += s.Metres
	}
	length := geo.Length(r.Line)
	switch {
	case r.Line[0] != from.Point || r.Line[len(r.Line)-1] != to.Point:
		return "its line does not join its places"
	case math.Abs(length-r.Metres) > 0.5+r.Metres*1e-4:
		return fmt.Sprintf("its line is %v m long, it says %v m", length, r.Metres)
	case math.Abs(streets-r.Metres) > 0.1+r.Metres*1e-6:
		return fmt.Sprintf("its streets are %v m long, it says %v m", streets, r.Metres)
	}
	return ""
}

// TestExact compares 10,000 pairs in the middle of Portland, with -thorough in other towns too; then the shortest ways, and ways
// around closures.
func TestExact(t *testing.T) {
	for _, town := range []struct{ path, profile string }{
		{"san_francisco/roads", "patrol"}, {"portland/portland_central_filtered", "car"}, {"milan/milan_small", "car"},
		{"portland/portland_small", "foot"},
	} {
		if town.path != "portland/portland_central_filtered" && !*thorough {
			continue
		}
		t.Run(town.path, func(t *testing.T) {
			n := open(t, "data/"+town.path+".osm.pbf")
			g := n.Graph(profile(t, town.profile))
			checkExact(t, g, randomPlaces(g, 100, 1), randomPlaces(g, 100, 2))
			from, to := randomPlaces(g, 10, 3), randomPlaces(g, 10, 4)
			checkExact(t, g.Shortest(), from, to)
			b := n.Bound()
			half := orb.Point{(b.Min[0] + b.Max[0]) / 2, (b.Min[1] + b.Max[1]) / 2}
			var closures []orb.Geometry
			for _, p := range randomPlaces(g, 50, 5) {
				closures = append(closures, p.Point)
			}
			closures = append(closures, orb.LineString{b.Min, half}, orb.Bound{Min: half, Max: orb.Point{half[0] + 0.01, half[1] + 0.005}})
			checkExact(t, g.Close(closures), from, to)
		})
	}
}

// madeTown writes a town of streets on a grid as OpenStreetMap XML: one-ways, gates, private streets, footways, and turn
// restrictions over one and two streets, all by chance.
func madeTown(seed uint64, side int) string {
	random := newRandom(seed)
	pick := func(n int) int { return int(random() * float64(n)) }
	var b strings.Builder
	b.WriteString("<osm>")
	for i := range side * side {
		gate := ""
		if pick(25) == 0 {
			gate = `<tag k="barrier" v="gate"/>`
		}
		fmt.Fprintf(&b, `<node id="%d" lon="%f" lat="%f">%s</node>`, i+1, float64(i%side)*.002+random()*.0005, float64(i/side)*.002+random()*.0005, gate)
	}
	extras := []string{"", "", "", "", `<tag k="oneway" v="yes"/>`, `<tag k="oneway" v="-1"/>`, `<tag k="access" v="private"/>`, `<tag k="maxspeed" v="70"/>`}
	var ways [][2]int
	for i := range side * side {
		for _, next := range []int{i + 1, i + side} {
			if next >= side*side || next == i+1 && next%side == 0 || pick(8) == 0 {
				continue
			}
			ways = append(ways, [2]int{i + 1, next + 1})
			fmt.Fprintf(&b, `<way id="%d"><nd ref="%d"/><nd ref="%d"/><tag k="highway" v="residential"/>%s</way>`, len(ways), i+1, next+1, extras[pick(len(extras))])
		}
	}
	meeting := func(one int) int { // a way that meets another
		start := pick(len(ways))
		for i := range ways {
			if other := (start + i) % len(ways); common(ways[one], ways[other]) > 0 {
				return other
			}
		}
		return one
	}
	for id := range len(ways) / 3 {
		one := pick(len(ways))
		two := meeting(one)
		kind := func() string {
			return []string{"no_left_turn", "no_straight_on", "only_straight_on", "no_u_turn"}[pick(4)]
		}
		node := fmt.Sprintf(`<member type="node" ref="%d" role="via"/>`, common(ways[one], ways[two]))
		fmt.Fprintf(&b, banXML, 2*id+1, one+1, node, two+1, kind())
		one = pick(len(ways))
		two = meeting(one)
		way := fmt.Sprintf(`<member type="way" ref="%d" role="via"/>`, two+1)
		fmt.Fprintf(&b, banXML, 2*id+2, one+1, way, meeting(two)+1, kind())
	}
	return b.String() + "</osm>"
}

const banXML = `<relation id="%d"><member type="way" ref="%d" role="from"/>%s<member type="way" ref="%d" role="to"/>` +
	`<tag k="type" v="restriction"/><tag k="restriction" v="%s"/></relation>`

// common is the node that two ways share, 0 if none or both.
func common(a, b [2]int) int {
	for _, x := range a {
		if a != b && (x == b[0] || x == b[1]) {
			return x
		}
	}
	return 0
}

// TestExactInMadeTowns needs no data: small towns full of rules, all pairs of some places.
func TestExactInMadeTowns(t *testing.T) {
	for seed := range uint64(12) {
		n, report, err := Decode(t.Context(), strings.NewReader(madeTown(seed, 6)), "a made town")
		if err != nil {
			t.Fatal(err)
		}
		if report.Bans == 0 {
			t.Errorf("town %d has no turn restriction", seed)
		}
		for _, name := range ProfileNames() {
			g := n.Graph(profile(t, name))
			places := randomPlaces(g, 12, seed)
			for e := range n.edges { // one-way dead ends and islands too
				if e%9 == 0 {
					places = append(places, Place{Edge: e, Along: 20, Point: pointAlong(n.line(e), 20)})
				}
			}
			checkExact(t, g, places, places)
			checkExact(t, g.Close([]orb.Geometry{places[0].Point, orb.LineString{{0, 0}, {.01, .009}}}), places, places)
		}
	}
}
