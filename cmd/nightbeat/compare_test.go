package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The sample town's May against April, with a plan's stops as the hot spots, areas, and a calendar.
func TestCompareTheSampleTown(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	stops := filepath.Join(dir, "night.geojson")
	samplePlan(t, "--out", stops)
	areas := write("areas.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"north"},
		"geometry":{"type":"Polygon","coordinates":[[[118,39.7],[119,39.7],[119,40],[118,40],[118,39.7]]]}}]}`)
	fair := write("fair.csv", "name,from,until\nfair,2026-05-01,2026-05-05\n")
	args := []string{"compare", "--incidents", sampleIncidents, "--from", "2026-05-01", "--to", "2026-05-31"}
	out, messages, exit := nightbeat(t, append(args, "--points", stops, "--areas", areas, "--calendar", fair)...)
	if exit != 0 {
		t.Fatal(messages)
	}
	for _, said := range []string{"2026-05-01 to 2026-05-31", "(2026-04-01 to 2026-04-30)", "district", "area north", "ring", "points", "fair: 5 days in the period"} {
		if !strings.Contains(out, said) {
			t.Errorf("lacks %q:\n%s", said, out)
		}
	}
	for _, c := range []struct {
		args []string
		exit int
		says string
	}{
		{[]string{"--format", "xlsx"}, 2, "csv, json, pdf, svg, table"},
		{[]string{"--from", "May"}, 2, "--from"},
		{[]string{"--areas", stops}, 1, "night.geojson: features[0]"},
		{[]string{"--calendar", areas}, 1, "areas.geojson"},
		{[]string{"--from", "2030-05-01", "--to", "2029-05-01"}, 1, "period"},
	} {
		if _, messages, exit := nightbeat(t, append(args, c.args...)...); exit != c.exit || !strings.Contains(messages, c.says) {
			t.Errorf("%v: exit %d, %q", c.args, exit, messages)
		}
	}
}
