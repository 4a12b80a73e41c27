package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// From a plan's stops to a draw, to a night that obeys it, to what it says.
func TestExperimentFromDrawToJudgement(t *testing.T) {
	dir := t.TempDir()
	night, draw, obeyed := filepath.Join(dir, "night.geojson"), filepath.Join(dir, "draw.geojson"), filepath.Join(dir, "obeyed.geojson")
	samplePlan(t, "--out", night)
	args := []string{"experiment", "draw", "--incidents", sampleIncidents, "--points", night, "--from", "2026-01-01", "--to", "2026-05-31", "--seed", "3", "--out", draw}
	if _, messages, exit := nightbeat(t, args...); exit != 0 {
		t.Fatal(messages)
	}
	drawn, err := os.ReadFile(draw)
	if err != nil || strings.Count(string(drawn), `"patrolled"`) != strings.Count(string(drawn), `"control"`) || !strings.Contains(string(drawn), `"seed": 3`) {
		t.Fatalf("%s, %v", drawn, err)
	}
	samplePlan(t, "--experiment", draw, "--out", obeyed)
	if plan, err := os.ReadFile(obeyed); err != nil || !strings.Contains(string(plan), `"priority":"must"`) || !strings.Contains(string(plan), `"avoid":[[`) {
		t.Errorf("the plan does not obey: %v", err)
	}
	judge := []string{"experiment", "judge", "--incidents", sampleIncidents, "--from", "2026-06-01", "--to", "2026-06-30", "--experiment"}
	if out, messages, exit := nightbeat(t, append(judge, draw)...); exit != 0 || !strings.Contains(out, "pairs:") {
		t.Errorf("exit %d, %q, %q", exit, out, messages)
	}
	if out, messages, exit := nightbeat(t, append(judge, draw, "--format", "json")...); exit != 0 || !strings.Contains(out, `"interval_90"`) {
		t.Errorf("exit %d, %q, %q", exit, out, messages)
	}
	if _, messages, exit := nightbeat(t, append(judge, night)...); exit != 1 || !strings.Contains(messages, "keep the file as it was drawn") {
		t.Errorf("a plan is taken for a draw: exit %d, %q", exit, messages)
	}
}
