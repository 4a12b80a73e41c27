package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A night's plan over two halves of the town, against the month before it and that night.
func TestFairnessOfAPlan(t *testing.T) {
	dir := t.TempDir()
	night, areas := filepath.Join(dir, "night.geojson"), filepath.Join(dir, "areas.geojson")
	samplePlan(t, "--out", night)
	text := `{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":{"name":"west"},"geometry":{"type":"Polygon","coordinates":[[[118,39],[118.2,39],[118.2,40],[118,40],[118,39]]]}},
		{"type":"Feature","properties":{"name":"=east"},"geometry":{"type":"Polygon","coordinates":[[[118.2,39],[119,39],[119,40],[118.2,40],[118.2,39]]]}}]}`
	if err := os.WriteFile(areas, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"fairness", "--incidents", sampleIncidents, "--patrolled", night, "--areas", areas, "--from", "2026-06-01", "--to", "2026-07-02"}
	for format, says := range map[string]string{"table": "minutes to harm", "json": `"share_of_harm"`, "csv": "'=east"} {
		if out, messages, exit := nightbeat(t, append(args, "--format", format)...); exit != 0 || !strings.Contains(out, says) || !strings.Contains(out, "west") {
			t.Errorf("%s: exit %d, %q, %q", format, exit, messages, out)
		}
	}
	store := filepath.Join(dir, "s.gpkg")
	if _, messages, exit := nightbeat(t, "area", "add", areas, "--store", store); exit != 0 {
		t.Fatal(messages)
	}
	fromFile, _, _ := nightbeat(t, append(args, "--format", "csv")...)
	for i, arg := range args {
		if arg == "--areas" {
			args[i], args[i+1] = "--store", store
		}
	}
	fromStore, messages, exit := nightbeat(t, append(args, "--format", "csv")...)
	if exit != 0 || len(fromFile) == 0 || slices.Compare(sortedLines(fromStore), sortedLines(fromFile)) != 0 { // a store has them by name
		t.Errorf("exit %d, %q; from the store\n%s\nfrom the file\n%s", exit, messages, fromStore, fromFile)
	}
}

func sortedLines(text string) []string { return slices.Sorted(strings.Lines(text)) }
