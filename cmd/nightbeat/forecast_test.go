package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const sampleIncidents = "../../data/sample/incidents.geojson.gz"

// without is a copy of the sample's incidents that lacks those at or after an instant.
func without(t *testing.T, from string) string {
	t.Helper()
	packed, err := os.Open(sampleIncidents)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	in, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		line := strings.TrimSuffix(lines.Text(), ",")
		if _, at, found := strings.Cut(line, `"occurred_at":"`); found && at[:len(from)] < from {
			kept = append(kept, line)
		}
	}
	name := filepath.Join(t.TempDir(), "before.geojson")
	text := `{"type":"FeatureCollection","features":[` + strings.Join(kept, ",\n") + `]}`
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// The forecast at an instant is the same, byte for byte, when the file ends there.
func TestForecastDoesNotLookAhead(t *testing.T) {
	at := "2026-03-01T20:00:00+08:00"
	before := without(t, at)
	for _, model := range []string{"count", "auto"} {
		args := []string{"forecast", "--at", at, "--horizon", "8h", "--model", model, "--describe"}
		all, messages, exit := nightbeat(t, append(args, "--incidents", sampleIncidents)...)
		if exit != 0 {
			t.Fatal(messages)
		}
		past, _, _ := nightbeat(t, append(args, "--incidents", before)...)
		if all != past || len(all) < 1000 {
			t.Errorf("%s: %d bytes from the whole file, %d from its past", model, len(all), len(past))
		}
	}
}

func TestForecastFormats(t *testing.T) {
	args := []string{"forecast", "--incidents", sampleIncidents, "--at", "2026-03-01T00:00:00+08:00", "--hours", "20-04"}
	out, messages, exit := nightbeat(t, args...)
	var fc struct {
		Surface struct {
			Model, Hours string
			Cells        int
		}
		Features []json.RawMessage
	}
	if err := json.Unmarshal([]byte(out), &fc); err != nil || exit != 0 {
		t.Fatalf("exit %d, %v, %s", exit, err, messages)
	}
	if fc.Surface.Hours != "20-04" || fc.Surface.Cells != len(fc.Features) || fc.Surface.Model == "" {
		t.Errorf("%+v with %d features", fc.Surface, len(fc.Features))
	}
	csv := filepath.Join(t.TempDir(), "risk.csv")
	if _, messages, exit := nightbeat(t, append(args, "--out", csv)...); exit != 0 {
		t.Fatal(messages)
	}
	sheet, err := os.ReadFile(csv)
	if lines := strings.Count(string(sheet), "\n"); err != nil || lines != 1+len(fc.Features) {
		t.Errorf("%d lines, %v", lines, err)
	}
}

func TestBacktestAndSeriesSpeak(t *testing.T) {
	out, messages, exit := nightbeat(t, "backtest", "--incidents", sampleIncidents, "--from", "2026-03-01T00:00:00+08:00",
		"--to", "2026-04-05T00:00:00+08:00", "--models", "count,quartic,auto", "--coverage", "0.02,0.05")
	if exit != 0 || !strings.Contains(out, "5 windows of 168h") || !strings.Contains(out, "than count: quartic") {
		t.Errorf("exit %d, %s\n%s", exit, messages, out)
	}
	out, messages, exit = nightbeat(t, "backtest", "--incidents", sampleIncidents, "--from", "2026-03-01T00:00:00+08:00",
		"--to", "2026-03-15T00:00:00+08:00", "--coverage", "0.05", "--roads", "../../data/sample/streets.osm.gz")
	if exit != 0 || !strings.Contains(out, "than cells: streets") && !strings.Contains(out, "cannot tell from cells") {
		t.Errorf("exit %d, %s\n%s", exit, messages, out)
	}
	out, messages, exit = nightbeat(t, "series", "--incidents", sampleIncidents, "--at", "2026-03-01T00:00:00+08:00")
	if exit != 0 || !strings.Contains(out, "pairs against chance") {
		t.Errorf("exit %d, %s\n%s", exit, messages, out)
	}
}

func TestForecastRefusals(t *testing.T) {
	for _, c := range []struct {
		args string
		exit int
		says string
	}{
		{"forecast --at tonight", 2, "--at"},
		{"forecast --at 2026-03-01T00:00:00+08:00 --hours 8pm", 2, "--hours"},
		{"forecast --at 2026-03-01T00:00:00+08:00 --format shp", 2, "geojson"},
		{"forecast --at 2026-03-01T00:00:00+08:00 --model oracle", 1, "oracle"},
		{"forecast --at 2026-03-01T00:00:00+08:00 --cell 1", 1, "cell_m"},
		{"forecast --at 2026-03-01T00:00:00+08:00 --horizon -1h", 1, "end"},
		{"forecast --at 1999-03-01T00:00:00+08:00", 1, "incidents"},
		{"backtest --from 2026-03-01T00:00:00+08:00 --to 2026-03-02T00:00:00+08:00", 1, "horizon"},
		{"backtest --from 2026-03-01T00:00:00+08:00 --to 2026-05-02T00:00:00+08:00 --models magic", 2, "magic"},
		{"backtest --from 2026-03-01T00:00:00+08:00 --to 2026-05-02T00:00:00+08:00 --coverage 3", 1, "coverage"},
		{"series --at never", 2, "--at"},
	} {
		_, messages, exit := nightbeat(t, append(strings.Fields(c.args), "--incidents", sampleIncidents)...)
		if exit != c.exit || !strings.Contains(messages, c.says) {
			t.Errorf("%s: exit %d, %q; want %d and a word of %q", c.args, exit, messages, c.exit, c.says)
		}
	}
}

// A calendar is read, learned from and said; a broken one is named.
func TestForecastWithACalendar(t *testing.T) {
	fair := filepath.Join(t.TempDir(), "fair.csv")
	if err := os.WriteFile(fair, []byte("name,from,until\nfair,2026-05-01,2026-05-03\nfair,2026-06-30,2026-06-30\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"forecast", "--incidents", sampleIncidents, "--at", "2026-06-30T08:00:00+08:00", "--horizon", "12h", "--calendar"}
	if _, messages, exit := nightbeat(t, append(args, fair)...); exit != 0 || !strings.Contains(messages, "the calendar says fair") {
		t.Errorf("exit %d, %q", exit, messages)
	}
	if _, messages, exit := nightbeat(t, append(args, sampleIncidents)...); exit != 1 || !strings.Contains(messages, "incidents.geojson.gz") {
		t.Errorf("exit %d, %q", exit, messages)
	}
}
