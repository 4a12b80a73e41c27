package server

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"nightbeat/planner"
)

// landmarks are two schools and a bank of the made-up city.
var landmarks = []planner.Landmark{
	{ID: "n1", Kind: "bank", Name: "农行", Place: orb.Point{118.205, 39.705}},
	{ID: "w2", Kind: "school", Name: "一中", Place: orb.Point{118.21, 39.71}},
	{ID: "w3", Kind: "school", Name: "二中", Place: orb.Point{118.22, 39.712}},
}

func TestLandmarksAreFoundByKind(t *testing.T) {
	base := served(t)
	for query, want := range map[string]int{
		"": 3, "kind=school": 2, "kind=school&bbox=118.2,39.7,118.215,39.72": 1, "id=n1": 1, "kind=zoo": 0,
		"filter=kind%3D%27bank%27": 1, "filter=id%3D%27w2%27": 1, "limit=1": 3,
	} {
		if got := pageAt(t, base+"/collections/landmarks/items?"+query).NumberMatched; got != want {
			t.Errorf("%s: %d landmarks, want %d", query, got, want)
		}
	}
	one := ask(t, "GET", base+"/collections/landmarks/items/w3", "", "")
	var got struct{ Properties struct{ Kind, Name string } }
	if err := json.Unmarshal([]byte(one.body), &got); err != nil || got.Properties.Kind != "school" || got.Properties.Name != "二中" {
		t.Errorf("%s %s", one.Status, one.body)
	}
	if a := ask(t, "GET", base+"/collections/landmarks/items/w4", "", ""); a.StatusCode != http.StatusNotFound {
		t.Errorf("a landmark that is not there: %s", a.Status)
	}
}

// TestPlanVisitsAKind asks for all schools: both are stops of the plan, and must points of the request that it keeps.
func TestPlanVisitsAKind(t *testing.T) {
	base := served(t)
	a := ask(t, "POST", base+"/plans", "application/json", strings.Replace(goodPlan, "{", `{"must_kinds":["school"],`, 1))
	if a.StatusCode != http.StatusOK || !strings.Contains(a.body, "一中") || !strings.Contains(a.body, "二中") || strings.Contains(a.body, "农行") {
		t.Errorf("%s %.400s", a.Status, a.body)
	}
	a = ask(t, "POST", base+"/plans/possible", "application/json", strings.Replace(goodPlan, "{", `{"must_kinds":["zoo"],`, 1))
	if a.StatusCode != http.StatusBadRequest && a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "must_kinds[0]") || !strings.Contains(a.body, "bank, school") {
		t.Errorf("%s %s", a.Status, a.body)
	}
}
