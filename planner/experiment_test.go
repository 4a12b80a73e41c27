package planner_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/planner"
)

// The plan obeys the draw: patrolled spots are served or named as unserved, and no stop is near the others.
func TestPlansObeyAnExperiment(t *testing.T) {
	c := town(t)
	free := c.plan(t, planner.Request{Shift: c.shift, Units: unitsAt(c.base, 4), Stops: 12, Iterations: 50, Model: "count"})
	var spots []planner.Spot
	for _, s := range free.Stops {
		spots = append(spots, planner.Spot{Name: s.Name, Place: s.Place})
	}
	history := planner.Shift{Start: c.shift.Start.AddDate(0, -6, 0), End: c.shift.Start}
	drawn, err := planner.NewExperiment(planner.Request{}, spots, history, c.incidents, 5)
	if err != nil {
		t.Fatal(err)
	}
	again, err := planner.NewExperiment(planner.Request{}, spots, history, c.incidents, 5)
	if err != nil || fmt.Sprint(again) != fmt.Sprint(drawn) || len(drawn.Arms) != len(spots)/2*2 {
		t.Errorf("%d arms of %d spots, again %v", len(drawn.Arms), len(spots), err)
	}
	obeyed := c.plan(t, drawn.Obey(planner.Request{Shift: c.shift, Units: unitsAt(c.base, 4), Stops: 6, Iterations: 50, Model: "count"}))
	if err := planner.Check(t.Context(), obeyed, c.roads); err != nil {
		t.Error(err)
	}
	if len(obeyed.Request.Avoid) != len(drawn.Arms)/2 {
		t.Errorf("%d places avoided", len(obeyed.Request.Avoid))
	}
	for _, arm := range drawn.Arms {
		nearest := 1e9
		for _, s := range obeyed.Stops {
			nearest = min(nearest, geo.Distance(s.Place, arm.Place))
		}
		if arm.Patrolled && nearest > 50 && len(obeyed.Unserved) == 0 || !arm.Patrolled && nearest < planner.ApartM {
			t.Errorf("pair %d, patrolled %t: the nearest stop is %.0f m away", arm.Pair, arm.Patrolled, nearest)
		}
	}
	outcome, err := drawn.Judge(planner.Request{}, history, c.incidents)
	if err != nil || outcome.Pairs != len(drawn.Arms)/2 || outcome.Treated == 0 || !outcome.Sure.Holds(outcome.Ratio) {
		t.Errorf("%+v, %v", outcome, err)
	}
}

func TestExperimentsRefuseWhatCannotBeTold(t *testing.T) {
	c := town(t)
	spots := make([]planner.Spot, 12)
	for i := range spots {
		spots[i] = planner.Spot{Name: fmt.Sprint(i), Place: orb.Point{118.2 + float64(i)*0.01, 39.7}}
	}
	near := append([]planner.Spot{{Name: "x", Place: orb.Point{118.2005, 39.7}}}, spots...)
	for _, given := range [][]planner.Spot{spots[:9], near} {
		_, err := planner.NewExperiment(planner.Request{}, given, c.shift, c.incidents, 1)
		if refused := new(planner.Error); !errors.As(err, &refused) || refused.Field != "points" {
			t.Errorf("%d points: %v", len(given), err)
		}
	}
	if _, err := (&planner.Experiment{}).Judge(planner.Request{}, planner.Shift{}, nil); err == nil {
		t.Error("no time is judged")
	}
}
