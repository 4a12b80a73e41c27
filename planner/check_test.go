package planner

import (
	"context"
	"testing"
	"time"
)

// goodPlan is a plan that holds together, made afresh for each test that spoils it.
func goodPlan(t *testing.T) *Plan {
	t.Helper()
	plan, err := Make(context.Background(), Inputs{
		Request: Request{
			Shift: testShift, Units: units(2), Seed: 1, Iterations: 500,
			Must: []Must{{ID: "school", Place: testBase, Windows: []Shift{{testShift.Start.Add(time.Hour), testShift.Start.Add(2 * time.Hour)}}}},
		},
		Incidents: scatter(1, 1000),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(context.Background(), plan, nil); err != nil {
		t.Fatal(err)
	}
	if len(plan.Routes[0].Calls) < 3 || len(plan.Routes[1].Calls) < 3 {
		t.Fatalf("too small a plan to spoil: %d and %d calls", len(plan.Routes[0].Calls), len(plan.Routes[1].Calls))
	}
	return plan
}

// TestCheckFindsFaults spoils a good plan in one place at a time.
func TestCheckFindsFaults(t *testing.T) {
	for name, spoil := range map[string]func(*Plan){
		"a route is missing":            func(p *Plan) { p.Routes = p.Routes[:1] },
		"routes are swapped":            func(p *Plan) { p.Routes[0], p.Routes[1] = p.Routes[1], p.Routes[0] },
		"a leg is missing":              func(p *Plan) { p.Routes[0].Legs = p.Routes[0].Legs[1:] },
		"a leg starts late":             func(p *Plan) { p.Routes[0].Legs[1].Depart = p.Routes[0].Legs[1].Depart.Add(time.Minute) },
		"a leg goes elsewhere":          func(p *Plan) { p.Routes[0].Legs[1].To = "nowhere" },
		"a leg's line stops short":      func(p *Plan) { p.Routes[0].Legs[1].Line = p.Routes[0].Legs[1].Line[:1] },
		"a leg is told shorter":         func(p *Plan) { p.Routes[0].Legs[1].DistanceM -= 50; p.Routes[0].DistanceM -= 50 },
		"the route is told longer":      func(p *Plan) { p.Routes[0].DistanceM += 5 },
		"it ends after the shift":       func(p *Plan) { p.Routes[0].End = p.Request.Shift.End.Add(time.Minute) },
		"it begins before the shift":    func(p *Plan) { p.Routes[0].Start = p.Request.Shift.Start.Add(-time.Minute) },
		"the drive is told shorter":     func(p *Plan) { p.Routes[0].Drive -= time.Minute },
		"the dwell is told longer":      func(p *Plan) { p.Routes[0].Dwell += time.Minute },
		"a stay is too short":           func(p *Plan) { p.Request.DwellMin = 5 * time.Hour },
		"a revisit comes late":          func(p *Plan) { p.Request.Revisit = 31 * time.Minute },
		"a visit is numbered wrong":     func(p *Plan) { p.Routes[0].Calls[0].Visit = 9 },
		"a stop is moved off":           func(p *Plan) { p.Stops[p.Routes[0].Calls[1].Stop].Place[0] += 0.01 },
		"a share is too high":           func(p *Plan) { p.Stops[0].Share += 0.01 },
		"the plan's share is too high":  func(p *Plan) { p.Share += 0.01 },
		"a route's share is too low":    func(p *Plan) { p.Routes[0].Share -= 0.01 },
		"the reward beats the bound":    func(p *Plan) { p.Bound = p.Reward - 1 },
		"a stop nobody visits":          func(p *Plan) { p.Stops = append(p.Stops, Stop{ID: "X"}) },
		"a must point left out quietly": func(p *Plan) { p.Request.Must = append(p.Request.Must, Must{ID: "bank"}) },
		"a must point outside its window": func(p *Plan) {
			p.Request.Must[0].Windows[0] = Shift{p.Request.Shift.End.Add(-time.Minute), p.Request.Shift.End}
		},
		"two units at one stop at once": func(p *Plan) {
			p.Routes[1].Calls[0].Stop = p.Routes[0].Calls[0].Stop
			p.numberVisits()
		},
	} {
		plan := goodPlan(t)
		spoil(plan)
		if err := Check(context.Background(), plan, nil); err == nil {
			t.Errorf("%s: not found", name)
		}
	}
}
