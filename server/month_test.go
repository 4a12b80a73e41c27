package server

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/planner"
)

// campaign is a store with June 2026 and the June before it at two corners: 300 thefts then and 121 now where an
// approved plan had a stop, 100 and 100 at the other. Nightly makes it too few of another kind.
func campaign(t *testing.T) data.Store {
	t.Helper()
	june := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	stop, other := orb.Point{118.2, 39.7}, orb.Point{118.22, 39.7} // 1.7 km apart
	var incidents []planner.Incident
	put := func(n int, category string, at orb.Point, from time.Time) {
		for i := range n {
			incidents = append(incidents, planner.Incident{
				ID: fmt.Sprint(len(incidents)), Category: category, Place: at, At: from.Add(time.Duration(i) * 30 * 24 * time.Hour / time.Duration(n)),
			})
		}
	}
	for _, year := range []struct{ at, off, snatched int }{{300, 100, 12}, {121, 100, 4}} {
		from := june.AddDate(-1, 0, 0)
		if year.at == 121 {
			from = june
		}
		put(year.at, "Theft", stop, from)
		put(year.off, "Theft", other, from)
		put(year.snatched, "Snatch", other, from)
	}
	put(1, "Theft", other, june.AddDate(0, 1, 0).Add(-time.Minute)) // the month is over
	store := &data.Memory{}
	if _, err := store.Import(t.Context(), data.Given(incidents)); err != nil {
		t.Fatal(err)
	}
	night := planner.Shift{Start: june.Add(20 * time.Hour), End: june.Add(28 * time.Hour)}
	plan := &planner.Plan{
		ID: "patrol", Status: planner.Draft, Request: planner.Request{Shift: night}, Stops: []planner.Stop{{ID: "s1", Name: "North corner", Place: stop}},
		Routes: []planner.Route{{Unit: planner.Unit{ID: "A1"}, Calls: []planner.Call{{Stop: 0, Arrive: night.Start, Leave: night.Start.Add(time.Hour)}}}},
	}
	if _, err := store.SavePlan(t.Context(), plan, night.Start); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Approve(t.Context(), "patrol", "chen", night.Start); err != nil {
		t.Fatal(err)
	}
	return store
}

func TestMonthSaysWhatBecameOfTheIncidents(t *testing.T) {
	_, base := machine(t, campaign(t), func(c *Config) {
		c.Calendar = []planner.Occasion{{Name: "dry week", From: time.Date(2026, 6, 8, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC)}}
	})
	page := ask(t, "GET", base+"/month", "", "", "Accept-Language", "en")
	for _, said := range []string{
		"Did it help? 2026-06-01 to 2026-06-30",                                                        // the last whole month
		"Within 100 m of the patrolled hot spots: 121 instead of 300: 60 % fewer, between 50 and 67 %", // docs/statistics.md
		"North corner", "too few", "dry week: 7 days in the period", "The whole district: 226 instead of 0: too few to say", "/month.pdf?from=2026-06-01&amp;to=2026-06-30",
	} {
		if !strings.Contains(page.body, said) && !strings.Contains(strings.ReplaceAll(page.body, "&amp;", "&"), said) {
			t.Errorf("the page lacks %q", said)
		}
	}
	if chinese := ask(t, "GET", base+"/month", "", "", "Accept-Language", "zh-CN").body; !strings.Contains(chinese, "121 起，此前 300 起：减少 60%，在 50% 到 67% 之间") {
		t.Error("the page in Chinese does not say the figures of the story")
	}
	rows, err := csv.NewReader(strings.NewReader(ask(t, "GET", base+"/month.csv?from=2026-06-01&to=2026-06-30", "", "").body)).ReadAll()
	if err != nil || rows[2][0] != "points" || rows[2][2] != "121" || rows[2][3] != "300" || rows[2][4] != "0.4033" {
		t.Errorf("%v: %q", err, rows)
	}
	for ending, begins := range map[string]string{".pdf": "%PDF-", ".svg": "<svg", ".json": "{"} {
		file := ask(t, "GET", base+"/month"+ending, "", "")
		if file.StatusCode != http.StatusOK || !strings.HasPrefix(file.body, begins) || !strings.Contains(file.Header.Get("Content-Disposition"), "nightbeat-2026-06-01-to-2026-06-30"+ending) {
			t.Errorf("%s: %d, %q", ending, file.StatusCode, file.Header.Get("Content-Disposition"))
		}
	}
}

