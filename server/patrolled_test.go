package server

import (
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/planner"
	"nightbeat/planner/words"
)

// What police found by looking is corrected by where the approved plans had units stand.
func TestPlansCorrectForApprovedOnes(t *testing.T) {
	place := orb.Point{118.2, 39.7}
	var incidents []planner.Incident
	for i := range 60 {
		incidents = append(incidents, planner.Incident{ID: fmt.Sprint(i), Category: "Theft", Discovered: i%2 == 0,
			Place: orb.Point{118.2 + float64(i%3)/200, 39.7}, At: shiftStart.Add(-time.Duration(1+i) * time.Hour)})
	}
	store := &data.Memory{}
	if _, err := store.Import(t.Context(), data.Given(incidents)); err != nil {
		t.Fatal(err)
	}
	s := New(Config{Store: store, AtOnce: 1, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	corrected := func() bool {
		request := planner.Request{Shift: planner.Shift{Start: shiftStart, End: shiftStart.Add(8 * time.Hour)},
			Units: []planner.Unit{{Base: place}}, Discovered: true, Iterations: 20}
		plan, err := s.plan(t.Context(), request, nil)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(plan.Warnings, func(w words.Note) bool {
			return strings.Contains(w.String(), "police found by looking weigh")
		})
	}
	past := &planner.Plan{ID: "past", Status: planner.Draft, Stops: []planner.Stop{{Place: place}}, Routes: []planner.Route{{
		Calls: []planner.Call{{Arrive: shiftStart.AddDate(0, 0, -9), Leave: shiftStart.AddDate(0, 0, -9).Add(time.Hour)}}}}}
	if _, err := store.SavePlan(t.Context(), past, shiftStart); err != nil {
		t.Fatal(err)
	}
	if corrected() {
		t.Error("a draft counts as a patrol")
	}
	walked := *past
	walked.ID = "walked"
	if _, err := store.SavePlan(t.Context(), &walked, shiftStart); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Approve(t.Context(), "walked", "chen", shiftStart); err != nil {
		t.Fatal(err)
	}
	if !corrected() {
		t.Error("an approved plan corrects nothing")
	}
}
