package data_test

import (
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/planner"
)

// TestPatrolledIsWhatTheHandOverCounts has one stay planned, from 22:00 to 22:14. As long as nothing is told of the night
// that is the presence; then it is what was told and tracked: from 22:03 to 22:20 by the track and 10 minutes more at 01:00,
// 27 in all, as the hand-over says.
func TestPatrolledIsWhatTheHandOverCounts(t *testing.T) {
	start := time.Date(2026, 7, 1, 20, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	shift := planner.Shift{Start: start, End: at(480)}
	place := orb.Point{118.2, 39.7}
	plan := &planner.Plan{ID: "night", Status: planner.Draft, Request: planner.Request{Shift: shift}, Stops: []planner.Stop{{ID: "S01", Place: place}},
		Routes: []planner.Route{{Unit: planner.Unit{ID: "A1", Start: shift.Start, End: shift.End}, Calls: []planner.Call{{Visit: 1, Arrive: at(120), Leave: at(134)}}}}}
	store := &data.Memory{}
	if _, err := store.SavePlan(t.Context(), plan, start); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Approve(t.Context(), "night", "chen", start); err != nil {
		t.Fatal(err)
	}
	want := func(want ...planner.Presence) {
		t.Helper()
		stood, err := data.Patrolled(t.Context(), store, planner.Request{Discovered: true})
		if err != nil || len(stood) != len(want) {
			t.Fatalf("%+v, %v, want %+v", stood, err, want)
		}
		for i, p := range stood {
			if p.Place != want[i].Place || !p.From.Equal(want[i].From) || !p.Until.Equal(want[i].Until) {
				t.Errorf("%+v, want %+v", p, want[i])
			}
		}
	}
	want(planner.Presence{Place: place, From: at(120), Until: at(134)})
	told := planner.Report{Unit: "A1", Stop: "S01", Visit: 1, Kind: planner.Here, At: at(125)}
	if err := store.Report(t.Context(), data.Report{ID: "A1 12345678", Plan: "night", Report: told, Got: start}); err != nil {
		t.Fatal(err)
	}
	shown := []planner.Report{
		{Unit: "A1", Stop: "S01", Kind: planner.Tracked, At: at(123), For: 17 * time.Minute},
		{Unit: "A1", Stop: "S01", Kind: planner.Tracked, At: at(300), For: 10 * time.Minute},
	}
	if err := data.KeepTrack(t.Context(), store, "night", shown, start); err != nil {
		t.Fatal(err)
	}
	want(planner.Presence{Place: place, From: at(123), Until: at(140)}, planner.Presence{Place: place, From: at(300), Until: at(310)})
	if _, l, err := data.Ledger(t.Context(), store, "night"); err != nil || l.Present != 27*time.Minute {
		t.Errorf("the hand-over counts %s, %v", l.Present, err)
	}
}
