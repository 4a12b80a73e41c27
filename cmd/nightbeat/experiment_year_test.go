package main

import (
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
	"nightbeat/planner/risk"
)

// got asks a server, and wants an answer.
func got(t *testing.T, address string) []byte {
	t.Helper()
	a, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	said, err := io.ReadAll(a.Body)
	if err != nil || a.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v: %.300s", address, a.Status, err, said)
	}
	return said
}

// TestExperimentThroughAYear draws lots between the nights of a year of the sample town on the server; the nights that the
// lot gave patrols have half of the incidents near the points. The server says so when the year is over, and of 20 such
// years the 90 % interval holds the effect in nearly all: fewer than 14 come by chance in 2 of 1,000.
func TestExperimentThroughAYear(t *testing.T) {
	town, err := loadSample(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	base := served(t, "--store", filepath.Join(t.TempDir(), "station.gpkg"))
	rng := rand.New(rand.NewPCG(8, 2))
	zone := time.FixedZone("", 8*3600)
	first := time.Date(2023, 1, 1, 0, 0, 0, 0, zone)
	posted(t, base+"/incidents", "application/geo+json", asGeoJSON(year(rng, town.Incidents, first.AddDate(-1, 0, 0))), http.StatusOK)
	posted(t, base+"/plans", "application/json", []byte(`{"shift":{"start":"2022-12-30T20:00:00+08:00","end":"2022-12-31T04:00:00+08:00"},"units":4,"base":[118.198846,39.699834],"iterations":100}`), http.StatusOK)
	page := string(got(t, base+"/experiments"))
	form := url.Values{"name": {"nights of 2023"}, "unit": {"nights"}, "from": {"2023-01-01"}, "to": {"2023-12-31"}, "hours": {"20-04"}, "radius": {"100"}, "seed": {"11"}}
	form.Set("plan", regexp.MustCompile(`name="plan" value="([^"]+)"`).FindStringSubmatch(page)[1])
	for _, m := range regexp.MustCompile(`name="spot" value="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		form.Add("spot", m[1])
	}
	drawn := string(posted(t, base+"/experiments", "application/x-www-form-urlencoded", []byte(form.Encode()), http.StatusOK))
	address := regexp.MustCompile(`/experiments/[0-9a-f]{12}`).FindString(drawn)
	var layer struct {
		Features []struct {
			Geometry struct{ Coordinates orb.Point }
		}
	}
	if err := json.Unmarshal(got(t, base+"/collections/experiment-spots/items?limit=1000"), &layer); err != nil || len(layer.Features) < 8 {
		t.Fatalf("%d points, %v", len(layer.Features), err)
	}
	var spots []planner.Spot
	for _, f := range layer.Features {
		spots = append(spots, planner.Spot{Place: f.Geometry.Coordinates})
	}
	lots := func(seed int64) (*planner.Experiment, []planner.Incident) {
		e, err := planner.NewExperiment(planner.Request{}, planner.Experiment{Unit: planner.OfNights, Seed: seed, Hours: risk.Hours{From: 20 * time.Hour, Until: 4 * time.Hour},
			Period: planner.Shift{Start: first, End: first.AddDate(1, 0, 0)}}, spots, planner.Shift{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var stands []orb.Point
		for _, s := range spots {
			stands = append(stands, s.Place)
		}
		var left []planner.Incident
		for _, in := range year(rng, town.Incidents, first) {
			night, _ := e.NightOf(planner.Shift{Start: in.At, End: in.At.Add(time.Second)})
			if patrolled, _ := e.Lots(night); len(patrolled) > 0 {
				left = append(left, spared(rng, []planner.Incident{in}, stands)...)
			} else {
				left = append(left, in)
			}
		}
		return e, left
	}
	_, happened := lots(11)
	posted(t, base+"/incidents", "application/geo+json", asGeoJSON(happened), http.StatusOK)
	var said struct {
		Patrolled, Control int
		P                  float64
		Interval           [2]float64 `json:"interval_90"`
	}
	if err := json.Unmarshal(got(t, base+address+".json"), &said); err != nil || said.P > 0.10 || said.Interval[1] >= 1 {
		t.Errorf("%+v, %v: half is averted, and the server does not tell", said, err)
	}
	if page := string(got(t, base+address+"?lang=en")); !strings.Contains(page, "% fewer, between") || !strings.Contains(page, "pairs of nights") {
		t.Errorf("the page says %.800s", page)
	}
	held := 0
	for seed := range int64(20) {
		e, happened := lots(seed)
		j, err := e.Judge(planner.Request{}, happened, e.Over())
		if err != nil {
			t.Fatal(err)
		}
		if j.Sure.Holds(1 - averted) {
			held++
		}
	}
	t.Logf("the server says %d and %d incidents, ratio between %.2f and %.2f; %d of 20 intervals hold the effect", said.Patrolled, said.Control, said.Interval[0], said.Interval[1], held)
	if held < 14 {
		t.Errorf("only %d of 20 intervals hold the effect", held)
	}
}
