package server

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/planner"
)

// TestFairnessOfAMonth has one plan of 60 minutes in the west, where 121 of the 226 reported incidents of June were: all of
// the minutes for 121/226 of the harm is 226/121 = 1.87.
func TestFairnessOfAMonth(t *testing.T) {
	store := campaign(t)
	_, base := machine(t, store, func(*Config) {})
	at := base + "/month/fairness?from=2026-06-01&to=2026-06-30"
	if empty := ask(t, "GET", at, "", "", "Accept-Language", "en"); empty.StatusCode != http.StatusOK || !strings.Contains(empty.body, "nothing to set against each other") {
		t.Errorf("without areas: %d", empty.StatusCode)
	}
	square := func(id string, west, east float64) planner.Area {
		return planner.Area{ID: id, Name: id, Kind: "beat", Shape: orb.MultiPolygon{{{{west, 39}, {east, 39}, {east, 40}, {west, 40}, {west, 39}}}}}
	}
	if _, err := store.(data.Areas).PutAreas(t.Context(), square("west", 118.1, 118.21), square("east", 118.21, 118.3)); err != nil {
		t.Fatal(err)
	}
	page := ask(t, "GET", at, "", "", "Accept-Language", "en")
	for _, said := range []string{"west", "1.87", "53.5 %", "Of 1 nights, the units told on 0", "/month/fairness.pdf?from=2026-06-01"} {
		if !strings.Contains(page.body, said) {
			t.Errorf("the page lacks %q", said)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(ask(t, "GET", strings.Replace(at, "fairness", "fairness.csv", 1), "", "").body)).ReadAll()
	if err != nil || len(rows) != 4 || rows[1][0] != "east" || rows[1][1] != "0" || rows[2][0] != "west" || rows[2][1] != "60" || rows[2][3] != "121" {
		t.Errorf("%v: %q", err, rows)
	}
	if paper := ask(t, "GET", strings.Replace(at, "fairness", "fairness.pdf", 1), "", ""); !strings.HasPrefix(paper.body, "%PDF-") {
		t.Errorf("on paper: %d", paper.StatusCode)
	}
	if month := ask(t, "GET", base+"/month.csv?from=2026-06-01&to=2026-06-30", "", ""); !strings.Contains(month.body, "area,west,121,300") {
		t.Errorf("the comparison has no row for the area:\n%s", month.body)
	}
}
