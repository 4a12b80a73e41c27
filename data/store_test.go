package data_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"nightbeat/data"
	"nightbeat/data/storetest"
	"nightbeat/planner"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(*testing.T) data.Store { return &data.Memory{} })
}

func TestMemoryForgetsTheOldest(t *testing.T) {
	var m data.Memory
	for i := range data.MemoryPlans + 1 {
		if _, err := m.SavePlan(context.Background(), &planner.Plan{ID: fmt.Sprint(i)}, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	if all, _ := m.Plans(context.Background()); len(all) != data.MemoryPlans || all[len(all)-1].ID != "1" {
		t.Errorf("%d plans, the oldest %s; want %d and 1", len(all), all[len(all)-1].ID, data.MemoryPlans)
	}
}
