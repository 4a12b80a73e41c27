package geo

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

func TestMeet(t *testing.T) {
	b := orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{2, 2}}
	hollow := orb.Polygon{{{-1, -1}, {3, -1}, {3, 3}, {-1, 3}, {-1, -1}}, {{-0.5, -0.5}, {-0.5, 2.5}, {2.5, 2.5}, {2.5, -0.5}, {-0.5, -0.5}}}
	for _, c := range []struct {
		g    orb.Geometry
		want bool
	}{
		{orb.Point{2, 2}, true}, {orb.Point{1, 1}, true}, {orb.Point{2.1, 2}, false},
		{orb.LineString{{-1, 1}, {3, 1}}, true}, {orb.LineString{{0.5, 0.5}, {1, 1}}, true}, {orb.LineString{{-1, 1.5}, {1.5, 4}}, false}, {orb.LineString{{2, 3}, {2, 2}}, true},
		{orb.Polygon{{{-1, -1}, {3, -1}, {3, 3}, {-1, 3}, {-1, -1}}}, true}, {orb.Polygon{{{3, 3}, {4, 3}, {4, 4}, {3, 3}}}, false},
		{orb.Polygon{{{2, 0}, {3, 0}, {3, 1}, {2, 0}}}, true}, {hollow, false}, {orb.MultiPolygon{hollow, b.ToPolygon()}, true},
		{orb.MultiPoint{{5, 5}, {1, 1}}, true}, {orb.MultiPoint{{5, 5}, {-1, 1}}, false}, {orb.MultiLineString{{{5, 5}, {6, 6}}, {{1, 1}, {6, 6}}}, true},
		{orb.Collection{orb.Point{9, 9}, orb.LineString{{1, 1}, {9, 9}}}, true}, {orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{5, 5}}, true},
		{nil, false}, {orb.LineString{}, false}, {orb.Polygon{}, false}, {orb.Polygon{{}}, false}, {orb.Collection{}, false},
	} {
		for _, area := range []orb.Geometry{b, b.ToPolygon()} {
			if Meet(area, c.g) != c.want || Meet(c.g, area) != c.want {
				t.Errorf("%v and %v: want %t", area, c.g, c.want)
			}
		}
	}
}

// TestMeetIsWhatPointsShow strews points over two triangles: where one lies in both, they meet.
func TestMeetIsWhatPointsShow(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	point := func() orb.Point { return orb.Point{rng.Float64(), rng.Float64()} }
	triangle := func() orb.Polygon {
		a, b, c := point(), point(), point()
		return orb.Polygon{{a, b, c, a}}
	}
	both, apart := 0, 0
	for range 500 {
		a, b := triangle(), triangle()
		common := false
		for range 2000 {
			p := point()
			common = common || planar.PolygonContains(a, p) && planar.PolygonContains(b, p)
		}
		switch meet := Meet(a, b); {
		case common && !meet:
			t.Errorf("%v and %v have a point in common", a, b)
		case meet && !common:
			apart++ // a sliver that no point fell into
		case meet:
			both++
		}
	}
	if both < 100 || apart > 50 {
		t.Errorf("%d meet, %d only by a sliver", both, apart)
	}
}
