package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nightbeat/planner"
)

func TestWorkload(t *testing.T) {
	name := filepath.Join(t.TempDir(), "s.gpkg")
	night, err := loadSample(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	night.Request.Iterations = 100
	plan, err := planner.Make(context.Background(), night.Inputs)
	if err != nil {
		t.Fatal(err)
	}
	store, err := openStore(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = store.SavePlan(context.Background(), plan, time.Now()); err == nil {
		_, err = store.Approve(context.Background(), plan.ID, "commander", time.Now())
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	for form, want := range map[string]string{"table": "largest to mean", "json": `"largest_to_mean"`, "csv": "A1,1,1,"} {
		if said, messages, exit := nightbeat(t, "workload", "--store", name, "--month", "2026-07", "--format", form); exit != 0 || !strings.Contains(said, want) {
			t.Errorf("%s: exit %d: %s%s", form, exit, said, messages)
		}
	}
	if _, messages, exit := nightbeat(t, "workload", "--store", name, "--month", "2026-06"); exit != 0 || !strings.Contains(messages, "no plan") {
		t.Errorf("another month: exit %d: %s", exit, messages)
	}
	for args, want := range map[string]int{"workload --store none.gpkg --month 2026-07": 1, "workload --store x --month July": 2} {
		if _, _, exit := nightbeat(t, strings.Fields(args)...); exit != want {
			t.Errorf("%s: exit %d, want %d", args, exit, want)
		}
	}
}
