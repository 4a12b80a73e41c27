package main

import (
	"encoding/csv"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// TestRepeatOfTheTown lists the sample's repeat places in each format, and plans rounds to them.
func TestRepeatOfTheTown(t *testing.T) {
	table, messages, exit := nightbeat(t, "repeat", "--sample")
	if exit != 0 || !strings.Contains(table, "R01") || !strings.Contains(messages, "on at least 3 of the 90 days") {
		t.Fatalf("exit %d: %s%s", exit, table, messages)
	}
	text, _, _ := nightbeat(t, "repeat", "--sample", "--format", "csv")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != strings.Count(table, "\n") {
		t.Errorf("%d rows of CSV beside the table\n%s%v", len(rows), table, err)
	}
	text, _, _ = nightbeat(t, "repeat", "--sample", "--format", "geojson")
	var places struct {
		Features []struct {
			ID         string
			Properties struct {
				Calls, Days int
				About       []string
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &places); err != nil || len(places.Features) != len(rows)-1 {
		t.Fatalf("%d features, %v", len(places.Features), err)
	}
	for _, p := range places.Features {
		if p.Properties.Days < 3 || p.Properties.Calls < p.Properties.Days || len(p.Properties.About) == 0 {
			t.Errorf("%+v is no repeat place", p)
		}
	}
	plan, messages, exit := nightbeat(t, "repeat", "--sample", "--plan", "--base", "118.198845,39.699834", "--lang", "zh-CN", "--iterations", "500")
	if exit != 0 || !strings.Contains(plan, "：了解") || strings.Contains(plan, `"stop":"S0`) {
		t.Errorf("exit %d: %s", exit, messages)
	}
}

func TestRepeatRefuses(t *testing.T) {
	for args, want := range map[string]int{
		"repeat --sample --hours 20-04":                             1,
		"repeat --sample --hours noon":                              2,
		"repeat --sample --times 1":                                 1,
		"repeat --sample --format xml":                              2,
		"repeat --sample --plan":                                    2,
		"repeat --sample --plan --base 118.2,39.7 --day monday":     2,
		"repeat --sample --category None --plan --base 118.2,39.7":  1,
		"repeat --store " + filepath.Join(t.TempDir(), "none.gpkg"): 1,
		"repeat": 2,
	} {
		if _, messages, exit := nightbeat(t, strings.Fields(args)...); exit != want || messages == "" {
			t.Errorf("%s: exit %d, want %d: %s", args, exit, want, messages)
		}
	}
}
