package planner_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
)

// handovers are the stays that are made by another unit, by nobody or anew in a version against another since an instant.
func handovers(from, plan *planner.Plan, since time.Time) (list []planner.Difference) {
	return slices.DeleteFunc(planner.DifferSince(from, plan, since), func(d planner.Difference) bool { return d.What == planner.Shifts })
}

// near is a place so many degrees from the base.
func (c city) near(east, north float64) orb.Point {
	return orb.Point{c.base[0] + east, c.base[1] + north}
}

// TestRestoreBeforeTheNight goes back from each kind of change before anything is done: the night is as it was, to the second.
func TestRestoreBeforeTheNight(t *testing.T) {
	c, plan, _ := fourUnits(t)
	early := c.shift.Start.Add(-time.Hour)
	for _, kind := range changesIn(c, plan) {
		if kind.name == "close" {
			continue // a closed road stays closed
		}
		changed, _ := c.amend(t, plan, early, kind.changes...)
		back, _ := c.amend(t, changed, early.Add(10*time.Minute), planner.Restore{To: plan})
		if back.Parent != changed.ID {
			t.Errorf("%s: its parent is %s", kind.name, back.Parent)
		}
		more := planner.DifferSince(plan, back, time.Time{})
		if len(more) > 0 {
			t.Errorf("%s: %d stays are other than before, the first %+v", kind.name, len(more), more[0])
		}
	}
}

// TestRestoreInTheNight goes back 40 minutes after each kind of change: what was done meanwhile stays (amend checks it), and
// of what was still to be done nearly all is as it was.
func TestRestoreInTheNight(t *testing.T) {
	c, plan, now := fourUnits(t)
	later := now.Add(40 * time.Minute)
	for _, kind := range changesIn(c, plan) {
		changed, _ := c.amend(t, plan, now, kind.changes...)
		back, _ := c.amend(t, changed, later, planner.Restore{To: plan})
		left, other, was := len(visits(plan, "", "", later)), len(handovers(plan, back, later)), len(handovers(plan, changed, later))
		t.Logf("%s: of %d stays %d are other than before the change, %d had been", kind.name, left, other, was)
		if other > max(4, was/4) || other > was {
			t.Errorf("%s: %d of %d stays are other than before the change; %d were in the version that was left", kind.name, other, left, was)
		}
	}
}

// TestRestoreTakesUnitsAlong goes back to a version in which a unit that is gone was on duty, and from there to the one in
// which it was gone.
func TestRestoreTakesUnitsAlong(t *testing.T) {
	c, plan, now := fourUnits(t)
	gone, _ := c.amend(t, plan, now, planner.Gone{Unit: "A3"})
	back, _ := c.amend(t, gone, now.Add(40*time.Minute), planner.Restore{To: plan})
	if n, was := len(visits(back, "A3", "", now.Add(time.Hour))), len(visits(plan, "A3", "", now.Add(time.Hour))); n < was-1 {
		t.Errorf("A3 makes %d stays, it was to make %d", n, was)
	}
	again, _ := c.amend(t, back, now.Add(80*time.Minute), planner.Restore{To: gone})
	if n := len(visits(again, "A3", "", now.Add(100*time.Minute))); n > 0 {
		t.Errorf("A3 is gone again, and makes %d stays", n)
	}
	away, _ := c.amend(t, plan, now, planner.Away{Unit: "A2", For: 2 * time.Hour})
	soon, _ := c.amend(t, away, now.Add(20*time.Minute), planner.Back{Unit: "A2"})
	still, _ := c.amend(t, soon, now.Add(30*time.Minute), planner.Restore{To: away})
	if v := visits(still, "A2", "", now.Add(45*time.Minute)); len(v) == 0 || v[0].Arrive.Before(now.Add(2*time.Hour)) {
		t.Errorf("A2 is away for two hours again, and makes %v", v)
	}
}

// TestRestoreKeepsWhatWasVisited adds two must points, one of which is visited before the version without them is restored:
// that visit stays, the other point is given up; and both are there again once the version with them is restored.
func TestRestoreKeepsWhatWasVisited(t *testing.T) {
	c, plan, _ := fourUnits(t)
	early := c.shift.Start.Add(-time.Hour)
	soon := []planner.Shift{{Start: c.shift.Start, End: c.shift.Start.Add(90 * time.Minute)}}
	late := []planner.Shift{{Start: c.shift.End.Add(-3 * time.Hour), End: c.shift.End.Add(-time.Hour)}}
	with, _ := c.amend(t, plan, early,
		planner.Add{Must: planner.Must{ID: "bank", Place: c.near(0.006, 0.003), Windows: soon}}, planner.Add{Must: planner.Must{ID: "school", Place: c.near(-0.004, 0.003), Windows: late}})
	without, _ := c.amend(t, with, c.shift.Start.Add(3*time.Hour), planner.Restore{To: plan})
	if bank, school := len(visits(without, "", "bank", early)), len(visits(without, "", "school", early)); bank != 1 || school != 0 {
		t.Errorf("the bank is visited %d times, the school %d; want 1 and 0", bank, school)
	}
	again, _ := c.amend(t, without, c.shift.Start.Add(200*time.Minute), planner.Restore{To: with})
	if bank, school := len(visits(again, "", "bank", early)), len(visits(again, "", "school", early)); bank != 1 || school != 1 {
		t.Errorf("the bank is visited %d times, the school %d; want 1 and 1", bank, school)
	}
}

func TestRestoreIsRefusedWhereThereIsNothingToGoBackTo(t *testing.T) {
	c, plan, now := fourUnits(t)
	other := c.plan(t, planner.Request{Shift: c.shift, Units: unitsAt(c.base, 3), Seed: 1, Iterations: 50, Limit: time.Minute})
	for _, to := range []*planner.Plan{nil, plan, other} {
		_, _, err := planner.Amend(t.Context(), planner.Amendment{Plan: plan, Now: now, Changes: []planner.Change{planner.Restore{To: to}}, Incidents: c.incidents, Roads: c.roads})
		if refused := new(planner.Error); !errors.As(err, &refused) || refused.Field != "changes[0].version" {
			t.Errorf("%v", err)
		}
	}
}
