package road

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"nightbeat/geo"
)

// TestReach drives 200 m at 25 km/h: 28.8 s from the middle of a cross, 200 m into each arm.
func TestReach(t *testing.T) {
	s := draw(t, `
....................d
.....................
.....................
.....................
.....................
.....................
.....................
.....................
.....................
.....................
a...................b...................c`, "abc highway=residential", "bd highway=residential")
	g := s.n.Graph(profile(t, "car"))
	from, err := g.Snap(s.at['b'], 1)
	if err != nil {
		t.Fatal(err)
	}
	reached, err := g.Reach(t.Context(), from, 28.8)
	if err != nil {
		t.Fatal(err)
	}
	total := 0.0
	for _, r := range reached {
		total += geo.Length(r.Line) // there and on: none is reached twice
	}
	if math.Abs(total-600) > 1 {
		t.Errorf("%v m reached, want 600: %v", total, reached)
	}
	area := Area(reached)
	if len(area) != 1 || len(area[0]) != 1 {
		t.Fatalf("%d polygons", len(area))
	}
	for _, r := range reached {
		for _, p := range r.Line {
			if !planar.MultiPolygonContains(area, p) {
				t.Errorf("%v is reached but outside the area", p)
			}
		}
	}
	// Three arms of 200 m with 40 m on either side, and half a disc at each end, to the next cell: 600 * 80 square metres
	// and 1.5 * pi * 1,600, give or take a fifth.
	frame := geo.NewFrame(s.at['b'])
	var flat orb.Ring
	for _, p := range area[0][0] {
		xy := frame.ToXY(p)
		flat = append(flat, orb.Point{xy.X, xy.Y})
	}
	want := 600*80 + 1.5*math.Pi*1600
	if a := planar.Area(flat); math.Abs(a/want-1) > 0.2 {
		t.Errorf("%v square metres, want about %v", a, want)
	}
	if _, err := g.Reach(t.Context(), from, math.NaN()); err == nil {
		t.Error("reach of NaN seconds")
	}
	if Area(nil) != nil {
		t.Error("an area of nothing")
	}
}

// TestOutline is a ring of cells with a hole, and a cell that touches it at a corner.
func TestOutline(t *testing.T) {
	picture := "XXX.\nX.X.\nXXX.\n...X"
	grid, err := geo.NewGrid(geo.XY{}, geo.XY{X: 399, Y: 399}, 100)
	if err != nil {
		t.Fatal(err)
	}
	marked := make([]bool, grid.Cells())
	for y, row := range strings.Split(picture, "\n") {
		for x, c := range row {
			marked[(3-y)*grid.Cols+x] = c == 'X'
		}
	}
	area := outline(grid, marked, geo.NewFrame(orb.Point{10, 50}))
	if len(area) != 2 || len(area[0])+len(area[1]) != 3 {
		t.Fatalf("%v", area)
	}
	for _, polygon := range area {
		for i, ring := range polygon {
			want := orb.Orientation(orb.CCW)
			if i > 0 {
				want = orb.CW
			}
			if len(ring) != 5 || !ring.Closed() || ring.Orientation() != want {
				t.Errorf("ring %d: %v", i, ring)
			}
		}
	}
}

// TestReachAgainstTable: a stretch begins within the time exactly if the table says so.
func TestReachAgainstTable(t *testing.T) {
	// Without private streets: a table goes round them even where that takes longer.
	town := strings.ReplaceAll(madeTown(5, 9), `<tag k="access" v="private"/>`, "")
	n, _, err := Decode(t.Context(), strings.NewReader(town), "made")
	if err != nil {
		t.Fatal(err)
	}
	g := n.Graph(profile(t, "patrol"))
	places := randomPlaces(g, 40, 1)
	table, err := g.Table(t.Context(), places[:1], places)
	if err != nil {
		t.Fatal(err)
	}
	reached, err := g.Reach(t.Context(), places[0], 120)
	if err != nil {
		t.Fatal(err)
	}
	for j, p := range places {
		near := false
		for _, r := range reached {
			near = near || linesMeet(orb.LineString{p.Point, p.Point}, r.Line)
		}
		if s := table.Seconds[0][j]; s < 119.5 && !near || s > 125 && near {
			t.Errorf("place %d is %v s away; reached within 120 s: %v", j, s, near)
		}
	}
}

func TestNearest(t *testing.T) {
	s := draw(t, "a.......b.......c....d......e", "ab highway=residential", "bc highway=residential", "cd highway=residential oneway=yes", "cx highway=residential")
	g := s.n.Graph(profile(t, "car"))
	units := []Place{s.near("ab"), s.near("dc"), s.near("bc")}
	arrivals, err := g.Nearest(t.Context(), units, s.near("cb"), 5)
	if err != nil || len(arrivals) != 2 || arrivals[0].Unit != 2 || arrivals[1].Unit != 0 || arrivals[0].Seconds >= arrivals[1].Seconds {
		t.Errorf("%v, %v: want units 2 and 0; 1 stands where it cannot leave", arrivals, err)
	}
	if first, err := g.Nearest(t.Context(), units, s.near("cb"), 1); err != nil || len(first) != 1 || first[0] != arrivals[0] {
		t.Errorf("%v, %v", first, err)
	}
}
