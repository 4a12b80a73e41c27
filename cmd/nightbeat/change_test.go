package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nightbeat/data/format"
	"nightbeat/planner"
)

// sampleNight is the sample town's plan in a file.
func sampleNight(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "night.geojson")
	if _, messages, exit := nightbeat(t, "plan", "--sample", "--iterations", "500", "--out", file); exit != 0 {
		t.Fatal(messages)
	}
	return file
}

func readPlan(t *testing.T, name string) *planner.Plan {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	plan, err := format.ReadPlan(f)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestPlanFileIsReadWhole takes a real plan through its file and back, byte for byte.
func TestPlanFileIsReadWhole(t *testing.T) {
	file := sampleNight(t)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var again strings.Builder
	f, err := format.PlanFormatNamed("geojson")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Write(&again, readPlan(t, file), format.Scene{}); err != nil || again.String() != string(raw) {
		t.Errorf("written again it is another: %v", err)
	}
}

// TestNightIsChangedFromFiles loses a unit, then closes a street and has it back; each version names the one before and
// holds together.
func TestNightIsChangedFromFiles(t *testing.T) {
	first := sampleNight(t)
	second, third := first+".2.geojson", first+".3.geojson"
	_, messages, exit := nightbeat(t, "change", first, "--sample", "--at", "2026-07-01T23:12:00+08:00", "--gone", "A3", "--must", "118.205,39.702", "--changes", "4", "--out", second)
	if exit != 0 || !strings.Contains(messages, "Car 3 is out of service from 23:") || !strings.Contains(messages, " takes ") {
		t.Fatalf("exit %d: %s", exit, messages)
	}
	closed := filepath.Join(t.TempDir(), "closed.geojson")
	street := `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"until":"2026-07-02T02:00:00+08:00"},"geometry":{"type":"LineString","coordinates":[[118.2040,39.7010],[118.2044,39.7014]]}}]}`
	if err := os.WriteFile(closed, []byte(street), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, messages, exit = nightbeat(t, "change", second, "--sample", "--at", "2026-07-02T00:40:00+08:00", "--back", "A3", "--close", closed, "--out", third); exit != 0 {
		t.Fatalf("exit %d: %s", exit, messages)
	}
	night, err := loadSample(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	plans := []*planner.Plan{readPlan(t, first), readPlan(t, second), readPlan(t, third)}
	for i, plan := range plans[1:] {
		if err := planner.CheckChange(t.Context(), plans[i], plan, night.Roads); err != nil {
			t.Errorf("version %d: %v", i+2, err)
		}
	}
	if len(plans[2].Request.Closures) != 1 || plans[2].Request.Closures[0].Known.IsZero() {
		t.Errorf("closures %+v", plans[2].Request.Closures)
	}
}

// TestNightGoesBackToAnEarlierFile loses a unit and has the first plan again an hour later: the unit, too.
func TestNightGoesBackToAnEarlierFile(t *testing.T) {
	first := sampleNight(t)
	second, third := first+".2.geojson", first+".3.geojson"
	for _, args := range [][]string{
		{first, "--at", "2026-07-01T23:12:00+08:00", "--gone", "A3", "--out", second}, {second, "--at", "2026-07-02T00:12:00+08:00", "--restore", first, "--out", third},
	} {
		if _, messages, exit := nightbeat(t, append([]string{"change", "--sample"}, args...)...); exit != 0 {
			t.Fatalf("exit %d: %s", exit, messages)
		}
	}
	was, is := readPlan(t, first), readPlan(t, third)
	settled := time.Date(2026, 7, 1, 17, 0, 0, 0, time.UTC) // 01:00 there
	stays := func(p *planner.Plan) (n int) {
		for _, c := range p.Routes[2].Calls {
			if c.Arrive.After(settled) {
				n++
			}
		}
		return n
	}
	if is.Parent != readPlan(t, second).ID || 4*stays(is) < 3*stays(was) || stays(was) < 5 {
		t.Errorf("A3 makes %d stays after one o'clock, it was to make %d", stays(is), stays(was))
	}
	if _, messages, exit := nightbeat(t, "change", second, "--sample", "--at", "2026-07-02T00:12:00+08:00", "--restore", second); exit != 1 || !strings.Contains(messages, "is the version that is to be changed") {
		t.Errorf("exit %d: %s", exit, messages)
	}
}

func TestChangeFlagsAreRefused(t *testing.T) {
	file := sampleNight(t)
	for _, c := range []struct {
		args []string
		exit int
		says string
	}{
		{[]string{"--away", "A2"}, 2, "UNIT=30m"},
		{[]string{"--must", "north"}, 2, "LON,LAT"},
		{[]string{"--move", "S01"}, 2, "STOP=UNIT"},
		{[]string{"--move", "S01=A1:x"}, 2, "no number"},
		{[]string{"--gone", "A9"}, 1, "A9"},
		{[]string{}, 1, "changes"},
		{[]string{"--replan", "--at", "2026-07-02T09:00:00+08:00"}, 1, "end of the shift"},
		{[]string{"--replan", "--format", "dwg"}, 2, "geojson"},
	} {
		args := append([]string{"change", file, "--sample", "--at", "2026-07-01T23:00:00+08:00"}, c.args...)
		if _, messages, exit := nightbeat(t, args...); exit != c.exit || !strings.Contains(messages, c.says) {
			t.Errorf("%v: exit %d, %q; want %d and %q", c.args, exit, messages, c.exit, c.says)
		}
	}
}
