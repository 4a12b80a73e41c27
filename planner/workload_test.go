package planner

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"nightbeat/planner/words"
)

// sharedOut is a plan of units of 4, 4 and 2 hours that make so many stays of 10 min. The last is off its round for an hour.
func sharedOut(stays ...int) *Plan {
	at := testShift.Start
	plan := &Plan{
		Request: Request{Shift: testShift, Dwell: 10 * time.Minute, Balance: 1.25},
		Stops:   []Stop{{ID: "S01"}, {ID: "M01", Must: true}, {ID: "off", Reason: Reason{Off: "called away"}}},
	}
	for u, hours := range []time.Duration{4, 4, 3} {
		r := Route{Unit: Unit{ID: string(rune('A' + u)), Start: at, End: at.Add(hours * time.Hour)}}
		for range stays[u] {
			r.Calls = append(r.Calls, Call{Stop: 0})
		}
		plan.Routes = append(plan.Routes, r)
	}
	off := Call{Stop: 2, Arrive: at, Leave: at.Add(time.Hour)}
	plan.Routes[2].Calls = append(plan.Routes[2].Calls, off)
	return plan
}

func TestWorkload(t *testing.T) {
	plan := sharedOut(10, 6, 4) // even shares of 20 are 8, 8 and 4
	for u, want := range []Work{{10, 100 * time.Minute, 1.25}, {6, 60 * time.Minute, 0.75}, {4, 40 * time.Minute, 1}} {
		if got := plan.Workload()[u]; got.Stays != want.Stays || got.Asked != want.Asked || math.Abs(got.Ratio-want.Ratio) > 1e-12 {
			t.Errorf("unit %d: %v, want %v", u, got, want)
		}
	}
}

func TestUneven(t *testing.T) {
	for _, c := range []struct {
		stays  []int
		uneven bool
	}{
		{[]int{10, 6, 4}, false}, // 10 of 8: 1.25
		{[]int{11, 5, 4}, true},  // 11 of 8
		{[]int{9, 6, 6}, false},  // 6 of 4.2, of which 1.25 is 5.25, rounded up
		{[]int{8, 6, 7}, true},   // 7 of that
		{[]int{0, 0, 1}, false},  // a stay is whole
		{[]int{0, 0, 0}, false},
	} {
		plan := sharedOut(c.stays...)
		_, uneven := plan.uneven()
		check := checker{plan: plan}
		check.balance()
		if uneven != c.uneven || len(check.faults) > 0 != c.uneven {
			t.Errorf("%v: uneven %v, the check says %v", c.stays, uneven, check.faults)
		}
		plan.Warnings = []words.Note{words.New("the work could not be shared out as evenly as asked: %s", "A")}
		check = checker{plan: plan}
		if check.balance(); len(check.faults) > 0 {
			t.Errorf("%v: warned, and still %v", c.stays, check.faults)
		}
	}
	musts := sharedOut(11, 5, 4)
	for i := range musts.Routes[0].Calls {
		musts.Routes[0].Calls[i].Stop = 1
	}
	if _, uneven := musts.uneven(); uneven {
		t.Error("must points alone are uneven")
	}
}

// Four units have the time for all; with work shared out the fifth goes out too, and when one drops out the others share
// what is left of its work.
func TestBalancedNight(t *testing.T) {
	in := Inputs{Request: Request{Shift: testShift, Units: units(5), Stops: 15, Seed: 1, Iterations: 2500, Balance: 1.1}, Incidents: scatter(1, 1000)}
	plan, err := Make(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(context.Background(), plan, nil); err != nil {
		t.Fatal(err)
	}
	for u, w := range plan.Workload() {
		t.Logf("%v", w)
		if w.Stays == 0 || w.Ratio > 1.3 {
			t.Errorf("unit %d: %v", u, w)
		}
	}
	for _, w := range plan.Warnings {
		if strings.HasPrefix(w.String(), "the work could not") {
			t.Error(w)
		}
	}
	changed, _, err := Amend(context.Background(), Amendment{Plan: plan, Now: testShift.Start.Add(2 * time.Hour), Changes: []Change{Gone{plan.Routes[1].Unit.ID}}, Incidents: in.Incidents})
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(context.Background(), changed, nil); err != nil {
		t.Error(err)
	}
	t.Log(changed.Warnings)
	for u, w := range changed.Workload() {
		t.Logf("%v", w)
		if u != 1 && w.Ratio > 1.35 {
			t.Errorf("unit %d has %v after the change", u, w)
		}
	}
}
