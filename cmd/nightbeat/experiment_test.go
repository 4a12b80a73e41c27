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
	args := []string{"experiment", "draw", "--incidents", sampleIncidents, "--points", night, "--from", "2026-01-01", "--to", "2026-06-30", "--period", "2026-07-01/2026-07-31", "--hours", "20-04", "--seed", "3", "--out", draw}
	if _, messages, exit := nightbeat(t, args...); exit != 0 || !strings.Contains(messages, "incidents are due on each side") {
		t.Fatal(exit, messages)
	}
	drawn, err := os.ReadFile(draw)
	if err != nil || strings.Count(string(drawn), `"patrolled"`) != strings.Count(string(drawn), `"control"`) || !strings.Contains(string(drawn), `"seed": 3`) {
		t.Fatalf("%s, %v", drawn, err)
	}
	samplePlan(t, "--experiment", draw, "--out", obeyed)
	if plan, err := os.ReadFile(obeyed); err != nil || !strings.Contains(string(plan), `"priority":"must"`) || !strings.Contains(string(plan), `"avoid":[[`) {
		t.Errorf("the plan does not obey: %v", err)
	}
	judge := []string{"experiment", "judge", "--incidents", sampleIncidents, "--experiment"}
	if _, messages, exit := nightbeat(t, append(judge, night)...); exit != 1 || !strings.Contains(messages, "keep the file as it was drawn") {
		t.Errorf("a plan is taken for a draw: exit %d, %q", exit, messages)
	}
	for unit, more := range map[string][]string{"spots": {"--from", "2025-01-01", "--to", "2025-05-31"}, "nights": nil} {
		early := filepath.Join(dir, unit+".geojson")
		args := append([]string{"experiment", "draw", "--incidents", sampleIncidents, "--points", night, "--unit", unit, "--period", "2025-06-01/2025-07-31", "--out", early}, more...)
		if _, messages, exit := nightbeat(t, args...); exit != 0 {
			t.Fatal(messages)
		}
		if out, messages, exit := nightbeat(t, append(judge, early)...); exit != 0 || !strings.Contains(out, "pairs of "+map[string]string{"spots": "hot spots", "nights": "nights"}[unit]) {
			t.Errorf("%s: exit %d, %q, %q", unit, exit, out, messages)
		}
		if out, messages, exit := nightbeat(t, append(judge, early, "--format", "json")...); exit != 0 || !strings.Contains(out, `"interval_90"`) {
			t.Errorf("%s: exit %d, %q, %q", unit, exit, out, messages)
		}
	}
	future := filepath.Join(dir, "future.geojson")
	if err := os.WriteFile(future, []byte(strings.ReplaceAll(string(drawn), "2026-0", "2999-0")), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, messages, exit := nightbeat(t, append(judge, future)...); exit != 1 || !strings.Contains(messages, "misled by chance") {
		t.Errorf("judged before it is over: exit %d, %q", exit, messages)
	}
}
