package storetest

import (
	"bytes"
	"context"
	"reflect"
	"testing"
	"time"

	"nightbeat/data"
	"nightbeat/planner"
)

func reports(t *testing.T, s data.Store) {
	ctx := context.Background()
	none, err := s.ReportsOf(ctx, "n1")
	must(t, err)
	if nothing, err := s.ReportsOf(ctx); err != nil || len(none)+len(nothing) != 0 {
		t.Fatalf("reports before there are any: %v, %v, %v", none, nothing, err)
	}
	report := func(id, plan string, at time.Duration) data.Report {
		return data.Report{ID: id, Plan: plan, Got: Created.Add(time.Hour),
			Report: planner.Report{Unit: "A1", Stop: "S01", Visit: 2, Kind: planner.Skipped, Words: "封路", At: Created.Add(at), For: 90 * time.Second}}
	}
	late, early, other := report("a", "n1", 2*time.Minute), report("c", "n2", time.Minute), report("b", "n3", 0)
	for _, r := range []data.Report{late, early, other} {
		given := r
		given.At = given.At.Add(123 * time.Nanosecond).In(east) // kept to the millisecond, in UTC
		given.For += 123 * time.Millisecond                     // to the second
		must(t, s.Report(ctx, given))
	}
	again := late
	again.Words = "sent twice"
	must(t, s.Report(ctx, again))
	got, err := s.ReportsOf(ctx, "n1", "n2")
	must(t, err)
	if want := []data.Report{early, late}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func secret(t *testing.T, s data.Store) {
	first, err := s.Secret(context.Background())
	must(t, err)
	second, err := s.Secret(context.Background())
	must(t, err)
	if len(first) != 32 || !bytes.Equal(first, second) || bytes.Equal(first, make([]byte, 32)) {
		t.Errorf("secrets %x and %x", first, second)
	}
}
