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
	if s := v.Stops[0]; s.Incidents != 12 || len(s.Reason.Categories) != 1 || s.Reason.Hours[22] != 0 || s.Reason.Hours[1] != 7 || s.Reason.InHours != 9 {
		t.Errorf("%+v", s)
	}
	if said := v.Stops[0].Reason.Sentence(night); !strings.HasPrefix(said, "12 Theft and fewer than 5 of others within 100 m in 30 days, 60 %") {
		t.Error(said)
	}
	if said := v.Stops[1].Reason.Sentence(night); v.Stops[1].Incidents != 0 || v.Stops[1].Reason.Hours != nil || !strings.HasPrefix(said, "fewer than 5 incidents of any category within 100 m") {
		t.Error(said)
	}
	if plan.Stops[0].Incidents != 18 || len(plan.Stops[0].Reason.Categories) != 3 || plan.Stops[0].Reason.Hours[22] != 2 {
		t.Errorf("the plan itself changed: %+v", plan.Stops[0])
	}
}
