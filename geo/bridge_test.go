package geo

import (
	"reflect"
	"testing"

	"github.com/paulmach/orb"
)

// TestToGeom: what go-geom holds is what orb held, to the bit.
func TestToGeom(t *testing.T) {
	for _, c := range []struct {
		given orb.Geometry
		flat  []float64
	}{
		{orb.Point{118.1234567, -39.7}, []float64{118.1234567, -39.7}},
		{orb.LineString{{1, 2}, {0.1, 0.2}}, []float64{1, 2, 0.1, 0.2}},
		{orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, []float64{0, 0, 1, 0, 1, 1, 0, 0}},
	} {
		got, err := ToGeom(c.given)
		if err != nil || !reflect.DeepEqual(got.FlatCoords(), c.flat) {
			t.Errorf("%v became %v, %v", c.given, got, err)
		}
	}
}
