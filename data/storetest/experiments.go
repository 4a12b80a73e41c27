package storetest

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/planner"
)

// drawn is an experiment of a month's nights.
func drawn(t *testing.T, id string, from time.Time) *planner.Experiment {
	t.Helper()
	e, err := planner.NewExperiment(planner.Request{}, planner.Experiment{
		ID: id, Name: "三月 " + id, Unit: planner.OfNights, Seed: 7, Period: planner.Shift{Start: from, End: from.AddDate(0, 1, 0)}, Drawn: Created, DrawnBy: "chen",
	}, []planner.Spot{{Name: "北门", Place: orb.Point{118.2, 39.7}}}, planner.Shift{}, nil)
	must(t, err)
	return e
}

func experiments(t *testing.T, s data.Store) {
	ctx := context.Background()
	march := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	first, second := drawn(t, "first", march), drawn(t, "second", march.AddDate(0, 2, 0))
	second.Drawn = Created.Add(time.Hour)
	must(t, s.KeepExperiment(ctx, first))
	must(t, s.KeepExperiment(ctx, second))
	all, err := s.Experiments(ctx)
	if err != nil || len(all) != 2 || !reflect.DeepEqual(all[0], second) || !reflect.DeepEqual(all[1], first) {
		t.Fatalf("%+v, %v", all, err)
	}
	again := drawn(t, "first", march.AddDate(1, 0, 0)) // the id is taken, though the time is free
	meets := drawn(t, "third", march.AddDate(0, 0, 20))
	for _, refused := range []*planner.Experiment{again, meets, {ID: "x", Name: "not drawn"}} {
		if err := s.KeepExperiment(ctx, refused); !errors.Is(err, data.ErrExperiment) {
			t.Errorf("%s: %v", refused.ID, err)
		}
	}
	at := march.AddDate(0, 0, 15)
	must(t, s.EndExperiment(ctx, "first", "li", at))
	must(t, s.EndExperiment(ctx, "first", "wang", at.AddDate(0, 0, 1))) // ended already
	must(t, s.EndExperiment(ctx, "second", "li", second.Over()))        // over already
	if err := s.EndExperiment(ctx, "nosuch", "li", at); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("one that is not there: %v", err)
	}
	must(t, s.KeepExperiment(ctx, meets))
	if all, err = s.Experiments(ctx); err != nil || len(all) != 3 || !all[0].Ended.IsZero() || !all[1].Ended.Equal(at) || all[1].EndedBy != "li" {
		t.Errorf("%+v, %v", all, err)
	}
}

// experimentsAtOnce are drawn for one time by several: one is kept.
func experimentsAtOnce(t *testing.T, s data.Store) {
	var wg sync.WaitGroup
	for _, id := range []string{"a", "b", "c", "d"} {
		e := drawn(t, id, Created)
		wg.Go(func() {
			if err := s.KeepExperiment(context.Background(), e); err != nil && !errors.Is(err, data.ErrExperiment) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if all, err := s.Experiments(context.Background()); err != nil || len(all) != 1 {
		t.Errorf("%d are kept, %v", len(all), err)
	}
}
