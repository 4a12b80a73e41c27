package planner_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"nightbeat/planner"
)

// More units watch more of the town and are nearer to it; shares stay shares and what the last unit adds adds up.
func TestStaffBuysMore(t *testing.T) {
	c := town(t)
	in := planner.Inputs{Incidents: c.incidents, Roads: c.roads, Request: planner.Request{Shift: c.shift, Units: unitsAt(c.base, 1), Iterations: 100, Model: "count"}}
	buys, err := planner.Staff(t.Context(), in, 3, 3*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for i, b := range buys {
		sum += b.More
		if b.Units != i+1 || b.Expected <= 0 || !(b.Watched > 0 && b.Watched <= 1) || !(b.Reach > 0 && b.Reach <= 1) || math.Abs(sum-b.Watched) > 1e-12 {
			t.Errorf("%+v", b)
		}
	}
	if !(buys[2].Watched > buys[0].Watched && buys[2].Reach > buys[0].Reach) {
		t.Errorf("three units buy no more than one: %+v", buys)
	}
	all, err := planner.Staff(t.Context(), in, 1, 10*time.Hour)
	if err != nil || all[0].Reach != 1 {
		t.Errorf("in ten hours a unit is everywhere: %+v, %v", all, err)
	}
	if _, err := planner.Staff(t.Context(), in, 0, time.Minute); err == nil {
		t.Error("no units are planned with")
	}
}

// The split agrees with trying every one.
func TestSplitIsTheBest(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 5))
	for range 50 {
		all := make([][]planner.Staffed, 3)
		for s := range all {
			expected, watched := 1+9*rng.Float64(), 0.0
			for n := range 5 {
				watched += rng.Float64() / 5 // not always less for the next
				all[s] = append(all[s], planner.Staffed{Units: n + 1, Expected: expected, Watched: watched})
			}
		}
		worth := func(n ...int) (sum float64) {
			for s, k := range n {
				sum += all[s][k-1].Expected * all[s][k-1].Watched
			}
			return sum
		}
		roster := 3 + rng.IntN(13)
		best := 0.0
		for a := 1; a <= 5; a++ {
			for b := 1; b <= 5; b++ {
				if c := roster - a - b; c >= 1 && c <= 5 {
					best = max(best, worth(a, b, c))
				}
			}
		}
		got, err := planner.Split(all, roster)
		if err != nil || got[0]+got[1]+got[2] != roster || math.Abs(worth(got...)-best) > 1e-12 {
			t.Fatalf("%d units as %v, %v: worth less than %g", roster, got, err, best)
		}
	}
	for _, roster := range []int{0, 2, 16} {
		if _, err := planner.Split(make([][]planner.Staffed, 3), roster); err == nil {
			t.Errorf("%d units over three shifts of none", roster)
		}
	}
}
