package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"nightbeat/data"
	"nightbeat/planner"
	"nightbeat/planner/words"
)

// Created is when the plans of the contract are made.
var Created = time.Date(2026, 7, 1, 18, 0, 0, 0, time.UTC)

// Run puts a store through the contract; open makes an empty one.
func Run(t *testing.T, open func(t *testing.T) data.Store) {
	for name, test := range map[string]func(*testing.T, data.Store){
		"empty": empty, "gives back": givesBack, "latest": latest, "same plan twice": twice, "many at once": manyAtOnce,
		"a plan whole": whole, "no incidents": noIncidents, "import": imports, "broken import": brokenImport, "import twice": importTwice, "forget": forgets, "order of imports": importOrder,
		"changed incidents": changed, "no ids": noIDs, "queries": queries, "filters": filters, "pages": pages, "import beside reads": importBesideReads,
		"approve": approves, "one approved plan a night": oneANight, "approved at once": approvedAtOnce, "a change takes its parent's place": changeTakesOver,
		"users": users, "sessions": sessions, "tokens": tokens, "trail": trail, "one chain": oneChain, "reports": reports, "a secret": secret,
		"areas": areas, "bad areas": badAreas, "areas at once": areasAtOnce, "experiments": experiments, "experiments at once": experimentsAtOnce,
		"presets": presets, "bad presets": badPresets, "limit of presets": presetLimit,
		"a job done": jobDone, "order of jobs": jobOrder, "a job taken again": jobTakenAgain, "a job released": jobReleased,
		"jobs dismissed": jobDismissed, "limits on jobs": jobLimits,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func plan(id string) *planner.Plan { return &planner.Plan{ID: id, Status: planner.Draft} }

func save(t *testing.T, s data.Store, p *planner.Plan, at time.Time) *planner.Plan {
	t.Helper()
	kept, err := s.SavePlan(context.Background(), p, at)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func empty(t *testing.T, s data.Store) {
	if _, err := s.LatestPlan(context.Background()); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("latest of nothing: %v, want ErrNotFound", err)
	}
	if _, err := s.Plan(context.Background(), "nosuch"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("a plan that is not there: %v, want ErrNotFound", err)
	}
	if all, err := s.Plans(context.Background()); err != nil || len(all) != 0 {
		t.Errorf("all plans: %v, %v, want none", all, err)
	}
}

func givesBack(t *testing.T, s data.Store) {
	given := plan("a1")
	given.Warnings = []words.Note{words.New("%d gaps", 2)}
	save(t, s, given, Created)
	got, err := s.Plan(context.Background(), "a1")
	if err != nil {
		t.Fatal(err)
	}
	if !got.Created.Equal(Created) || !reflect.DeepEqual(got.Warnings, given.Warnings) {
		t.Errorf("got %+v back", got)
	}
	if !given.Created.IsZero() {
		t.Error("the plan handed in was changed")
	}
}

func latest(t *testing.T, s data.Store) {
	save(t, s, plan("a1"), Created)
	save(t, s, plan("a2"), Created.Add(time.Hour))
	wantLatest(t, s, "a2")
	approved := plan("a3")
	approved.Status = planner.Approved // nothing is approved by saving it
	save(t, s, approved, Created.Add(2*time.Hour))
	save(t, s, plan("a4"), Created.Add(3*time.Hour))
	wantLatest(t, s, "a4")
	wantNight(t, s, "a4")
	rounds := plan("r1")
	rounds.Request.Rounds = true
	save(t, s, rounds, Created.Add(3*time.Hour))
	wantLatest(t, s, "r1")
	wantNight(t, s, "a4")
	approve(t, s, "a3", Created.Add(4*time.Hour))
	save(t, s, plan("a5"), Created.Add(5*time.Hour))
	wantLatest(t, s, "a3")
}

func wantNight(t *testing.T, s data.Store, id string) {
	t.Helper()
	if got, err := data.LatestNight(context.Background(), s); err != nil || got.ID != id {
		t.Errorf("the latest night is %v, %v, want %s", got, err, id)
	}
}

func wantLatest(t *testing.T, s data.Store, id string) {
	t.Helper()
	if got, err := s.LatestPlan(context.Background()); err != nil || got.ID != id {
		t.Errorf("latest is %v, %v, want %s", got, err, id)
	}
}

func twice(t *testing.T, s data.Store) {
	save(t, s, plan("a1"), Created)
	save(t, s, plan("a2"), Created)
	again := save(t, s, plan("a1"), Created.Add(time.Hour))
	if !again.Created.Equal(Created) {
		t.Errorf("created anew at %s", again.Created)
	}
	wantLatest(t, s, "a1")
	if all, err := s.Plans(context.Background()); err != nil || len(all) != 2 {
		t.Errorf("%d plans, %v, want 2", len(all), err)
	}
}

func manyAtOnce(t *testing.T, s data.Store) {
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if _, err := s.SavePlan(context.Background(), plan(fmt.Sprint("p", i)), Created); err != nil {
				t.Error(err)
			}
			if _, err := s.LatestPlan(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if all, err := s.Plans(context.Background()); err != nil || len(all) != 20 {
		t.Errorf("%d plans, %v, want 20", len(all), err)
	}
}
