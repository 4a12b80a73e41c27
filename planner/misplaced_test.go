package planner_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/geo/road"
	"nightbeat/planner"
)

// TestMisplaced writes the town's incidents in one system and reads them in another.
func TestMisplaced(t *testing.T) {
	c := town(t) // its streets lie in China
	system := func(name string) geo.CRS {
		crs, err := geo.SourceCRS(name)
		if err != nil {
			t.Fatal(err)
		}
		return crs
	}
	for _, as := range []struct{ written, read, want string }{
		{"wgs84", "wgs84", ""}, {"gcj02", "gcj02", ""}, {"bd09", "bd09", ""}, {"EPSG:32650", "EPSG:32650", ""}, {"EPSG:4490", "wgs84", ""},
		{"gcj02", "wgs84", "--crs gcj02"}, {"bd09", "wgs84", "--crs bd09"}, {"wgs84", "gcj02", "--crs wgs84"}, {"bd09", "gcj02", "--crs bd09"},
		{"EPSG:32650", "EPSG:32651", "--crs EPSG:32650"}, {"EPSG:4548", "EPSG:4547", "--crs EPSG:4548"},
	} {
		written, read := system(as.written), system(as.read)
		for name, step := range map[string]int{"all": 1, "30 of them": len(c.incidents) / 30, "most beyond the streets": 1} {
			s := planner.NewSample()
			for i, in := range c.incidents {
				if name == "most beyond the streets" && i%3 > 0 {
					in.Place[0] += 0.3 // the extract covers a third of the city
				}
				if i%step == 0 {
					s.Add(read.From(written.To(in.Place)))
				}
			}
			if said := fmt.Sprint(planner.Misplaced(s, c.roads, read)); as.want == "" && said != "[]" || !strings.Contains(said, as.want) {
				t.Errorf("written in %s, read as %s, %s: %s, want %q", as.written, as.read, name, said, as.want)
			}
		}
	}
}

// TestExchangedAxes moves the town to where both orders of the axes lie on earth.
func TestExchangedAxes(t *testing.T) {
	const osm = `<osm><node id="1" lon="9.19" lat="45.46"/><node id="2" lon="9.20" lat="45.46"/><node id="3" lon="9.20" lat="45.47"/>
<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/></way></osm>`
	network, _, err := road.Decode(t.Context(), strings.NewReader(osm), "a street")
	if err != nil {
		t.Fatal(err)
	}
	roads, rng := planner.OnStreets(network), rand.New(rand.NewPCG(1, 1))
	right, wrong := planner.NewSample(), planner.NewSample()
	for range 60 {
		x := 9.19 + rng.Float64()/100
		right.Add(orb.Point{x, 45.46})
		wrong.Add(orb.Point{45.46, x})
	}
	if said := planner.Misplaced(right, roads, geo.CRS84()); len(said) > 0 {
		t.Errorf("rightly written: %v", said)
	}
	if said := fmt.Sprint(planner.Misplaced(wrong, roads, geo.CRS84())); !strings.Contains(said, "longitude first") {
		t.Errorf("exchanged: %s", said)
	}
	few := planner.NewSample()
	few.Add(orb.Point{45.46, 9.195})
	if said := planner.Misplaced(few, roads, geo.CRS84()); len(said) > 0 {
		t.Errorf("of one place: %v", said)
	}
	if said := planner.Misplaced(wrong, nil, geo.CRS84()); len(said) > 0 {
		t.Errorf("without streets: %v", said)
	}
}

// TestSampleIsFair draws from 5,000 places in a row: each tenth of the row has its part, and the same again.
func TestSampleIsFair(t *testing.T) {
	a, b := planner.NewSample(), planner.NewSample()
	for i := range 5000 {
		a.Add(orb.Point{float64(i), 0})
		b.Add(orb.Point{float64(i), 0})
	}
	var tenths [10]int
	for i, p := range a.Places {
		tenths[int(p[0])/500]++
		if p != b.Places[i] {
			t.Fatal("two samples of the same places differ")
		}
	}
	for i, n := range tenths { // 50 of 500 are due, give or take four times sqrt(500 0.1 0.9) = 6.7
		if n < 23 || n > 77 {
			t.Errorf("tenth %d has %d of %d", i, n, len(a.Places))
		}
	}
}
