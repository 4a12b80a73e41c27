package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/planner"
)

// averted is the effect that the simulated patrols have: of what would happen within WatchM of a stop, so much does not.
const averted = 0.5

// year draws a year of the sample town: as many incidents as the town has in one, each like one of its two years, on a day
// of that year.
func year(rng *rand.Rand, pool []planner.Incident, first time.Time) []planner.Incident {
	all := make([]planner.Incident, len(pool)/2)
	for i := range all {
		in := pool[rng.IntN(len(pool))]
		clock := in.At.Sub(time.Date(in.At.Year(), in.At.Month(), in.At.Day(), 0, 0, 0, 0, in.At.Location()))
		in.ID, in.At = fmt.Sprintf("%d-%d", first.Year(), i), first.AddDate(0, 0, rng.IntN(365)).Add(clock)
		all[i] = in
	}
	return all
}

// spared is what is left of a year when the patrols avert their part near the stops.
func spared(rng *rand.Rand, all []planner.Incident, stops []orb.Point) (left []planner.Incident) {
	for _, in := range all {
		near := false
		for _, stop := range stops {
			near = near || geo.Distance(in.Place, stop) <= planner.WatchM
		}
		if !near || rng.Float64() >= averted {
			left = append(left, in)
		}
	}
	return left
}

// nearStops compares a year with the one before it, near the stops.
func nearStops(t *testing.T, all []planner.Incident, stops []orb.Point, first time.Time) planner.Compared {
	t.Helper()
	ask := planner.Question{Period: planner.Shift{Start: first, End: first.AddDate(1, 0, 0)}}
	for _, at := range stops {
		if !slices.ContainsFunc(ask.Points, func(s planner.Spot) bool { return s.Place == at }) {
			ask.Points = append(ask.Points, planner.Spot{Place: at})
		}
	}
	compared, err := planner.Compare(planner.Request{}, ask, all)
	if err != nil {
		t.Fatal(err)
	}
	return compared.Rows[slices.IndexFunc(compared.Rows, func(r planner.Compared) bool { return r.Kind == planner.RowPoints })]
}

// asGeoJSON is incidents as a station's records have them.
func asGeoJSON(all []planner.Incident) []byte {
	var body bytes.Buffer
	body.WriteString(`{"type":"FeatureCollection","features":[`)
	for i, in := range all {
		if i > 0 {
			body.WriteString(",\n")
		}
		fmt.Fprintf(&body, `{"type":"Feature","geometry":{"type":"Point","coordinates":[%.6f,%.6f]},"properties":{"id":%q,"occurred_at":%q,"category":%q}}`,
			in.Place[0], in.Place[1], in.ID, in.At.Format(time.RFC3339), in.Category)
	}
	body.WriteString("]}")
	return body.Bytes()
}

