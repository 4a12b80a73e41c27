package format

import (
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"nightbeat/geo"
)

// readTile decodes a tile into its layers, in degrees.
func readTile(t *testing.T, at maptile.Tile, layers ...TileLayer) map[string][]*geojson.Feature {
	t.Helper()
	raw, err := Tile(at, layers...)
	if err != nil {
		t.Fatal(err)
	}
	read, err := mvt.Unmarshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	read.ProjectToWGS84(at)
	byName := map[string][]*geojson.Feature{}
	for _, l := range read {
		byName[l.Name] = l.Features
	}
	return byName
}

// TestTileHoldsThePlan reads a plan's tile back: its stop stands where it is, with its properties.
func TestTileHoldsThePlan(t *testing.T) {
	plan := smallPlan()
	features := PlanFeatures(plan)
	place := plan.Stops[0].Place
	read := readTile(t, maptile.At(place, 14), TileLayer{RouteLayer(), features["routes"]}, TileLayer{StopLayer(), features["stops"]})
	if len(read["routes"]) != 1 || len(read["stops"]) != 2 { // the unit that stays at home has no line
		t.Fatalf("%d routes and %d stops, want 1 and 2", len(read["routes"]), len(read["stops"]))
	}
	first := read["stops"][0]
	if off := geo.Distance(first.Point(), place); off > 1 { // a tile's unit is 0.45 m here: 40,075 km / 2^14 / 4096 cos 39.7°
		t.Errorf("the stop lies %.1f m off", off)
	}
	p := first.Properties
	if p["unit"] != "A1" || p["color"] != "#0072b2" || p["sequence"] != 1.0 || p["arrive"] != "2026-07-01T20:05:00+08:00" || p["id"] != features["stops"][0].ID {
		t.Errorf("properties %v", p)
	}
	if _, ok := p["gap_s"]; ok {
		t.Error("the first visit has a gap")
	}
	if read["stops"][1].Properties["gap_s"] != 4800.0 { // 80 minutes
		t.Errorf("the second visit's gap is %v", read["stops"][1].Properties["gap_s"])
	}
	if far := readTile(t, maptile.New(0, 0, 14), TileLayer{StopLayer(), features["stops"]}); len(far) != 0 {
		t.Errorf("a tile far away holds %v", far)
	}
}

// TestTilesCutALine adds up a street's length in all the tiles that it crosses.
func TestTilesCutALine(t *testing.T) {
	line := orb.LineString{{118.17, 39.71}, {118.21, 39.715}, {118.24, 39.70}}
	street := TileLayer{StreetLayer(), []Feature{StreetFeature("Xinhua Road", "primary", line)}}
	total, tiles := 0.0, 0
	for x := maptile.At(line[0], 15).X; x <= maptile.At(line[2], 15).X; x++ {
		for y := maptile.At(line[1], 15).Y - 3; y <= maptile.At(line[2], 15).Y+3; y++ {
			at := maptile.New(x, y, 15)
			for _, f := range readTile(t, at, street)["streets"] {
				tiles++
				for _, piece := range lines(f.Geometry) {
					total += geo.Length(piece)
					if !at.Bound(0.1).Contains(piece[0]) {
						t.Errorf("tile %v holds %v", at, piece[0])
					}
				}
			}
		}
	}
	// each tile shows the street over its edge for up to 1/64 of a side (940 m), aslant: so up to 2 % of it twice at each of two ends
	if whole := geo.Length(line); tiles < 5 || total < whole || total > 1.1*whole {
		t.Errorf("%d tiles hold %.0f m of %.0f m", tiles, total, whole)
	}
}

func lines(g orb.Geometry) []orb.LineString {
	if many, ok := g.(orb.MultiLineString); ok {
		return many
	}
	return []orb.LineString{g.(orb.LineString)}
}

// TestTileIsBounded gives a tile more cells than it may hold: the hottest stay.
func TestTileIsBounded(t *testing.T) {
	var cells []Feature
	for i := range tileFeatures + 100 {
		west, south := float64(i%200)/1000, float64(i/200)/1000
		square := orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{west + 0.001, south + 0.001}}.ToPolygon()
		cells = append(cells, Feature{Geometry: geojson.NewGeometry(square), Properties: cellJSON{Rank: i + 1}})
	}
	shown := readTile(t, maptile.At(orb.Point{0.1, 0.05}, 10), TileLayer{RiskLayer(), cells})["risk"]
	last := 0.0
	for _, f := range shown {
		last = math.Max(last, f.Properties["rank"].(float64))
	}
	if len(shown) != tileFeatures || last != tileFeatures {
		t.Errorf("%d cells down to rank %.0f, want %d", len(shown), last, tileFeatures)
	}
}

func TestTileValues(t *testing.T) {
	none, seven := (*int64)(nil), int64(7)
	for _, c := range []struct{ in, want any }{
		{none, nil}, {&seven, int64(7)}, {[]string{"a", "b"}, "a; b"}, {1.5, 1.5}, {true, true},
		{time.Date(2026, 7, 1, 20, 0, 0, 0, time.UTC), "2026-07-01T20:00:00Z"},
	} {
		if got := tileValue(c.in); got != c.want {
			t.Errorf("%v: %v, want %v", c.in, got, c.want)
		}
	}
}
