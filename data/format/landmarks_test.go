package format

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"nightbeat/planner"
)

func TestReadLandmarks(t *testing.T) {
	got, err := ReadLandmarks(strings.NewReader(`{"type":"FeatureCollection","features":[
		{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[118.2,39.7]},"properties":{"kind":"school","name":"一中"}},
		{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[118,39],[119,39],[119,40],[118,39]]]},"properties":{"kind":" bank "}},
		{"type":"Feature","id":"x","geometry":{"type":"Point","coordinates":[118.2,39.7]},"properties":{"kind":"school","id":"own","name":3}}]}`))
	want := []planner.Landmark{
		{ID: "7", Kind: "school", Name: "一中", Place: orb.Point{118.2, 39.7}}, {ID: "L2", Kind: "bank", Place: orb.Point{118.5, 39.5}},
		{ID: "own", Kind: "school", Place: orb.Point{118.2, 39.7}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestReadLandmarksRefuses(t *testing.T) {
	one := func(feature string) string { return `{"type":"FeatureCollection","features":[` + feature + `]}` }
	for body, want := range map[string]string{
		`[]`: "no GeoJSON", one(``): "0 features",
		one(`{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{}}`):                  "features[0]: has no kind",
		one(`{"type":"Feature","geometry":null,"properties":{"kind":"school"}}`):                                   "features[0]: has no geometry",
		one(`{"type":"Feature","geometry":{"type":"Point","coordinates":[1,200]},"properties":{"kind":"school"}}`): "features[0]: lies outside",
		one(strings.Repeat(`{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"kind":"school"}},`, 2) +
			`{"type":"Feature"}`): "features[1]: the id",
	} {
		if _, err := ReadLandmarks(strings.NewReader(body)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", body, err, want)
		}
	}
}

// FuzzLandmarks refuses, or gives landmarks with kinds, ids of their own and places on earth.
func FuzzLandmarks(f *testing.F) {
	f.Add(`{"type":"FeatureCollection","features":[{"type":"Feature","id":7,"geometry":{"type":"MultiPolygon","coordinates":[[[[1,2],[3,4],[5,6],[1,2]]]]},"properties":{"kind":"a"}}]}`)
	f.Add(`{"type":"FeatureCollection","features":[{"geometry":{"type":"GeometryCollection","geometries":[]},"properties":{"kind":"a","id":[]}}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		all, err := ReadLandmarks(strings.NewReader(body))
		if err != nil {
			return
		}
		ids := map[string]bool{}
		for _, l := range all {
			if l.Kind == "" || l.ID == "" || ids[l.ID] || !(math.Abs(l.Place[0]) <= 180 && math.Abs(l.Place[1]) <= 90) {
				t.Errorf("%+v", l)
			}
			ids[l.ID] = true
		}
	})
}