// posted posts a body and wants an answer of some status.
func posted(t *testing.T, address, mediaType string, body []byte, status int) []byte {
	t.Helper()
	got, err := http.Post(address, mediaType, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	said, err := io.ReadAll(got.Body)
	if err != nil || got.StatusCode != status {
		t.Fatalf("%s: %s, %v: %.500s", address, got.Status, err, said)
	}
	return said
}

// TestYearInABrowser plays three years of the sample town: one to plan from, one as it is, and one in which the planned
// patrols avert half of what would happen near their stops. The stops come of the first year, so that what they had by
// chance is not taken for an effect. Of 20 such pairs of years nearly all intervals hold the effect; of one the month's page
// tells that incidents fell near the stops, and that the ring shows no change.
func TestYearInABrowser(t *testing.T) {
	town, err := loadSample(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var pool []planner.Incident
	for _, in := range town.Incidents {
		if !in.Discovered {
			pool = append(pool, in)
		}
	}
	rng := rand.New(rand.NewPCG(8, 1))
	zone := time.FixedZone("", 8*3600)
	january := func(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, zone) }
	base := served(t, "--store", filepath.Join(t.TempDir(), "station.gpkg"))
	posted(t, base+"/incidents", "application/geo+json", asGeoJSON(year(rng, pool, january(2021))), http.StatusOK)

	request := `{"shift":{"start":"2023-01-01T20:00:00+08:00","end":"2023-01-02T04:00:00+08:00"},"units":4,"base":[118.198846,39.699834],"iterations":200,"seed":1}`
	var made struct {
		Plan     struct{ ID string }
		Features []struct {
			Geometry   struct{ Coordinates json.RawMessage }
			Properties struct{ Kind string }
		}
	}
	if err := json.Unmarshal(posted(t, base+"/plans", "application/json", []byte(request), http.StatusOK), &made); err != nil {
		t.Fatal(err)
	}
	var stops []orb.Point
	for _, f := range made.Features {
		var at orb.Point
		if f.Properties.Kind == "stop" && json.Unmarshal(f.Geometry.Coordinates, &at) == nil {
			stops = append(stops, at)
		}
	}
	if len(stops) < 8 {
		t.Fatalf("only %d stays are planned", len(stops))
	}
	posted(t, base+"/plans/"+made.Plan.ID+"/approve", "application/json", nil, http.StatusOK)
	posted(t, base+"/incidents", "application/geo+json", asGeoJSON(year(rng, pool, january(2022))), http.StatusOK)
	posted(t, base+"/incidents", "application/geo+json", asGeoJSON(spared(rng, year(rng, pool, january(2023)), stops)), http.StatusOK)

	shown := 0 // of 20 such pairs of years, those whose interval holds the effect: fewer than 16 come by chance in 3 of 1,000
	for range 20 {
		all := append(year(rng, pool, january(2022)), spared(rng, year(rng, pool, january(2023)), stops)...)
		if beside := nearStops(t, all, stops, january(2023)); beside.YearRest.Sure.Holds(1 - averted) {
			shown++
		}
	}
	t.Logf("%d of 20 intervals hold the effect", shown)
	if shown < 16 {
		t.Errorf("only %d of 20 intervals hold the effect", shown)
	}

	b := browsing(t, base)
	b.size(1440, 900)
	b.open("/month?from=2023-01-01&to=2023-12-31&lang=en&theme=light", `document.querySelector('.against table')`)
	b.picture("month")
	b.accessible("the month")
	b.whole("the month")
	row := func(name string) string {
		return ask[string](b, `[...document.querySelector('.against').querySelectorAll('tr')].find((r) => r.cells[0].textContent.startsWith('`+name+`')).cells[5].textContent`)
	}
	interval := func(said string) (low, high float64) {
		var change float64
		if _, err := fmt.Sscanf(strings.ReplaceAll(said, ",", ""), "%f %% [%f %f]", &change, &low, &high); err != nil {
			t.Fatalf("%q: %v", said, err)
		}
		return low, high
	}
	near, ring := row("Within 100 m"), row("In the ring")
	if _, high := interval(near); high >= 0 {
		t.Errorf("near the stops the page says %s beside the rest; the patrols averted %.0f %%", near, 100*averted)
	}
	if low, high := interval(ring); low > 0 || high < 0 {
		t.Errorf("in the ring nothing was done, and the page says %s", ring)
	}
	b.open("/month?from=2023-01-01&to=2023-12-31&lang=zh-CN&theme=dark", `document.querySelector('.against table')`)
	b.picture("month-zh-dark")
	b.accessible("the month in Chinese, dark")
	posted(t, base+"/areas", "application/geo+json", []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","id":"east","properties":{"name":"河东","kind":"巡区"},"geometry":{"type":"Polygon","coordinates":[[[118.21,39],[119,39],[119,40],[118.21,40],[118.21,39]]]}}]}`), http.StatusOK)
	b.open("/month?from=2023-01-01&to=2023-12-31&control=east&lang=zh-CN&theme=light", `document.querySelector('select[name=control]')?.value === 'east' && document.querySelector('.lead')?.textContent.includes('河东')`)
	b.picture("month-control-zh")
	b.accessible("the month beside a control area")
	for _, page := range []string{"/month/staffing", "/month/fairness", "/areas", "/areas/east", "/repeat"} {
		b.open(page+"?lang=en&theme=light", `document.querySelector('main h1')`)
		b.picture(strings.Trim(strings.ReplaceAll(page, "/", "-"), "-"))
		b.accessible(page)
		b.whole(page)
	}
	if len(b.complaints) > 0 {
		t.Errorf("the browser says %q", b.complaints)
	}
}
