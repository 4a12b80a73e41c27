package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/planner"
)

// forgets deletes what is old: it is nowhere any more, what is left is whole, and can come again as new.
func forgets(t *testing.T, s data.Store) {
	given := Town(9, 400)
	take(t, s, given)
	wantSpan(t, s, given) // remembered, and stale after
	before := time.Date(2025, 1, 1, 0, 0, 0, 0, east)
	given[0].At = before // the edge stays
	take(t, s, given[:1])
	left := slices.DeleteFunc(slices.Clone(given), func(in planner.Incident) bool { return in.At.Before(before) })
	gone, err := s.Forget(context.Background(), before)
	if err != nil || gone != len(given)-len(left) || gone == 0 {
		t.Fatalf("%d are gone, %v, want %d", gone, err, len(given)-len(left))
	}
	all := past(t, s)
	if len(all) != len(left) {
		t.Fatalf("%d are left, want %d", len(all), len(left))
	}
	for i := range all {
		if !data.Same(all[i], left[i]) {
			t.Fatalf("number %d is %+v, want %+v", i, all[i], left[i])
		}
	}
	wantSpan(t, s, left)
	everywhere := []orb.Bound{{Min: orb.Point{118, 39}, Max: orb.Point{119, 40}}}
	for _, q := range []data.Query{{Limit: 1000}, {Limit: 1000, Within: everywhere}, {Limit: 1000, From: before.AddDate(-9, 0, 0)}} {
		if p := page(t, s, q); p.Matched != len(left) || len(p.Incidents) != len(left) {
			t.Errorf("%+v finds %d, want %d", q, p.Matched, len(left))
		}
	}
	old := slices.IndexFunc(given, func(in planner.Incident) bool { return in.At.Before(before) })
	if _, err := s.Incident(context.Background(), given[old].ID); err != data.ErrNotFound {
		t.Errorf("a forgotten incident: %v", err)
	}
	if gone, err := s.Forget(context.Background(), before); err != nil || gone != 0 {
		t.Errorf("a second time %d are gone, %v", gone, err)
	}
	if done := take(t, s, given); done != (data.Imported{New: gone, Same: len(left)}) {
		t.Errorf("again %+v, want %d new", done, gone)
	}
	if gone, err := s.Forget(context.Background(), before.AddDate(9, 0, 0)); err != nil || gone != len(given) {
		t.Errorf("all: %d, %v", gone, err)
	}
	noIncidents(t, s)
}
