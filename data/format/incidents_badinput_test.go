package format

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

const badInput = "../../../shared/badinput/geojson"

var now = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

// TestBadInput reads every file of the collection of bad input and compares with what its index asks.
func TestBadInput(t *testing.T) {
	f, err := os.Open(filepath.Join(badInput, "index.csv"))
	if err != nil {
		t.Skip("the collection of bad input is not beside the project:", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		t.Run(row[0], func(t *testing.T) { checkBadInput(t, row) })
	}
}

func checkBadInput(t *testing.T, row []string) {
	file, expect, good, bad, badIDs, badIndex := row[0], row[3], row[4], row[5], row[6], row[7]
	got, err := OpenIncidents(t.Context(), []string{filepath.Join(badInput, file)}, IncidentOptions{Now: now})
	if err != nil {
		t.Log(err)
	} else {
		t.Log(len(got.List), "loaded,", got.Rejects.Total, "rejected", got.Rejects.First)
	}
	switch expect {
	case "reject":
		if err == nil {
			t.Error("was not refused")
		} else if !strings.Contains(err.Error(), file) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q does not name the file on one line", err)
		}
	case "accept", "report":
		if err != nil {
			t.Fatal(err)
		}
		if strconv.Itoa(len(got.List)) != good || strconv.Itoa(got.Rejects.Total) != bad {
			t.Errorf("want %s loaded, %s rejected", good, bad)
		}
		for _, r := range got.Rejects.First {
			if strconv.Itoa(r.Feature) != badIndex || badIDs != "" && r.ID != badIDs {
				t.Errorf("%v: want feature %s, id %q", r, badIndex, badIDs)
			}
		}
	case "notsilent":
		if err == nil && got.Rejects.Total == 0 {
			t.Error("was loaded without a word")
		}
	case "tidy":
		if err == nil && strconv.Itoa(len(got.List)) != good && got.Rejects.Total == 0 {
			t.Error("lost features without a word")
		}
	default:
		t.Errorf("the index asks for %q, which this test does not know", expect)
	}
}
