package planner_test

import (
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
)

// North: 90 of 120 minutes for 2 robberies of weight 5 among a harm of 40; south: 30 minutes for 30 thefts; elsewhere
// nothing stands. What lies outside the period, or was found by looking, does not count.
func TestFairIsArithmetic(t *testing.T) {
	may := from(2026, 5, 1)
	box := func(south float64) orb.MultiPolygon {
		return orb.MultiPolygon{orb.Bound{Min: orb.Point{118, south}, Max: orb.Point{119, south + 0.5}}.ToPolygon()}
	}
	north, south, nowhere := orb.Point{118.2, 39.8}, orb.Point{118.2, 39.2}, orb.Point{120, 39}
	incidents := append(spread(2, "robbery", north, may), spread(30, "theft", south, may)...)
	incidents = append(append(incidents, spread(50, "theft", north, from(2026, 4, 1))...), spread(50, "Drug offence", north, may)...)
	stood := func(place orb.Point, minutes int, at time.Time) planner.Presence {
		return planner.Presence{Place: place, From: at, Until: at.Add(time.Duration(minutes) * time.Minute)}
	}
	patrolled := []planner.Presence{stood(north, 90, may.Start), stood(south, 30, may.Start), stood(south, 900, may.End)}
	areas := []planner.Area{{Name: "north", Shape: box(39.5)}, {Name: "south", Shape: box(39)}}
	rows, err := planner.Fair(planner.Request{Categories: map[string]float64{"robbery": 5}}, areas, may, incidents, patrolled)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []planner.Fairness{{"north", 90, 2, 10, 0.75, 0.25, ""}, {"south", 30, 30, 30, 0.25, 0.75, ""}, {}} {
		if got := rows[i]; got.Name != want.Name || got.Incidents != want.Incidents || math.Abs(got.Minutes-want.Minutes)+math.Abs(got.Harm-want.Harm)+
			math.Abs(got.OfMinutes-want.OfMinutes)+math.Abs(got.OfHarm-want.OfHarm) > 1e-9 {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	if rows, err := planner.Fair(planner.Request{}, areas, may, append(incidents, spread(3, "theft", nowhere, may)...), patrolled); err != nil || rows[2].Incidents != 3 {
		t.Errorf("%+v, %v", rows, err)
	}
	whole := planner.Area{Name: "whole", Kind: "beat", Shape: box(39.5)} // over the north, and first: each kind counts all
	both, err := planner.Fair(planner.Request{Categories: map[string]float64{"robbery": 5}}, append([]planner.Area{whole}, areas...), may, incidents, patrolled)
	if err != nil || len(both) != 5 || both[0].Name != "north" || both[0].Minutes != 90 || both[3].Name != "whole" || both[3].Kind != "beat" || both[3].Minutes != 90 || both[4].Minutes != 30 {
		t.Errorf("two kinds: %+v, %v", both, err)
	}
	if _, err := planner.Fair(planner.Request{}, areas, may, incidents, nil); err == nil {
		t.Error("no patrol is fair")
	}
	if _, err := planner.Fair(planner.Request{}, nil, may, incidents, patrolled); err == nil {
		t.Error("no area is fair")
	}
}
