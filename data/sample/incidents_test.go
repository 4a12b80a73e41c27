package sample_test

import (
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/geojson"

	"nightbeat/data/sample"
)

// incident is one as a reader of the file sees it: it happened at some instant from start up to, not including, end.
type incident struct {
	category   string
	place      orb.Point
	start, end time.Time
	clock      bool // known to the hour or better
}

// possible says whether the incident may be one of a hot spot's, by its time: some minute of it is active.
func (i incident) possible(h sample.HotSpot) bool {
	for at := i.start; at.Before(i.end); at = at.Add(time.Minute) {
		if h.Active(at) {
			return true
		}
	}
	return false
}

// inside says whether the incident lies in a hot spot's circle. The sphere of geo.Distance is up to 0.3 % off here.
func (i incident) inside(h sample.HotSpot) bool {
	return geo.DistanceHaversine(i.place, h.Centre) <= float64(h.RadiusM)*1.003
}

func instant(t *testing.T, f *geojson.Feature, key string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, f.Properties.MustString(key))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// asIncident reads a feature's time by its precision.
func asIncident(t *testing.T, f *geojson.Feature) incident {
	t.Helper()
	at := instant(t, f, "occurred_at")
	i := incident{f.Properties.MustString("category"), f.Point(), at, at.Add(time.Minute), true}
	switch f.Properties.MustString("time_precision", "minute") {
	case "hour":
		i.end = at.Add(time.Hour)
	case "day":
		i.end, i.clock = at.AddDate(0, 0, 1), false
	}
	if f.Properties["interval_start"] != nil {
		i.start, i.end, i.clock = instant(t, f, "interval_start"), instant(t, f, "interval_end").Add(time.Minute), false
	}
	return i
}

// parsed reads the file once for all tests, by a library that knows nothing of the program that made it.
var parsed = sync.OnceValues(func() (*geojson.FeatureCollection, error) {
	body, err := unpack(sample.Incidents())
	if err != nil {
		return nil, err
	}
	return geojson.UnmarshalFeatureCollection(body)
})

func readFeatures(t *testing.T) []*geojson.Feature {
	t.Helper()
	all, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	return all.Features
}

func TestIncidentsAreSound(t *testing.T) {
	truth := sample.Truth()
	box := orb.Bound{Min: orb.Point{118.17, 39.68}, Max: orb.Point{118.23, 39.72}}
	ids, last := map[string]bool{}, truth.From
	features := readFeatures(t)
	if len(features) != truth.Incidents || len(features) < 8000 || len(features) > 12000 {
		t.Errorf("%d incidents, the truth says %d", len(features), truth.Incidents)
	}
	for _, f := range features {
		id, at, i := f.Properties.MustString("id"), instant(t, f, "occurred_at"), asIncident(t, f)
		if ids[id] {
			t.Errorf("%s occurs twice", id)
		}
		ids[id] = true
		if at.Before(last) || !at.Before(truth.Until) {
			t.Errorf("%s at %v is out of order (after %v) or of the two years", id, at, last)
		}
		last = at
		if _, offset := at.Zone(); offset != 8*60*60 {
			t.Errorf("%s is %d s from UTC", id, offset)
		}
		if !box.Contains(i.place) || !i.start.Before(i.end) || at.Before(i.start) || i.end.After(truth.Until) {
			t.Errorf("%s at %v from %v to %v", id, i.place, i.start, i.end)
		}
	}
}

func TestCategoriesAreAsTheTruthSays(t *testing.T) {
	type count struct{ all, discovered, inHours, clock int }
	truth, counts, chinese := sample.Truth(), map[string]*count{}, map[string]string{}
	for _, c := range truth.Categories {
		counts[c.Name], chinese[c.Name] = new(count), c.NameZH
	}
	usual := map[string]sample.Hours{}
	for _, c := range truth.Categories {
		usual[c.Name] = c.Hours
	}
	for _, f := range readFeatures(t) {
		i := asIncident(t, f)
		c := counts[i.category]
		if c == nil || f.Properties.MustString("category_zh") != chinese[i.category] {
			t.Fatalf("category %q, %q", i.category, f.Properties.MustString("category_zh"))
		}
		c.all++
		switch f.Properties.MustString("source") {
		case "discovered":
			c.discovered++
		case "reported":
		default:
			t.Errorf("source %q", f.Properties.MustString("source"))
		}
		if i.clock {
			c.clock++
			if usual[i.category].Holds(i.start.Hour()) {
				c.inHours++
			}
		}
	}
	for _, c := range truth.Categories {
		got := counts[c.Name]
		if got.all != c.Spread+c.Planted || got.discovered > 0 != c.Discovered || (c.Discovered && got.discovered != got.all) {
			t.Errorf("%s: %d incidents, %d discovered, the truth says %+v", c.Name, got.all, got.discovered, c)
		}
		// Three quarters by design and the part of the rest that falls there by chance, less four standard deviations
		// of a share of 45, the rarest category: 4·sqrt(0.75·0.25/45) = 0.26.
		if share := float64(got.inHours) / float64(got.clock); c.Planted == 0 && share < 0.75-0.26 {
			t.Errorf("%s: %.2f in its hours %v", c.Name, share, c.Hours)
		}
	}
}

// Each hot spot is in the data: all its incidents can be found again, and its share of its category is what was
// planted, far over what its area would have by chance.
func TestHotSpotsAreHot(t *testing.T) {
	truth := sample.Truth()
	var all []incident
	for _, f := range readFeatures(t) {
		all = append(all, asIncident(t, f))
	}
	category := map[string]sample.Category{}
	for _, c := range truth.Categories {
		category[c.Name] = c
	}
	for _, h := range truth.HotSpots {
		found, timed, hit := 0, 0, 0
		for _, i := range all {
			if i.category != h.Category {
				continue
			}
			if i.inside(h) && i.possible(h) {
				found++
			}
			if i.clock {
				timed++
			}
			if i.clock && i.inside(h) && h.Active(i.start) {
				hit++
			}
		}
		c := category[h.Category]
		planted := float64(h.Planted) / float64(c.Spread+c.Planted)
		share := float64(hit) / float64(timed)
		byArea := 3.1416 * float64(h.RadiusM*h.RadiusM) / (4400 * 3200)
		t.Logf("%-18s %4d planted, %4d found; share of %s: %.3f planted, %.3f in the file, %.4f by area alone",
			h.ID, h.Planted, found, h.Category, planted, share, byArea)
		if found < h.Planted {
			t.Errorf("%s: %d of %d planted incidents found", h.ID, found, h.Planted)
		}
		if share < 0.8*planted || share < 10*byArea {
			t.Errorf("%s: share %.3f, planted %.3f, by area %.4f", h.ID, share, planted, byArea)
		}
	}
}

// On a day of its own the market is busy, on the day after it is not.
func TestMarketDays(t *testing.T) {
	var market sample.HotSpot
	for _, h := range sample.Truth().HotSpots {
		if h.ID == "market" {
			market = h
		}
	}
	on, after := 0, 0
	for _, f := range readFeatures(t) {
		i := asIncident(t, f)
		if i.category != market.Category || !i.inside(market) {
			continue
		}
		if market.Day(i.start) {
			on++
		}
		if market.Day(i.start.AddDate(0, 0, -1)) {
			after++
		}
	}
	if on < market.Planted || after > market.Planted/20 {
		t.Errorf("%d on market days, %d on the days after, %d planted", on, after, market.Planted)
	}
}
