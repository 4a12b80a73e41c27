package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

// trackFile writes a track of a unit that drives its route as planned, a point every 20 seconds at its stops and none on
// the way.
func trackFile(t *testing.T, plan *planner.Plan, r planner.Route) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(`<gpx version="1.1"><trk><trkseg>`)
	for _, call := range r.Calls {
		at := plan.Stops[call.Stop].Place
		for when := call.Arrive; !when.After(call.Leave); when = when.Add(20 * time.Second) {
			fmt.Fprintf(&b, `<trkpt lat="%.6f" lon="%.6f"><time>%s</time></trkpt>`, at[1], at[0], when.UTC().Format(time.RFC3339))
		}
	}
	b.WriteString(`</trkseg></trk></gpx>`)
	name := filepath.Join(t.TempDir(), r.Unit.ID+".gpx")
	if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// A unit whose track follows its route has made all its stays; those of the others nobody told.
func TestDoneFollowsTracks(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "night.geojson")
	if _, errs, code := nightbeat(t, "plan", "--sample", "--iterations", "200", "--out", file); code != 0 {
		t.Fatal(errs)
	}
	plan, err := readFile(file, format.ReadPlan)
	if err != nil {
		t.Fatal(err)
	}
	first := plan.Routes[0]
	track := first.Unit.ID + "=" + trackFile(t, plan, first)
	out, errs, code := nightbeat(t, "done", file, "--track", track)
	all := 0
	for _, r := range plan.Routes {
		all += len(r.Calls)
	}
	made := fmt.Sprintf("of %d planned stays %d were made", all, len(first.Calls))
	if code != 0 || !strings.Contains(out, made) || !strings.Contains(errs, fmt.Sprintf("%d stands at the stops of %s", len(first.Calls), first.Unit.ID)) {
		t.Errorf("exit %d, want %q: %s\n%s", code, made, out, errs)
	}
	if out, _, code := nightbeat(t, "done", file, "--track", track, "--format", "csv"); code != 0 || strings.Count(out, ",track\n") != len(first.Calls) {
		t.Errorf("exit %d: %s", code, out)
	}
	if out, _, code := nightbeat(t, "done", file, "--track", track, "--format", "csv", "--by", "stop"); code != 0 || !strings.HasPrefix(out, "\ufeffstop,name,stops,planned,made,") {
		t.Errorf("exit %d: %s", code, out)
	}
	for _, bad := range [][]string{{"done", file, "--by", "area"}, {"done", file, "--by", "person"}, {"done"}, {"done", file, "--track", "A1"}, {"done", file, "--format", "xls"}} {
		if _, errs, code := nightbeat(t, bad...); code != 2 {
			t.Errorf("%v: exit %d, %s", bad, code, errs)
		}
	}
	if _, errs, code := nightbeat(t, "done", file, "--track", "A1="+file); code != 1 || !strings.Contains(errs, "night.geojson: track: is no GPX file") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

// The log counts what is in the store, in each format; the hand-over keeps in it what a track shows.
func TestStoreHasTheNight(t *testing.T) {
	dir := t.TempDir()
	file, store := filepath.Join(dir, "night.geojson"), filepath.Join(dir, "store.gpkg")
	if _, errs, code := nightbeat(t, "plan", "--sample", "--iterations", "200", "--out", file); code != 0 {
		t.Fatal(errs)
	}
	plan, err := readFile(file, format.ReadPlan)
	if err != nil {
		t.Fatal(err)
	}
	s, err := openStore(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SavePlan(t.Context(), plan, time.Now()); err != nil {
		t.Fatal(err)
	}
	shift := plan.Request.Shift
	if err := s.Report(t.Context(), data.Report{ID: "A1 report-1", Plan: plan.ID, Report: planner.Report{Unit: "A1", Kind: planner.Settled, At: shift.Start}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	track := plan.Routes[0].Unit.ID + "=" + trackFile(t, plan, plan.Routes[0])
	for range 2 { // the second time nothing changes
		if _, errs, code := nightbeat(t, "done", "--store", store, "--track", track); code != 0 {
			t.Fatal(errs)
		}
	}
	if out, errs, code := nightbeat(t, "done", "--store", store, "--format", "csv"); code != 0 || strings.Count(out, ",track\n") != len(plan.Routes[0].Calls) {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	if out, errs, code := nightbeat(t, "done", "--store", store, "--format", "csv", "--by", "area"); code != 0 || !strings.HasPrefix(out, "\ufeffarea,name,") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	month := shift.Start.Format("2006-01")
	for name, want := range map[string]string{"table": "Disputes settled", "csv": ",settled,1", "json": `"settled": 1`, "pdf": "%PDF-"} {
		if out, errs, code := nightbeat(t, "log", "--store", store, "--month", month, "--format", name); code != 0 || !strings.Contains(out, want) {
			t.Errorf("%s: exit %d: %.300s%s", name, code, out, errs)
		}
	}
	if _, errs, code := nightbeat(t, "log", "--store", store, "--month", "July"); code != 2 {
		t.Errorf("exit %d: %s", code, errs)
	}
}
