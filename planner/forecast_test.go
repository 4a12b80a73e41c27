package planner_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
	"nightbeat/planner/risk"
)

// many is incidents of one place and category, one a day from an instant on.
func many(n int, place orb.Point, category string, from time.Time) []planner.Incident {
	incidents := make([]planner.Incident, n)
	for i := range incidents {
		incidents[i] = planner.Incident{Category: category, Place: place, At: from.AddDate(0, 0, i)}
	}
	return incidents
}

// A hundred later incidents 20 km away move neither the grid nor a figure.
func TestForeseeDoesNotLookAhead(t *testing.T) {
	start := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	past := many(40, orb.Point{118.2, 39.6}, "theft", start)
	at := start.AddDate(0, 0, 60)
	all := append(many(100, orb.Point{118.4, 39.7}, "robbery", at), past...)
	window := risk.Window{From: at, Until: at.AddDate(0, 0, 7)}
	foresee := func(incidents []planner.Incident) *planner.Forecast {
		f, err := planner.Foresee(t.Context(), planner.Request{}, window, incidents, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Describe(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		return f
	}
	a, b := foresee(past), foresee(all)
	if a.Frame != b.Frame || !reflect.DeepEqual(a.Surface, b.Surface) || !reflect.DeepEqual(a.Left, b.Left) || !reflect.DeepEqual(a.Detail, b.Detail) {
		t.Errorf("later incidents changed the forecast: frames at %v and %v, left out %v and %v", a.Frame.Centre, b.Frame.Centre, a.Left, b.Left)
	}
}

// Five car windows in nine nights at one corner, the file's other thefts a kilometre off over half a year.
func TestFindSeriesByCategory(t *testing.T) {
	start := time.Date(2026, 1, 1, 2, 30, 0, 0, time.UTC)
	incidents := many(150, orb.Point{118.25, 39.65}, "theft", start)
	for i := range incidents {
		incidents[i].Place[0] += float64(i%13) * 0.01
		incidents[i].Place[1] += float64(i%7) * 0.01
	}
	series := many(5, orb.Point{118.2, 39.6}, "theft", start.AddDate(0, 0, 140))
	for i := range series {
		series[i].ID, series[i].At = string(rune('a'+i)), series[i].At.AddDate(0, 0, i)
	}
	found, err := planner.FindSeries(t.Context(), planner.Request{}, start.AddDate(0, 0, 152), append(incidents, series...), 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != 1 || len(found[0].Series) == 0 || len(found[0].Bands) != 16 {
		t.Fatalf("%+v", found)
	}
	s := found[0].Series[0]
	if len(s.Incidents) != 5 || s.Incidents[0].ID != "a" || s.Hours.String() != "02-03" || !s.Expires.After(start.AddDate(0, 0, 152)) {
		t.Errorf("%d incidents from %q, hours %s, open until %s", len(s.Incidents), s.Incidents[0].ID, s.Hours, s.Expires)
	}
}

// Twice as many at 00:00 as beside it, and lost property: a forecast says so, a plan too, unless the weight was thought of.
func TestNotesOfMidnightAndPaperwork(t *testing.T) {
	place := orb.Point{118.2, 39.6}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	incidents := append(many(40, orb.Point{118.2003, 39.6003}, "theft", start.Add(23*time.Hour)), many(40, place, "theft", start.Add(time.Hour))...)
	incidents = append(append(incidents, many(120, place, "theft", start)...), many(7, place, "Lost Property", start.Add(9*time.Hour))...)
	at := start.AddDate(0, 0, 130).Add(20 * time.Hour)
	said := func(weights map[string]float64) (forecast, plan string) {
		f, err := planner.Foresee(t.Context(), planner.Request{Categories: weights}, risk.Window{From: at, Until: at.Add(8 * time.Hour)}, incidents, nil)
		if err != nil {
			t.Fatal(err)
		}
		p, err := planner.Make(t.Context(), planner.Inputs{Incidents: incidents, Request: planner.Request{
			Shift: planner.Shift{Start: at, End: at.Add(8 * time.Hour)}, Units: unitsAt(place, 1), Categories: weights, Iterations: 10}})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(f.Notes, "\n"), fmt.Sprint(p.Warnings)
	}
	forecast, plan := said(nil)
	for _, text := range []string{forecast, plan} {
		if !strings.Contains(text, "120 incidents are recorded at exactly 00:00, 40 at 23:00 and 40 at 01:00: about 80 of them") || !strings.Contains(text, "7 Lost Property") {
			t.Errorf("said: %s", text)
		}
	}
	if forecast, _ = said(map[string]float64{"Lost Property": 1}); strings.Contains(forecast, "Lost Property") {
		t.Errorf("said although it was asked for: %s", forecast)
	}
}
