package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nightbeat/data"
	"nightbeat/planner"
)

// during is a plan for some hours, counted from Created.
func during(id, parent string, from, until int) *planner.Plan {
	p := plan(id)
	p.Parent = parent
	p.Request.Shift = planner.Shift{Start: Created.Add(time.Duration(from) * time.Hour), End: Created.Add(time.Duration(until) * time.Hour)}
	return p
}

func approve(t *testing.T, s data.Store, id string, at time.Time) *planner.Plan {
	t.Helper()
	p, err := s.Approve(context.Background(), id, "chen", at)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func approves(t *testing.T, s data.Store) {
	draft := save(t, s, Night(), Created)
	at := Created.Add(90 * time.Second).In(east)
	approve(t, s, "n1", at)
	approve(t, s, "n1", at.Add(time.Hour)) // changes nothing
	save(t, s, Night(), Created.Add(time.Hour))
	got, err := s.Plan(context.Background(), "n1")
	if err != nil || got.Status != planner.Approved || got.Approval.By != "chen" || !got.Approval.At.Equal(at) {
		t.Fatalf("%+v, %v, want it approved by chen at %s", got.Approval, err, at)
	}
	same := *got
	same.Status, same.Approval = draft.Status, draft.Approval
	if was, is := encoded(t, draft), encoded(t, &same); was != is {
		t.Errorf("approving changed\n%s to\n%s", was, is)
	}
	if draft.Status != planner.Draft {
		t.Error("a plan handed out before was changed")
	}
	sums, err := s.Plans(context.Background())
	if err != nil || len(sums) != 1 || sums[0].Status != planner.Approved || sums[0].Approval.By != "chen" || !sums[0].Approval.At.Equal(at) {
		t.Errorf("summaries %+v, %v", sums, err)
	}
	if _, err := s.Approve(context.Background(), "nosuch", "chen", at); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("approving nothing: %v, want ErrNotFound", err)
	}
}

func encoded(t *testing.T, p *planner.Plan) string {
	t.Helper()
	raw, err := data.EncodePlan(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// oneANight has the plan of another night approved, the one of an overlapping shift refused.
func oneANight(t *testing.T, s data.Store) {
	for _, p := range []*planner.Plan{during("a", "", 0, 8), during("b", "", 7, 15), during("c", "", 8, 16), during("stranger", "nosuch", 0, 8)} {
		save(t, s, p, Created)
	}
	approve(t, s, "a", Created)
	for _, id := range []string{"b", "stranger"} {
		if _, err := s.Approve(context.Background(), id, "chen", Created); !errors.Is(err, data.ErrTaken) {
			t.Errorf("%s: %v, want ErrTaken", id, err)
		}
		if p, err := s.Plan(context.Background(), id); err != nil || p.Status != planner.Draft {
			t.Errorf("%s is %s, %v", id, p.Status, err)
		}
	}
	approve(t, s, "c", Created.Add(time.Hour)) // it begins when a ends
	wantLatest(t, s, "c")
}

// approvedAtOnce has many approve plans of one night at the same moment: one wins.
func approvedAtOnce(t *testing.T, s data.Store) {
	const many = 8
	for i := range many {
		save(t, s, during(fmt.Sprint("p", i), "", 0, 8), Created)
	}
	var wg sync.WaitGroup
	var won atomic.Int32
	for i := range many {
		wg.Go(func() {
			switch _, err := s.Approve(context.Background(), fmt.Sprint("p", i), "chen", Created); {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, data.ErrTaken):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d plans were approved for one night", won.Load())
	}
}

func changeTakesOver(t *testing.T, s data.Store) {
	for _, p := range []*planner.Plan{during("first", "", 0, 8), during("second", "first", 0, 8), during("third", "second", 0, 9), during("rival", "first", 0, 8)} {
		save(t, s, p, Created)
	}
	approve(t, s, "first", Created)
	approve(t, s, "third", Created.Add(time.Hour)) // a change of a change
	wantLatest(t, s, "third")
	for id, want := range map[string]planner.Status{"first": planner.Superseded, "second": planner.Draft, "third": planner.Approved} {
		if p, err := s.Plan(context.Background(), id); err != nil || p.Status != want {
			t.Errorf("%s is %s, %v, want %s", id, p.Status, err, want)
		}
	}
	for _, id := range []string{"rival", "first"} {
		if _, err := s.Approve(context.Background(), id, "chen", Created); !errors.Is(err, data.ErrTaken) {
			t.Errorf("%s is no change of the plan that holds now: %v, want ErrTaken", id, err)
		}
	}
	if sums, err := s.Plans(context.Background()); err != nil || sums[0].Parent != "first" {
		t.Errorf("%+v, %v: the summary lost the parent", sums, err)
	}
}
