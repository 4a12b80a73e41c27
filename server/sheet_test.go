package server

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"nightbeat/data"
)

// TestSheetOfAnArea opens an area's sheet in each form, and has the count be that of the incidents in its box.
func TestSheetOfAnArea(t *testing.T) {
	base := night(t)
	a := ask(t, "GET", base+"/areas/west.json?from=2020-01-01&to=2022-12-31", "", "")
	if a.StatusCode != http.StatusOK {
		t.Fatalf("%s %s", a.Status, a.body)
	}
	var told struct {
		Name       string
		Categories []struct{ Count int }
	}
	if err := json.Unmarshal([]byte(a.body), &told); err != nil || told.Name != "河西" {
		t.Errorf("%v %s", err, a.body)
	}
	for path, says := range map[string]string{
		"/areas": `href="/areas/%E6%B2%B3%E4%B8%9C%2F%E8%80%81%E8%A1%97"`, "/areas/west": "Hot hours", "/areas/west.svg": "<svg", "/areas/%E6%B2%B3%E4%B8%9C%2F%E8%80%81%E8%A1%97": "河东/老街",
	} {
		if a := ask(t, "GET", base+path, "", ""); a.StatusCode != http.StatusOK || !strings.Contains(a.body, says) {
			t.Errorf("%s: %s, want %s in\n%.2000s", path, a.Status, says, a.body)
		}
	}
	for path, status := range map[string]int{
		"/areas/nosuch": 404, "/areas/nosuch.pdf": 404, "/areas/west?from=yesterday": 400, "/areas/west?to=2026-13-01": 400,
		"/areas/west?from=2026-07-02&to=2026-07-01": 400, "/areas/west?from=1990-01-01&to=2026-07-01": 400, "/areas/west?plan=x": 400,
	} {
		if a := ask(t, "GET", base+path, "", ""); a.StatusCode != status {
			t.Errorf("%s: %s, want %d", path, a.Status, status)
		}
	}
}

// TestASheetForViewersHidesTheFew has nothing below five incidents in what a viewer gets, where a commander sees it.
func TestASheetForViewersHidesTheFew(t *testing.T) {
	st := staffed(t)
	if a := st.as(t, "commander", "POST", "/areas", goodAreas); a.StatusCode != http.StatusOK {
		t.Fatalf("%s %s", a.Status, a.body)
	}
	span, err := st.store.Span(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	month := lastMonth(span.Last)
	path := "/areas/west.json?" + periodQuery(month)
	few := func(role data.Role) (below, all int) {
		var told struct {
			Hours      [7][24]int
			Categories []struct{ Count int }
		}
		a := st.as(t, string(role), "GET", path, "")
		if err := json.Unmarshal([]byte(a.body), &told); err != nil {
			t.Fatalf("%s: %s %v %.200s", role, a.Status, err, a.body)
		}
		counts := []int{}
		for _, hours := range told.Hours {
			counts = append(counts, hours[:]...)
		}
		for _, c := range told.Categories {
			counts = append(counts, c.Count)
		}
		for _, n := range counts {
			if all += n; n > 0 && n < viewedFewest {
				below++
			}
		}
		return below, all
	}
	if below, all := few(data.Commander); below == 0 || all == 0 {
		t.Fatalf("the commander sees %d, %d of them few: nothing to hide", all, below)
	}
	if below, _ := few(data.Viewer); below != 0 {
		t.Errorf("a viewer sees %d figures of fewer than %d", below, viewedFewest)
	}
	month.End = month.End.AddDate(0, 0, -1)
	if a := st.as(t, "viewer", "GET", "/areas/west.json?"+periodQuery(month), ""); a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, "one whole month") {
		t.Errorf("a viewer takes a day off a month: %s %.200s", a.Status, a.body)
	}
	if a := st.as(t, "viewer", "GET", "/areas/west", ""); a.StatusCode != http.StatusOK {
		t.Errorf("a viewer's sheet: %s %.200s", a.Status, a.body)
	}
}
