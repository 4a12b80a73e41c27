package geo

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// TestCRSs compares with what PROJ gives (gdaltransform -s_srs OGC:CRS84 -t_srs EPSG:3857 and so on).
func TestCRSs(t *testing.T) {
	tangshan, sydney := orb.Point{118.2, 39.7}, orb.Point{151.2, -33.87}
	for _, c := range []struct {
		at   orb.Point
		uri  string
		want orb.Point
	}{
		{tangshan, "EPSG/0/4326", orb.Point{39.7, 118.2}},
		{tangshan, "EPSG/0/4490", orb.Point{39.7, 118.2}},
		{tangshan, "EPSG/0/3857", orb.Point{13157963.812, 4822442.387}},
		{tangshan, "EPSG/0/32650", orb.Point{602879.890, 4395149.252}},
		{sydney, "EPSG/0/32756", orb.Point{333510.650, 6250800.241}},
	} {
		found := false
		for _, crs := range CRSs(c.at) {
			if !strings.HasSuffix(crs.URI, c.uri) {
				continue
			}
			found = true
			got := crs.To(c.at)
			if math.Hypot(got[0]-c.want[0], got[1]-c.want[1]) > 0.01 {
				t.Errorf("%v in %s is %.3f, want %.3f", c.at, c.uri, got, c.want)
			}
			if back := crs.From(got); math.Hypot(back[0]-c.at[0], back[1]-c.at[1]) > 1e-9 {
				t.Errorf("%v in %s and back is %v", c.at, c.uri, back)
			}
			around := orb.Bound{Min: c.at, Max: orb.Point{c.at[0] + 0.1, c.at[1] + 0.1}}
			inside := crs.Geometry(around.ToPolygon()).Bound()
			if wide := crs.Bound(inside); !wide.Pad(1e-7).Contains(around.Min) || !wide.Pad(1e-7).Contains(around.Max) {
				t.Errorf("%s: %v does not hold %v", c.uri, wide, around)
			}
		}
		if !found {
			t.Errorf("%v has no %s", c.at, c.uri)
		}
	}
}
