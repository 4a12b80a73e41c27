package road

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// streetsShut are the streets of a sketch that a graph closes.
func (s sketch) streetsShut(g *Graph) string {
	var shut []string
	for name := range s.ways {
		for e, edge := range s.n.edges {
			if s.n.ways[edge.way].id == int64(s.ways[name]) && g.pace(int32(e)) == 0 {
				shut = append(shut, name)
			}
		}
	}
	slices.Sort(shut)
	return strings.Join(shut, " ")
}

// TestClosures: a line along a street closes that street and not those that begin at it; a line across streets, a
// polygon, a point, and every kind of geometry close what they touch.
func TestClosures(t *testing.T) {
	s := draw(t, block, blockStreets...)
	g := s.n.Graph(profile(t, "car"))
	at := func(names string) orb.LineString {
		var line orb.LineString
		for _, c := range names {
			line = append(line, s.at[c])
		}
		return line
	}
	half := func(ab string) orb.Point {
		a, b := s.at[rune(ab[0])], s.at[rune(ab[1])]
		return orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
	}
	across := orb.LineString{half("bc"), half("ef")}
	around := orb.Bound{Min: orb.Point{half("bc")[0], half("fc")[1]}, Max: orb.Point{half("cd")[0], half("bc")[1] + 0.0001}}
	for name, row := range map[string]struct {
		closure orb.Geometry
		shut    string
	}{
		"along":          {at("bc"), "bc"},
		"along two":      {at("bcd"), "bc cd"},
		"across":         {across, "bc ef"},
		"a point":        {half("be"), "be"},
		"a polygon":      {around.ToPolygon(), "bc cd fc"},
		"a bound":        {around, "bc cd fc"},
		"a ring":         {around.ToRing(), "bc cd fc"},
		"multi polygon":  {orb.MultiPolygon{around.ToPolygon()}, "bc cd fc"},
		"multi point":    {orb.MultiPoint{half("be"), half("ab")}, "ab be"},
		"multi line":     {orb.MultiLineString{at("ab"), across}, "ab bc ef"},
		"a collection":   {orb.Collection{at("ab"), half("be")}, "ab be"},
		"far away":       {orb.Point{0, 80}, ""},
		"nothing":        {nil, ""},
		"an empty line":  {orb.LineString{}, ""},
		"an empty area":  {orb.Polygon{}, ""},
		"out of bounds":  {orb.LineString{{-999, 0}, {999, 1e9}}, ""},
		"the whole town": {orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}, "ab bc be cd ef fc"},
	} {
		closed := g.Close([]orb.Geometry{row.closure})
		if got := s.streetsShut(closed); got != row.shut {
			t.Errorf("%s closes %q, want %q", name, got, row.shut)
		}
	}
	if got := s.streetsShut(g); got != "" {
		t.Errorf("the graph itself has lost %q", got)
	}
	// Round the closed street; and where both ways are closed there is none.
	if got := s.route(g.Close([]orb.Geometry{at("bc")}), "ab", "dc"); got != "befc" {
		t.Errorf("around the closure by %q", got)
	}
	if got := s.route(g.Close([]orb.Geometry{across}), "ab", "dc"); got != "no" {
		t.Errorf("through two closures by %q", got)
	}
	// What a closure makes a dead end can be turned round in, and nobody is snapped to a closed street.
	if got := s.route(g.Close([]orb.Geometry{half("bc"), half("be")}), "ab", "ba"); got != "" {
		t.Errorf("back out of what is now a dead end by %q", got)
	}
	place, err := g.Close([]orb.Geometry{at("bc")}).Snap(half("bc"), 100)
	if err != nil || s.n.name(place.Edge) == "bc" || s.isAt(place, 'x') {
		t.Errorf("snapped to %v, %v", place, err)
	}
	all := g.Close([]orb.Geometry{orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}})
	if _, err := all.Route(t.Context(), s.near("ab"), s.near("cd")); !errors.Is(err, ErrNoWay) {
		t.Errorf("everything closed: %v", err)
	}
	if _, err := all.Snap(half("bc"), 100); err == nil || len(all.Stands(50)) != 0 {
		t.Error("everything closed, and yet a place to stand")
	}
}

// TestPaces: at a quarter of its speed the straight street, 80 m, is slower than the 240 m round the block.
func TestPaces(t *testing.T) {
	s := draw(t, block, blockStreets...)
	g := s.n.Graph(profile(t, "car"))
	bc := s.near("bc").Edge
	slow := g.Change([]Change{{Edges: []int{bc}, Pace: 0.25}})
	if got := s.route(slow, "ab", "dc"); got != "befc" {
		t.Errorf("round the jam by %q", got)
	}
	if got := s.route(slow.Change([]Change{{Edges: []int{bc, -1, 99}, Pace: 3}}), "ab", "dc"); got != "bc" {
		t.Errorf("after the jam by %q", got)
	}
	if got := s.route(g.Change([]Change{{Edges: []int{bc}, Pace: 0.5}, {Edges: []int{bc}}}), "ab", "dc"); got != "befc" {
		t.Errorf("a jam and a closure: by %q", got)
	}
	places := randomPlaces(slow, 8, 1)
	checkExact(t, slow, places, places)
	// 100 m at 25 km/h are 14.4 s, at a tenth of it 144 s.
	far := draw(t, "a....b", "ab highway=residential")
	crawl := far.n.Graph(profile(t, "car")).Change([]Change{{Where: orb.MultiPoint{far.at['a'], far.near("ba").Point}, Pace: 0.1}})
	r, err := crawl.Route(t.Context(), Place{Edge: 0, Along: 0, Point: far.at['a']}, Place{Edge: 0, Along: 100, Point: far.at['b']})
	if err != nil || r.Seconds < 143.9 || r.Seconds > 144.1 {
		t.Errorf("%v s, %v; want 144", r.Seconds, err)
	}
}
