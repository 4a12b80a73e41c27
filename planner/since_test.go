package planner

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// TestHappenedIsCountedByPlace counts what happened since a night began: 0.002 degrees of latitude are 222 m, 0.004 are 445 m.
func TestHappenedIsCountedByPlace(t *testing.T) {
	start := time.Date(2026, 7, 1, 20, 0, 0, 0, time.UTC)
	plan := &Plan{Request: Request{Shift: Shift{start, start.Add(8 * time.Hour)}}, Stops: []Stop{
		{ID: "S1", Name: "one", Place: orb.Point{10, 50}}, {ID: "S2", Name: "two", Place: orb.Point{10, 50.003}},
		{ID: "off", Place: orb.Point{10, 50.0001}, Reason: Reason{Off: OutOfService}},
	}}
	at := func(category string, lat float64, hours int) Incident {
		return Incident{Category: category, Place: orb.Point{10, lat}, At: start.Add(time.Duration(hours) * time.Hour)}
	}
	got := plan.happened([]Incident{
		at("Fight", 50, -1), at("Fight", 50, 0), at("Fight", 50.001, 30), at("Theft", 50.002, 1), at("Fight", 50.007, 2), at("Theft", 49.996, 2),
	})
	want := "[{Fight S1 one 2} {Fight   1} {Theft   1} {Theft S2 two 1}]"
	if fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
}

// TestNewsOfANight has a night of which everything is other: a point rises because much happened there since.
func TestNewsOfANight(t *testing.T) {
	incidents := scatter(1, 2000)
	plan, err := Make(context.Background(), Inputs{Request: Request{Shift: testShift, Units: units(2), Seed: 1, Iterations: 200, Model: "count"}, Incidents: incidents})
	if err != nil {
		t.Fatal(err)
	}
	last := len(plan.Stops) - 1
	quiet := plan.Stops[last]
	before, err := plan.order(t.Context(), incidents, testShift)
	if err != nil {
		t.Fatal(err)
	}
	for i := range plan.Stops {
		if before[i] == len(plan.Stops) {
			quiet = plan.Stops[i]
		}
	}
	for i := range 400 {
		incidents = append(incidents, Incident{ID: fmt.Sprint("new", i), Category: "Fight", Place: quiet.Place, At: testShift.Start.Add(time.Hour)})
	}
	plan.Request.Closures = []Closure{{Where: orb.LineString{{1, 1}, {1, 2}}}, {Where: orb.LineString{{1, 1}, {1, 2}}, Until: testShift.End}}
	plan.Unserved = []Unserved{{"S90", "the pier", "no time left"}}
	plan.Stops = append(plan.Stops, Stop{ID: "off", Reason: Reason{Off: OutOfService}})
	r := &plan.Routes[1]
	r.Calls = append(r.Calls, Call{Stop: len(plan.Stops) - 1})
	call := plan.Routes[0].Calls[0]
	reports := []Report{{Unit: plan.Routes[0].Unit.ID, Stop: plan.Stops[call.Stop].ID, Visit: call.Visit, Kind: Skipped, Words: "road works", At: call.Arrive}}
	n, err := NewsSince(t.Context(), plan, NewLedger(plan, reports), incidents, testShift.Start.AddDate(0, 0, 2))
	if err != nil {
		t.Fatal(err)
	}
	if n.Shift.Start != testShift.Start.AddDate(0, 0, 2) || n.Shift.Length() != testShift.Length() {
		t.Errorf("the night to come is %v", n.Shift)
	}
	if len(n.Closures) != 1 || len(n.Missing) != 1 || n.Missing[0].ID != r.Unit.ID || len(n.Skipped) != 1 || n.Skipped[0].Why != "road works" {
		t.Errorf("%d closures, missing %v, skipped %v", len(n.Closures), n.Missing, n.Skipped)
	}
	if len(n.Moved) == 0 || n.Moved[0] != (Moved{quiet.ID, quiet.Name, last + 1, 1}) {
		t.Errorf("moved %v, want first %s from %d to 1", n.Moved, quiet.Name, last+1)
	}
	var said []string
	for _, told := range n.Told() {
		said = append(said, told.Note.String())
	}
	whole := strings.Join(said, "\n")
	for _, want := range []string{" dropped out", "a road is still closed, with no end told", "the pier was not served: no time left", " was skipped: road works", "400 Fight near " + quiet.Name, quiet.Name + " rose from place "} {
		if !strings.Contains(whole, want) {
			t.Errorf("nothing says %q:\n%s", want, whole)
		}
	}
}
