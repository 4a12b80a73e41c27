package planner_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// TestRoundsOfTheTown plans a day's rounds over the town's streets: only repeat places, each in its half of the day, those
// that call most first, and Check re-verifies the plan.
func TestRoundsOfTheTown(t *testing.T) {
	c := town(t)
	rule := planner.RepeatRule{WithinM: 60}
	places, err := planner.FindRepeatPlaces(rule, c.shift.Start, c.incidents)
	if err != nil || len(places) < 5 {
		t.Fatalf("%d places, %v", len(places), err)
	}
	places = planner.NamePlaces(places, c.roads)
	in := planner.Inputs{Request: planner.Request{Units: []planner.Unit{{Base: c.base}, {Base: c.base}}, Iterations: 2000},
		Incidents: c.incidents, Roads: c.roads}
	plan, later, err := planner.Rounds(context.Background(), in, rule, c.shift.Start, places, words.English)
	if err != nil {
		t.Fatal(err)
	}
	if err := planner.Check(context.Background(), plan, c.roads); err != nil {
		t.Error(err)
	}
	if len(plan.Stops)+len(plan.Unserved)+len(later) != len(places) || len(plan.Stops) == 0 {
		t.Errorf("%d stops, %d unserved and %d later are not the %d places", len(plan.Stops), len(plan.Unserved), len(later), len(places))
	}
	calls := 0
	for _, r := range plan.Routes {
		for _, call := range r.Calls {
			calls++
			stop := plan.Stops[call.Stop]
			i := slices.IndexFunc(places, func(p planner.RepeatPlace) bool { return p.ID == stop.ID })
			if i < 0 {
				t.Fatalf("%s is no repeat place", stop.ID)
			}
			y, m, d := c.shift.Start.Date()
			midnight := time.Date(y, m, d, 0, 0, 0, 0, c.shift.Start.Location())
			if at := call.Arrive.Sub(midnight); at < places[i].Visit.From || at > places[i].Visit.Until {
				t.Errorf("%s is called on at %s, not in %s", stop.ID, call.Arrive, places[i].Visit)
			}
			if !strings.Contains(stop.Name, ": speak about ") || r.Unit.Profile != "foot" {
				t.Errorf("%s for %s on %s", stop.Name, r.Unit.ID, r.Unit.Profile)
			}
		}
	}
	if calls != len(plan.Stops) {
		t.Errorf("%d calls at %d places", calls, len(plan.Stops))
	}
}

// TestRoundsWithTooManyPlaces leaves those that call least for another day, instead of refusing.
func TestRoundsWithTooManyPlaces(t *testing.T) {
	c := town(t)
	rule := planner.RepeatRule{Times: 2, Days: 365}
	places, err := planner.FindRepeatPlaces(rule, c.shift.Start, c.incidents)
	if err != nil {
		t.Fatal(err)
	}
	in := planner.Inputs{Request: planner.Request{Units: []planner.Unit{{Base: c.base}}, Iterations: 200}, Incidents: c.incidents, Roads: c.roads}
	plan, later, err := planner.Rounds(context.Background(), in, rule, c.shift.Start, places, words.Chinese)
	if err != nil || len(later) == 0 || len(plan.Stops) == 0 {
		t.Fatalf("%d later of %d, %v", len(later), len(places), err)
	}
	most := len(places[slices.IndexFunc(places, func(p planner.RepeatPlace) bool { return p.ID == "R01" })].Calls)
	for _, p := range later {
		if len(p.Calls) > most {
			t.Errorf("%s with %d calls is left for another day", p.ID, len(p.Calls))
		}
	}
	if !strings.Contains(plan.Stops[0].Name, "：了解") {
		t.Errorf("in Chinese a task is %q", plan.Stops[0].Name)
	}
	if _, _, err := planner.Rounds(context.Background(), in, rule, c.shift.Start, nil, words.English); err == nil {
		t.Error("rounds without places are not refused")
	}
}
