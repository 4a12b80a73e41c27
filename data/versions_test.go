package data_test

import (
	"testing"
	"time"

	"nightbeat/data"
	"nightbeat/planner"
)

// TestVersionsPartAtTheFirstChangeOfEither has two lines of changes come from the first plan: second and third on one, other
// on the other.
func TestVersionsPartAtTheFirstChangeOfEither(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2026, 7, 1, hour, minute, 0, 0, time.UTC) }
	plans := map[string]*planner.Plan{}
	var store data.Memory
	for _, p := range []*planner.Plan{
		{ID: "first"}, {ID: "second", Parent: "first", Since: at(22, 0)}, {ID: "third", Parent: "second", Since: at(23, 0)},
		{ID: "other", Parent: "first", Since: at(21, 30)}, {ID: "orphan", Parent: "gone", Since: at(21, 0)},
	} {
		kept, err := store.SavePlan(t.Context(), p, at(18, 0))
		if err != nil {
			t.Fatal(err)
		}
		plans[p.ID] = kept
	}
	for _, c := range []struct {
		one, other string
		want       time.Time
	}{
		{"first", "third", at(22, 0)}, {"second", "third", at(23, 0)}, {"third", "other", at(21, 30)}, {"second", "other", at(21, 30)},
		{"first", "first", time.Time{}}, {"orphan", "third", time.Time{}},
	} {
		for _, pair := range [][2]string{{c.one, c.other}, {c.other, c.one}} {
			if got, err := data.PartedAt(t.Context(), &store, plans[pair[0]], plans[pair[1]]); err != nil || !got.Equal(c.want) {
				t.Errorf("%v parted at %s, %v, want %s", pair, got, err, c.want)
			}
		}
	}
}
