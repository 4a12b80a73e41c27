package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// TestFilters compares the answers to filters, on a plan's features and on incidents, with a plain loop.
func TestFilters(t *testing.T) {
	base := night(t)
	properties := func(want func(p map[string]any) bool) func(map[string]any, orb.Point) bool {
		return func(p map[string]any, _ orb.Point) bool { return want(p) }
	}
	after := func(p map[string]any, column, instant string) bool {
		at, err := time.Parse(time.RFC3339, p[column].(string))
		limit, _ := time.Parse(time.RFC3339, instant)
		return err == nil && at.After(limit)
	}
	inside := func(p orb.Point) bool { return p[0] >= 118.2 && p[0] <= 118.212 && p[1] >= 39.7 && p[1] <= 39.709 }
	for _, c := range []struct {
		collection, filter string
		want               func(p map[string]any, at orb.Point) bool
	}{
		{"stops", "unit = 'A1' AND visit > 1", properties(func(p map[string]any) bool { return p["unit"] == "A1" && p["visit"].(float64) > 1 })},
		{"stops", "gap_s IS NULL", properties(func(p map[string]any) bool { return p["gap_s"] == nil })},
		{"stops", "gap_s > 6000", properties(func(p map[string]any) bool { return p["gap_s"] != nil && p["gap_s"].(float64) > 6000 })},
		{"stops", "NOT (gap_s > 6000)", properties(func(p map[string]any) bool { return p["gap_s"] != nil && p["gap_s"].(float64) <= 6000 })},
		{"stops", "T_AFTER(arrive, TIMESTAMP('2026-07-02T00:00:00Z'))", properties(func(p map[string]any) bool { return after(p, "arrive", "2026-07-02T00:00:00Z") })},
		{"stops", "S_INTERSECTS(geometry, BBOX(118.2,39.7,118.212,39.709))", func(_ map[string]any, at orb.Point) bool { return inside(at) }},
		{"routes", "unit IN ('A2','A3')", properties(func(p map[string]any) bool { return p["unit"] == "A2" })},
		{"risk", "rank BETWEEN 3 AND 7", properties(func(p map[string]any) bool { return p["rank"].(float64) >= 3 && p["rank"].(float64) <= 7 })},
		{"incidents", "category LIKE 'Burg%' AND time > TIMESTAMP('2026-06-01T00:00:00Z')", properties(func(p map[string]any) bool {
			return p["category"] == "Burglary" && after(p, "time", "2026-06-01T00:00:00Z")
		})},
		{"incidents", "S_INTERSECTS(POLYGON((118.2 39.7,118.212 39.7,118.212 39.709,118.2 39.709,118.2 39.7)), geometry)", func(_ map[string]any, at orb.Point) bool { return inside(at) }},
		{"incidents", "id = 'i7' OR id = 'i8'", nil},
	} {
		want := 0
		for _, f := range wholeOf(t, base+"/collections/"+c.collection+"/items?limit=1000").Features {
			var at orb.Point
			if f.Geometry.Type == "Point" {
				if err := json.Unmarshal(f.Geometry.Coordinates, &at); err != nil {
					t.Fatal(err)
				}
			}
			if c.want == nil && (f.ID == "i7" || f.ID == "i8") || c.want != nil && c.want(f.Properties, at) {
				want++
			}
		}
		got := wholeOf(t, base+"/collections/"+c.collection+"/items?limit=7&filter-lang=cql2-text&filter="+url.QueryEscape(c.filter))
		if got.NumberMatched != want || len(got.Features) != want || want == 0 {
			t.Errorf("%s: %s: %d matched, %d read, a loop finds %d", c.collection, c.filter, got.NumberMatched, len(got.Features), want)
		}
	}
}

// TestFiltersInReferenceSystems writes one box in degrees with latitude first, and in metres.
func TestFiltersInReferenceSystems(t *testing.T) {
	base := night(t)
	count := func(query string) int { return pageAt(t, base+"/collections/incidents/items?"+query).NumberMatched }
	want := count("bbox=118.2,39.7,118.212,39.709")
	if got := count("filter=S_INTERSECTS(geometry,BBOX(39.7,118.2,39.709,118.212))&filter-crs=" + uri("4326")); got != want || want == 0 {
		t.Errorf("in degrees, latitude first: %d, want %d", got, want)
	}
	if got := count("filter=S_INTERSECTS(geometry,BBOX(13157962,4822441,13159301,4823746))&filter-crs=" + uri("3857")); got != want {
		t.Errorf("in metres: %d, want %d", got, want)
	}
	if got := count("bbox=118.2,39.7,118.212,39.709&source=reported&filter=" + url.QueryEscape("id = 'nosuch'")); got != 0 {
		t.Errorf("all conditions together: %d", got)
	}
}

func TestFiltersRefuse(t *testing.T) {
	base := night(t)
	for query, parameter := range map[string]string{
		"filter=": "filter", "filter=unit": "filter", "filter=" + url.QueryEscape("nosuch = 1"): "filter", "filter=" + url.QueryEscape("streets = 'x'"): "filter",
		"filter=TRUE&filter-lang=cql2-json": "filter-lang", "filter=TRUE&filter-crs=nosuch": "filter-crs", "filter-lang=": "filter-lang", "filter=TRUE&filter=TRUE": "filter",
		"filter=" + strings.Repeat("(", 5000): "filter", "arrive=tonight": "arrive",
	} {
		a := ask(t, "GET", base+"/collections/stops/items?"+query, "", "")
		var p problemJSON
		if err := json.Unmarshal([]byte(a.body), &p); err != nil || a.StatusCode != http.StatusBadRequest || p.Parameter != parameter {
			t.Errorf("%.60s: %s %s", query, a.Status, a.body)
		}
	}
}