// Beside a control area of 100 and 100 thefts, where nothing was patrolled, 300 to 121 stays 60 % fewer; its incidents are
// no part of the district. 121/300 beside 100/100: exp(±1.96 √(1/121 + 1/300 + 1/100 + 1/100)) is 0.283 to 0.574.
func TestMonthBesideAControlArea(t *testing.T) {
	store := campaign(t)
	_, base := machine(t, store, func(*Config) {})
	east := planner.Area{ID: "east/1", Name: "East", Kind: "beat", Shape: orb.MultiPolygon{{{{118.21, 39}, {118.3, 39}, {118.3, 40}, {118.21, 40}, {118.21, 39}}}}}
	west := planner.Area{ID: "west", Name: "West", Shape: orb.MultiPolygon{{{{118.1, 39}, {118.21, 39}, {118.21, 40}, {118.1, 40}, {118.1, 39}}}}}
	if _, err := store.(data.Areas).PutAreas(t.Context(), east, west); err != nil {
		t.Fatal(err)
	}
	const beside = "?from=2026-06-01&to=2026-06-30&control=east%2F1"
	page := ask(t, "GET", base+"/month"+beside, "", "", "Accept-Language", "en").body
	for _, said := range []string{
		"The district without the control area: 121 instead of 300", "The control area, East: 105 instead of 112", "Beside the control area: -5", "-60 % [-67, -50]",
		`<option value="east/1" selected>East (beat)</option>`, "/month.pdf?from=2026-06-01&amp;to=2026-06-30&amp;control=east%2F1",
	} {
		if !strings.Contains(page, said) {
			t.Errorf("the page lacks %q", said)
		}
	}
	if other := ask(t, "GET", base+"/month?from=2026-06-01&to=2026-06-30", "", "", "Accept-Language", "en").body; strings.Contains(other, "The control area") || !strings.Contains(other, "Beside the rest") {
		t.Error("without a control area the page names one")
	}
	if rows := ask(t, "GET", base+"/month.csv"+beside, "", "").body; !strings.Contains(rows, "control,East,105,112") || strings.Contains(rows, "area,East") || !strings.Contains(rows, "area,West,121,300") {
		t.Errorf("the table:\n%s", rows)
	}
	if paper := ask(t, "GET", base+"/month.pdf"+beside, "", "").body; !strings.HasPrefix(paper, "%PDF-") {
		t.Errorf("on paper: %.200s", paper)
	}
	for _, ending := range []string{"", ".csv", ".pdf"} {
		if refused := ask(t, "GET", base+"/month"+ending+"?control=nowhere", "", ""); refused.StatusCode != http.StatusBadRequest || !strings.Contains(refused.body, "control") {
			t.Errorf("%s of an area that is not there: %d", ending, refused.StatusCode)
		}
	}
}

func TestMonthRefusesByName(t *testing.T) {
	_, base := machine(t, campaign(t), func(*Config) {})
	for query, field := range map[string]string{"from=June": "from", "to=2026-13-01": "to", "from=2026-06-30&to=2026-06-01": "to", "since=2026-06-01": "since"} {
		if refused := ask(t, "GET", base+"/month?"+query, "", ""); refused.StatusCode != http.StatusBadRequest || !strings.Contains(refused.body, field) {
			t.Errorf("%s: %d %s", query, refused.StatusCode, refused.body)
		}
	}
	_, empty := machine(t, &data.Memory{}, func(*Config) {})
	if page := ask(t, "GET", empty+"/month", "", "", "Accept-Language", "en"); page.StatusCode != http.StatusOK || !strings.Contains(page.body, "import a file first") {
		t.Errorf("without incidents: %d", page.StatusCode)
	}
}

// A viewer gets no row of so few incidents that it would point at one, on the page or in a file.
func TestViewersCompareNoFewIncidents(t *testing.T) {
	store := campaign(t)
	st := staffed(t)
	past, err := store.Past(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.store.Import(t.Context(), data.Given(past)); err != nil {
		t.Fatal(err)
	}
	const june = "?from=2026-06-01&to=2026-06-30"
	if all := st.as(t, "commander", "GET", "/month.csv"+june, "").body; !strings.Contains(all, "Snatch,4,12") {
		t.Errorf("a commander does not see the few:\n%s", all)
	}
	if shown := st.as(t, "viewer", "GET", "/month.csv"+june, "").body; strings.Contains(shown, "Snatch") || !strings.Contains(shown, "Theft,2") {
		t.Errorf("a viewer sees:\n%s", shown)
	}
	for _, path := range []string{"/month", "/month.csv", "/month.json", "/month/fairness"} { // less a day, the difference is that day's
		if a := st.as(t, "viewer", "GET", path+"?from=2026-06-01&to=2026-06-29", ""); a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, "one whole month") {
			t.Errorf("%s for a viewer, less a day: %s", path, a.Status)
		}
	}
	if page := st.as(t, "viewer", "GET", "/month"+june+"&lang=en", "").body; !strings.Contains(page, "of fewer than 5 incidents are not shown") {
		t.Error("a viewer is not told that rows are left out")
	}
}
