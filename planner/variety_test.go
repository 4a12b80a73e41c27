package planner

import (
	"context"
	"testing"
)

// Plans drawn by other seeds are of one choice of nights, and no two nights of it are alike; the same seed draws the same.
func TestVariedNights(t *testing.T) {
	in := Inputs{Request: Request{Shift: testShift, Units: units(3), Stops: 12, Iterations: 60, Vary: 3}, Incidents: scatter(1, 1000)}
	ids, rewards := map[string]bool{}, map[int64]bool{}
	var variety Variety
	for in.Request.Seed = range int64(4) {
		plan, err := Make(context.Background(), in)
		if err == nil {
			err = Check(context.Background(), plan, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := Make(context.Background(), in); again.ID != plan.ID {
			t.Errorf("seed %d draws another plan the second time", in.Request.Seed)
		}
		if in.Request.Seed > 0 && plan.Variety != variety {
			t.Errorf("seed %d tells %v, another %v: they are drawn from other nights", in.Request.Seed, plan.Variety, variety)
		}
		variety = plan.Variety
		ids[plan.ID], rewards[plan.Reward] = true, true
	}
	t.Log(variety, len(rewards))
	if variety.Nights < 2 || variety.Guess <= 0 || variety.Guess >= 1 || variety.Known <= 0 || variety.Known >= 1 || variety.Loss < 0 || variety.Loss > 3 {
		t.Errorf("%+v", variety)
	}
	if len(ids) < 4 || len(rewards) < 2 {
		t.Errorf("4 seeds draw %d nights of other worth", len(rewards))
	}
}
