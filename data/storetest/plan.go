package storetest

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/planner"
	"nightbeat/planner/words"
)

// Night is a plan with every part in use.
func Night() *planner.Plan {
	at := func(minute int) time.Time { return time.Date(2026, 7, 1, 20, minute, 0, 0, east) }
	line := orb.LineString{{118.2, 39.7}, {118.21, 39.71}}
	unit := planner.Unit{ID: "A1", Name: "1号车 Car 1", Profile: "patrol", Base: line[0], Start: at(0), End: at(59),
		Breaks: []planner.Break{{Earliest: at(10), Latest: at(20), Duration: time.Minute}}}
	return &planner.Plan{
		ID: "n1", Name: "night", Status: planner.Draft, MadeBy: "陈 chen", Model: "count", Expected: 1.1, Share: 1.0 / 3, Iterations: 7, Cut: true, Warnings: []words.Note{{Says: "w"}},
		Request: planner.Request{
			Shift: planner.Shift{Start: at(0), End: at(59)}, Units: []planner.Unit{unit}, CellM: 150, Categories: map[string]float64{"盗窃": 0.1},
			Area:     orb.MultiPolygon{{{{118, 39}, {118.02, 39}, {118.02, 39.02}, {118, 39}}}},
			Closures: []planner.Closure{{Where: line, From: at(3), Until: at(9)}, {Where: orb.Polygon{{{118, 39}, {118.1, 39}, {118.1, 39.1}, {118, 39}}}}},
			Must:     []planner.Must{{ID: "M01", Place: line[1], Windows: []planner.Shift{{Start: at(1), End: at(30)}}}},
		},
		Stops: []planner.Stop{{ID: "S01", Name: "a / b", Place: line[1], Must: true, Expected: 0.3}},
		Routes: []planner.Route{{
			Unit: unit, Color: "#123456", Start: at(0), End: at(59), Calls: []planner.Call{{Stop: 0, Visit: 1, Arrive: at(5), Leave: at(19)}},
			Legs: []planner.Leg{{To: "S01", Depart: at(0), Arrive: at(5), DistanceM: 1234.5, Line: line, Streets: []string{"x", "y"}}, {From: "S01", Depart: at(19), Arrive: at(24), Line: line}},
		}},
		Unserved: []planner.Unserved{{Stop: "S02", Name: "c", Why: "too far"}},
	}
}

// whole has a plan come back with all that it says, its times on the same clock.
func whole(t *testing.T, s data.Store) {
	given := Night()
	save(t, s, given, Created)
	for _, find := range []func() (*planner.Plan, error){
		func() (*planner.Plan, error) { return s.Plan(context.Background(), "n1") },
		func() (*planner.Plan, error) { return s.LatestPlan(context.Background()) },
	} {
		got, err := find()
		if err != nil {
			t.Fatal(err)
		}
		if got.Request.Shift.Start.Format(time.RFC3339) != given.Request.Shift.Start.Format(time.RFC3339) {
			t.Errorf("the shift starts at %s, want %s", got.Request.Shift.Start, given.Request.Shift.Start)
		}
		raw, err := data.EncodePlan(got)
		if err != nil {
			t.Fatal(err)
		}
		want := *given
		want.Created = got.Created
		if given, err := data.EncodePlan(&want); err != nil || string(raw) != string(given) {
			t.Errorf("came back as\n%s, want\n%s (%v)", raw, given, err)
		}
	}
	sums, err := s.Plans(context.Background())
	want := data.Summarize(given)
	want.Created = Created
	if err != nil || len(sums) != 1 || !sums[0].Created.Equal(Created) || !sums[0].Shift.Start.Equal(want.Shift.Start) {
		t.Fatalf("summaries %+v, %v", sums, err)
	}
	sums[0].Created, sums[0].Shift = want.Created, want.Shift
	if !reflect.DeepEqual(sums[0], want) {
		t.Errorf("summary %+v, want %+v", sums[0], want)
	}
}
