package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nightbeat/data/format"
	"nightbeat/planner"
)

// nightbeat runs a command in this process.
func nightbeat(t *testing.T, args ...string) (out, messages string, exit int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	exit = run(t.Context(), args, console{&stdout, &stderr})
	return stdout.String(), stderr.String(), exit
}

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		args []string
		exit int
		says string
	}{
		{[]string{"version"}, 0, ""},
		{[]string{"--help"}, 0, ""},
		{[]string{"nosuch"}, 2, "nosuch"},
		{[]string{"plan", "--sample", "--format", "dwg"}, 2, "geojson"},
		{[]string{"plan", "--sample", "--shift", "tonight"}, 2, "--shift"},
		{[]string{"plan", "--sample", "--base", "north"}, 2, "--base"},
		{[]string{"plan", "--sample", "--units", "-1"}, 1, "units"},
		{[]string{"plan", "--sample", "--units", "0"}, 1, "units"},
		{[]string{"plan", "--sample", "--units", "1", "--base", "-30.5,0.5"}, 1, "units[0].base"},
		{[]string{"plan", "--sample", "--shift", "2026-07-02T20:00:00+08:00/2026-07-02T19:00:00+08:00"}, 1, "shift.end"},
		{[]string{"serve", "--sample", "--addr", "0.0.0.0:0"}, 1, "127.0.0.1"},
		{[]string{"serve", "--sample", "--addr", "8080"}, 2, "host:port"},
	} {
		_, messages, exit := nightbeat(t, c.args...)
		if exit != c.exit || !strings.Contains(messages, c.says) {
			t.Errorf("%v: exit %d, %q; want %d and a word of %q", c.args, exit, messages, c.exit, c.says)
		}
		if strings.Count(messages, "\n") > 3 {
			t.Errorf("%v: more than three lines: %q", c.args, messages)
		}
	}
}

func TestImpossibleRequests(t *testing.T) {
	for body, field := range map[string]string{
		`{"units":0,"base":[118.2,39.7]}`:                             "units",
		`{"units":1,"base":[118.2,39.7],"cell_m":1}`:                  "cell_m",
		`{"units":1,"base":[118.2,39.7],"dwell_s":90000}`:             "dwell_s",
		`{"units":1,"base":[118.2,39.7],"speed":5}`:                   "speed",
		`{"units":1,"base":[122.0,36.0]}`:                             "units[0].base",
		`{"units":[{"id":"A","base":[118.2,39.7],"profile":"tank"}]}`: "profile",
	} {
		file := filepath.Join(t.TempDir(), "request.json")
		withShift := strings.Replace(body, "{", `{"shift":{"start":"2026-07-01T20:00:00+08:00","end":"2026-07-02T04:00:00+08:00"},`, 1)
		if err := os.WriteFile(file, []byte(withShift), 0o600); err != nil {
			t.Fatal(err)
		}
		_, messages, exit := nightbeat(t, "plan", "--sample", "--request", file)
		if exit != 1 || !strings.Contains(messages, field) || strings.Count(messages, "\n") > 1 {
			t.Errorf("%s: exit %d, %q; want 1 and one line that names %s", body, exit, messages, field)
		}
	}
}

func TestWestward(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"plan --base -122.4,37.7 --seed 1", "plan --base=-122.4,37.7 --seed 1"},
		{"route --roads F -122.4,37.7 -122.5,37.8", "route --roads F -- -122.4,37.7 -122.5,37.8"},
		{"route -122.4,37.7 10.5,3 --roads F", "route 10.5,3 --roads F -- -122.4,37.7"},
		{"plan --units -3", "plan --units=-3"},
	} {
		if got := westward(strings.Fields(c.args)); !reflect.DeepEqual(got, strings.Fields(c.want)) {
			t.Errorf("%s became %v, want %s", c.args, got, c.want)
		}
	}
}

// quickly makes the command plan the sample town with a short search.
var quickly = []string{"plan", "--sample", "--iterations", "200"}

// samplePlan is the sample town's plan after a short search, made by the command.
func samplePlan(t *testing.T, args ...string) []byte {
	t.Helper()
	out, messages, exit := nightbeat(t, append(slices.Clone(quickly), args...)...)
	if exit != 0 {
		t.Fatalf("exit %d: %s", exit, messages)
	}
	return []byte(out)
}

