package planner

import (
	"strings"
	"testing"
	"time"
)

func TestVeiledReasons(t *testing.T) {
	night := Shift{time.Date(2026, 7, 1, 20, 0, 0, 0, time.UTC), time.Date(2026, 7, 2, 4, 0, 0, 0, time.UTC)}
	hours := make([]int, 24)
	hours[1], hours[12], hours[22] = 7, 6, 2
	plan := &Plan{Stops: []Stop{
		{Incidents: 18, Reason: Reason{Categories: []CategoryCount{{"Theft", 12}, {"Fight", 4}, {"Fraud", 2}}, Clocked: 15, InHours: 9, Hours: hours, WithinM: 100, Days: 30}},
		{Incidents: 3, Reason: Reason{Categories: []CategoryCount{{"Theft", 3}}, Clocked: 3, InHours: 3, Hours: hours, WithinM: 100, Days: 30}},
	}}
	v := plan.Veiled(5)
	if s := v.Stops[0]; s.Incidents != 10 || len(s.Reason.Categories) != 1 || s.Reason.Hours[22] != 0 || s.Reason.Hours[1] != 5 || s.Reason.InHours != 10 || s.Reason.Clocked != 15 {
		t.Errorf("%+v", s)
	}
	if said := v.Stops[0].Reason.Sentence(night); !strings.HasPrefix(said, "10 Theft and fewer than 5 of others within 100 m in 30 days, 67 %") {
		t.Error(said)
	}
	if said := v.Stops[1].Reason.Sentence(night); v.Stops[1].Incidents != 0 || v.Stops[1].Reason.Clocked != 0 || !strings.HasPrefix(said, "fewer than 5 incidents of any category within 100 m") {
		t.Error(said)
	}
	if plan.Stops[0].Incidents != 18 || len(plan.Stops[0].Reason.Categories) != 3 || plan.Stops[0].Reason.Hours[22] != 2 {
		t.Errorf("the plan itself changed: %+v", plan.Stops[0])
	}
}

// TestRoundedIsTheNearest sets Rounded beside a search for the multiple of k that lies nearest, the greater of two; no sum or
// difference of any two is of 1 to k-1.
func TestRoundedIsTheNearest(t *testing.T) {
	for k := 2; k <= 12; k++ {
		for n := range 60 {
			nearest := 0
			for m := 0; m <= 72 && n >= k; m += k {
				if (m-n)*(m-n) <= (nearest-n)*(nearest-n) {
					nearest = m
				}
			}
			if told := Rounded(n, k); told != nearest {
				t.Errorf("%d to the nearest %d is %d, want %d", n, k, told, nearest)
			}
			for total := n; total < 60; total++ {
				if left := Rounded(total, k) - Rounded(n, k); left%k != 0 || left < 0 {
					t.Errorf("%d less %d, told to the nearest %d, leaves %d", total, n, k, left)
				}
			}
		}
	}
	if Rounded(3, 0) != 3 || Rounded(3, 1) != 3 {
		t.Error("who is told of all gets rounded counts")
	}
}
