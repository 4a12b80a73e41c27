package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Last night's plan as it was written corrects tonight's finds; what is no presence is named.
func TestForecastCorrectsByAnEarlierPlan(t *testing.T) {
	last := filepath.Join(t.TempDir(), "last.geojson")
	samplePlan(t, "--out", last)
	found := filepath.Join(t.TempDir(), "found.geojson")
	text := `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[118.2,39.7]},
		"properties":{"id":"d1","category":"Bag search","occurred_at":"2026-07-10T21:00:00+08:00","source":"discovered"}}]}`
	if err := os.WriteFile(found, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"forecast", "--incidents", sampleIncidents, "--incidents", found, "--model", "count", "--discovered", "--at", "2026-07-11T20:00:00+08:00"}
	out, messages, exit := nightbeat(t, append(args, "--patrolled", last)...)
	const says = "1 incidents that police found by looking weigh"
	if exit != 0 || !strings.Contains(messages, says) || !strings.Contains(out, says) {
		t.Errorf("exit %d, %q", exit, messages)
	}
	if _, messages, exit := nightbeat(t, append(args, "--patrolled", found)...); exit != 0 || !strings.Contains(messages, "features[0]: lacks arrive") {
		t.Errorf("points without times: exit %d, %q", exit, messages)
	}
	if _, messages, exit := nightbeat(t, append(args, "--patrolled", "patrolled_test.go")...); exit != 1 || !strings.Contains(messages, "FeatureCollection") {
		t.Errorf("no GeoJSON: exit %d, %q", exit, messages)
	}
}
