package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const incidentA = `{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[118.18,39.63]},"properties":{"category":"\u001b[31m=盗窃","time":"2023-09-14 22:10"}}`

func incidentFile(t *testing.T, name string, features ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	text := `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestIncidents(t *testing.T) {
	good, none := incidentFile(t, "good.geojson", incidentA), incidentFile(t, "none.geojson")
	out, messages, exit := nightbeat(t, "incidents", "--zone", "Asia/Shanghai", good, none)
	if exit != 0 || !strings.Contains(messages, "1 loaded, 0 rejected") {
		t.Errorf("exit %d: %s", exit, messages)
	}
	for _, want := range []string{"good.geojson: 1 loaded, 0 rejected", "none.geojson: 0 loaded", "from 2023-09-14T22:10:00+08:00", "minute: 1", `1  \x1b[31m=盗窃`} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	for _, c := range []struct {
		args []string
		exit int
		says string
	}{
		{[]string{good}, 0, `features[0] (id "a"): time has no zone; `},
		{[]string{good, filepath.Join(t.TempDir(), "gone.geojson")}, 1, "gone.geojson"},
		{[]string{"--zone", "Nowhere", good}, 2, "--zone"},
		{[]string{"--map", "colour=x", good}, 2, "colour"},
		{[]string{"--rejects", filepath.Join(t.TempDir(), "no", "way.csv"), good}, 1, "way.csv"},
		{[]string{"--map", "time=category,category=time", good}, 0, "time is written like"},
		{nil, 2, "--incidents"},
	} {
		if _, messages, exit := nightbeat(t, append([]string{"incidents"}, c.args...)...); exit != c.exit || !strings.Contains(messages, c.says) {
			t.Errorf("%v: exit %d, %s; want %d, %q", c.args, exit, messages, c.exit, c.says)
		}
	}
}

// TestManyRejects: at most 64 kB are said; the file that --rejects names holds all.
func TestManyRejects(t *testing.T) {
	const bad = 5000
	features := make([]string, bad)
	for i := range features {
		features[i] = `{"type":"Feature","id":"=1+1"}`
	}
	rejects := filepath.Join(t.TempDir(), "rejects.csv")
	_, messages, exit := nightbeat(t, "incidents", "--rejects", rejects, incidentFile(t, "bad.geojson", features...))
	if exit != 0 || len(messages) > 64_000 || !strings.Contains(messages, "0 loaded, 5000 rejected") {
		t.Errorf("exit %d, %d bytes said", exit, len(messages))
	}
	named := strings.Count(messages, "features[")
	if more := "and " + strconv.Itoa(bad-named) + " more"; !strings.Contains(messages, more) {
		t.Errorf("%d named, no %q", named, more)
	}
	f, err := os.Open(rejects)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) != 1+bad || rows[bad][1] != strconv.Itoa(bad-1) || rows[1][2] != "'=1+1" {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}
