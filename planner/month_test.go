package planner_test

import (
	"context"
	"testing"
	"time"

	"nightbeat/planner"
)

// TestTheMonthEvensOut plans thirty nights with four units that start alike, of which each night another one rests: with
// the month so far known, no unit works more than 1.15 of an even share; the plans are worth the same as without.
func TestTheMonthEvensOut(t *testing.T) {
	c := town(t)
	var with, without []*planner.Plan
	for night := range 30 {
		r := quick(c)
		r.Iterations, r.Seed, r.Model, r.Revisit = 60, int64(night+1), "count", -1 // without a round routes differ most
		r.Stops = 17 + night%5
		r.Shift.Start, r.Shift.End = c.shift.Start.AddDate(0, 0, night), c.shift.End.AddDate(0, 0, night)
		r.Units = nil
		for u, id := range []string{"A", "B", "C", "D"} {
			if u != night%4 {
				r.Units = append(r.Units, planner.Unit{ID: id, Base: c.base})
			}
		}
		in := planner.Inputs{Request: r, Incidents: c.incidents, Roads: c.roads}
		plain, err := planner.Make(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		in.Worked = planner.WorkOf(with)
		even, err := planner.Make(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		if even.Reward != plain.Reward || len(even.Stops) != len(plain.Stops) {
			t.Errorf("night %d: worth %d with %d stops, want %d with %d", night, even.Reward, len(even.Stops), plain.Reward, len(plain.Stops))
		}
		if night%10 == 9 {
			if err := planner.Check(context.Background(), even, c.roads); err != nil {
				t.Error(err)
			}
		}
		with, without = append(with, even), append(without, plain)
	}
	even, plain := planner.Largest(planner.WorkOf(with)), planner.Largest(planner.WorkOf(without))
	t.Logf("largest to mean: %.3f, without the month %.3f", even, plain)
	if even > 1.15 || even > plain {
		t.Errorf("largest to mean %.3f; without the month %.3f", even, plain)
	}
}

// TestWorkOf: two nights of two units, one of them also by day. A: 2 stays of 10 min in 8 h, twice; B: 4 and 4, in 8 h and
// 8 h. All: 120 min in 32 h. A has 40 min in 16 h: 40/16 to 120/32 is 0.667; B 80/16 to 120/32 is 1.333.
func TestWorkOf(t *testing.T) {
	start := time.Date(2026, 7, 1, 20, 0, 0, 0, time.UTC)
	route := func(id string, stays int, from time.Time) planner.Route {
		r := planner.Route{Unit: planner.Unit{ID: id, Start: from, End: from.Add(8 * time.Hour)}}
		for range stays {
			r.Calls = append(r.Calls, planner.Call{Stop: 0})
		}
		return r
	}
	plan := func(from time.Time) *planner.Plan {
		return &planner.Plan{Request: planner.Request{Dwell: 10 * time.Minute, DwellMin: 10 * time.Minute}, Stops: []planner.Stop{{ID: "S01"}},
			Routes: []planner.Route{route("B", 4, from), route("A", 2, from)}}
	}
	got := planner.WorkOf([]*planner.Plan{plan(start), plan(start.Add(12 * time.Hour))}) // from 8 in the morning
	if len(got) != 2 || got[0].Unit != "A" || got[0].Duties != 2 || got[0].Late != 1 || got[0].Asked != 40*time.Minute || got[0].Hours != 16*time.Hour {
		t.Fatalf("%+v", got)
	}
	if a, b := got[0].Ratio, got[1].Ratio; a < 0.66 || a > 0.67 || b < 1.33 || b > 1.34 || planner.Largest(got) != b {
		t.Errorf("ratios %.3f and %.3f, want 0.667 and 1.333", a, b)
	}
}
