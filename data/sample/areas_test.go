package sample_test

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"

	"nightbeat/data/sample"
)

// TestAreasAreTheTown has each place and hot spot of the town in just one community.
func TestAreasAreTheTown(t *testing.T) {
	areas, err := geojson.UnmarshalFeatureCollection(sample.Areas())
	if err != nil || len(areas.Features) != 6 {
		t.Fatalf("%d areas, %v, want 6", len(areas.Features), err)
	}
	town := sample.Truth()
	places := town.Places
	for _, h := range town.HotSpots {
		places = append(places, sample.Place{Name: h.Name, At: h.Centre})
	}
	for _, p := range places {
		in := 0
		for _, f := range areas.Features {
			if polygon, ok := f.Geometry.(orb.Polygon); ok && planar.PolygonContains(polygon, p.At) {
				in++
			}
		}
		if in != 1 {
			t.Errorf("%s lies in %d communities, want 1", p.Name, in)
		}
	}
}