func TestSamplePlan(t *testing.T) {
	first := samplePlan(t)
	if second := samplePlan(t); !bytes.Equal(first, second) {
		t.Error("the same request gives other bytes")
	}
	var plan struct {
		Plan     struct{ ID string }
		Features []struct{ Properties struct{ Kind string } }
	}
	if err := json.Unmarshal(first, &plan); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, f := range plan.Features {
		kinds[f.Properties.Kind]++
	}
	if kinds["route"] != 4 || kinds["stop"] == 0 || kinds["leg"] <= kinds["stop"] {
		t.Errorf("features by kind: %v", kinds)
	}
}

func TestPlanIsWrittenWhole(t *testing.T) {
	out := filepath.Join(t.TempDir(), "night.geojson")
	if _, messages, exit := nightbeat(t, append(slices.Clone(quickly), "--out", out)...); exit != 0 {
		t.Fatal(messages)
	}
	raw, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(raw, samplePlan(t)) {
		t.Error("the file is not what standard output gets")
	}
	if _, _, exit := nightbeat(t, append(slices.Clone(quickly), "--out", filepath.Join(t.TempDir(), "no", "such", "folder.geojson"))...); exit != 1 {
		t.Errorf("a folder that is not there: exit %d, want 1", exit)
	}
}

// TestPictureIsTrue keeps the README's picture and its example of a reason to what their commands give.
func TestPictureIsTrue(t *testing.T) {
	if testing.Short() {
		t.Skip("the whole search of the sample's night; not in short runs")
	}
	kept, err := os.ReadFile("../../docs/night.svg")
	if err != nil {
		t.Fatal(err)
	}
	drawn, messages, exit := nightbeat(t, "plan", "--sample", "--format", "svg")
	if exit != 0 {
		t.Fatal(messages)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile(`(?m)^ +(.* within 100 m in .*)$`).FindSubmatch(readme)
	if example == nil || !strings.Contains(drawn, string(example[1])) {
		t.Errorf("README.md gives %q as a reason in the sample town; its plan does not", example)
	}
	if drawn != string(kept) {
		t.Error("docs/night.svg is not what the sample's plan looks like; run: make picture")
	}
}

// TestSampleNightPassesCheck re-verifies the sample's plan on its streets, and writes it in every format that needs no font.
func TestSampleNightPassesCheck(t *testing.T) {
	night, err := loadSample(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	night.Request.Iterations = 200
	plan, err := planner.Make(context.Background(), night.Inputs)
	if err != nil {
		t.Fatal(err)
	}
	if err := planner.Check(context.Background(), plan, night.Roads); err != nil {
		t.Error(err)
	}
	for _, f := range format.PlanFormats() {
		if f.Name == "pdf" {
			continue // needs a font; see TestBriefingPrintsChinese
		}
		var b bytes.Buffer
		if err := f.Write(&b, plan, night.scene); err != nil || b.Len() == 0 {
			t.Errorf("%s: %d bytes, %v", f.Name, b.Len(), err)
		}
	}
}

// A table of weights plans another night than none; flags win over it.
func TestPlanByHarm(t *testing.T) {
	table := filepath.Join(t.TempDir(), "weights.csv")
	if err := os.WriteFile(table, []byte("category,weight\nTheft,0\nDispute,0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	weights := func(args ...string) map[string]float64 {
		var plan struct {
			Plan struct {
				Request struct{ Categories map[string]float64 }
			}
		}
		if err := json.Unmarshal(samplePlan(t, args...), &plan); err != nil {
			t.Fatal(err)
		}
		return plan.Plan.Request.Categories
	}
	if got := weights("--harm", table, "--weights", "Theft=2"); got["Theft"] != 2 || got["Dispute"] != 0 || len(got) < 2 {
		t.Errorf("weights %v", got)
	}
	if got := weights(); got["Theft"] == 2 {
		t.Errorf("without flags %v", got)
	}
}

// TestMustKind makes every bank of the station's own list and the hospital of the streets' file a must point.
func TestMustKind(t *testing.T) {
	own := filepath.Join(t.TempDir(), "banks.geojson")
	bank := `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[118.2,39.7]},"properties":{"kind":"bank","name":"农行"}}]}`
	if err := os.WriteFile(own, []byte(bank), 0o600); err != nil {
		t.Fatal(err)
	}
	plan := string(samplePlan(t, "--landmarks", own, "--must-kind", "bank", "--must-kind", "hospital"))
	for _, name := range []string{"农行", "青槐医院"} {
		if !strings.Contains(plan, `"name":"`+name+`"`) {
			t.Errorf("%s is no stop", name)
		}
	}
	if _, messages, exit := nightbeat(t, append(slices.Clone(quickly), "--must-kind", "zoo")...); exit != 1 || !strings.Contains(messages, "hospital, market, police, school") {
		t.Errorf("exit %d: %s", exit, messages)
	}
}
