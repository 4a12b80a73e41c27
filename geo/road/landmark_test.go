package road

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// TestLandmarks reads a point, an outline and an area of several ways, each by the kind that its tags make.
func TestLandmarks(t *testing.T) {
	n, report := decode(t, xmlFile(trickyTown))
	want := []Landmark{
		{"w21", "hospital", "", orb.Point{0.0115, 0.0005}},  // the middle of nodes 7, 8 and 9
		{"n20", "school", "", orb.Point{0.0105, 0.0002}},    // where it stands
		{"r23", "school", "", orb.Point{0.01075, -0.00025}}, // the middle of what is there of way 22: nodes -5 and 10
	}
	if got := n.Landmarks(); !reflect.DeepEqual(got, want) {
		t.Errorf("%v: want %v", got, want)
	}
	if report.Landmarks != len(want) || !strings.Contains(report.String(), "3 landmarks") || !strings.Contains(report.String(), "landmarks whose place is not in the file: 1") {
		t.Errorf("the report says %s", report)
	}
}

// TestLandmarkKinds takes every tag that makes a landmark, with its name, on a street and off.
func TestLandmarkKinds(t *testing.T) {
	for made, kind := range landmarkTags {
		s := draw(t, "a b", "ab highway=residential", fmt.Sprintf("b %s=%s name=中心", made.key, made.value))
		if got := s.n.Landmarks(); len(got) != 1 || got[0].Kind != kind || got[0].Name != "中心" || got[0].Place != roundPoint(s.at['b']) {
			t.Errorf("%v: %v", made, got)
		}
	}
	if got := draw(t, "a b", "ab highway=residential", "b amenity=bench name=Bench").n.Landmarks(); len(got) != 0 {
		t.Errorf("a bench is %v", got)
	}
	if kinds := LandmarkKinds(); len(kinds) == 0 || !reflect.DeepEqual(kinds, LandmarkKinds()) {
		t.Errorf("the kinds are %v", kinds)
	}
}

// TestLandmarksAreBounded refuses a file that says of one outline that it is a million landmarks'.
func TestLandmarksAreBounded(t *testing.T) {
	d := &draft{rims: map[int64][]int{}}
	campus := tags{{"type", "multipolygon"}, {"amenity", "school"}}
	for id := range int64(1000) {
		if err := d.relation(id, []member{{kindWay, 1, "outer"}}, campus); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.way(1, make([]int64, 100_000), nil); err == nil {
		t.Error("a hundred million points are kept")
	}
}
