package planner_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data/format"
	"nightbeat/data/sample"
	"nightbeat/geo"
	"nightbeat/geo/road"
	"nightbeat/planner"
)

// unlessShort leaves a test that searches long out of short runs, such as those under the race detector.
func unlessShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("a long search; not in short runs")
	}
}

// city is a place to plan nights for.
type city struct {
	name      string
	incidents []planner.Incident
	roads     planner.Roads
	base      orb.Point
	shift     planner.Shift
}

func hours(start string, length time.Duration) planner.Shift {
	from, err := time.Parse(time.RFC3339, start)
	if err != nil {
		panic(err)
	}
	return planner.Shift{Start: from, End: from.Add(length)}
}

var loadTown = sync.OnceValues(func() (city, error) {
	ctx := context.Background()
	c := city{name: "sample town", base: orb.Point{118.198845, 39.699834}, shift: hours("2026-07-01T20:00:00+08:00", 8*time.Hour)}
	incidents, err := format.ReadIncidents(ctx, bytes.NewReader(sample.Incidents()), "sample", format.IncidentOptions{})
	if err != nil {
		return c, err
	}
	network, _, err := road.Decode(ctx, bytes.NewReader(sample.Streets()), "sample")
	c.incidents, c.roads = incidents.List, planner.OnStreets(network)
	return c, err
})

// town is the sample town.
func town(t testing.TB) city {
	t.Helper()
	c, err := loadTown()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// cities are the town and, beside the project, real ones.
func cities(t testing.TB) []city {
	t.Helper()
	list := []city{town(t)}
	if testing.Short() {
		return list
	}
	for _, c := range []struct {
		name, incidents, roads string
		base                   orb.Point
		shift                  planner.Shift
	}{
		{"San Francisco", "san_francisco/incidents_2026-02_2026-06.geojson.gz", "san_francisco/roads.osm.pbf", orb.Point{-122.4194, 37.7749}, hours("2026-07-01T20:00:00-07:00", 8*time.Hour)},
		{"Portland", "portland/incidents_burglary_vehicle_2012-03_2016-08.geojson.gz", "portland/portland_small.osm.pbf", orb.Point{-122.6765, 45.5152}, hours("2016-09-01T19:00:00-07:00", 10*time.Hour)},
	} {
		const data = "../../shared/data/"
		if _, err := os.Stat(data + c.roads); err != nil {
			t.Logf("no %s beside the project: only the sample town is planned", c.name)
			return list
		}
		incidents, err := format.OpenIncidents(t.Context(), []string{data + c.incidents}, format.IncidentOptions{})
		if err != nil {
			t.Fatal(err)
		}
		network, _, err := road.Open(t.Context(), data+c.roads)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, city{c.name, incidents.List, planner.OnStreets(network), c.base, c.shift})
	}
	return list
}

// unitsAt are n units that start at a place.
func unitsAt(base orb.Point, n int) []planner.Unit {
	list := make([]planner.Unit, n)
	for i := range list {
		list[i].Base = base
	}
	return list
}

func (c city) plan(t *testing.T, r planner.Request) *planner.Plan {
	t.Helper()
	plan, err := planner.Make(t.Context(), planner.Inputs{Request: r, Incidents: c.incidents, Roads: c.roads})
	if err != nil {
		t.Fatalf("%s: %v", c.name, err)
	}
	return plan
}

func encoded(t *testing.T, plan *planner.Plan) string {
	t.Helper()
	var b strings.Builder
	if err := format.WriteGeoJSON(&b, plan); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestEveryPlanHoldsTogether re-verifies plans of nights drawn at random: cities, seeds, units of all profiles with odd
// hours and breaks, long and short shifts, must points, closures, areas, no rounds.
func TestEveryPlanHoldsTogether(t *testing.T) {
	for _, c := range cities(t) {
		seeds := uint64(6)
		if testing.Short() {
			seeds = 2
		}
		for seed := range seeds {
			t.Run(fmt.Sprintf("%s/%d", c.name, seed), func(t *testing.T) {
				r := c.draw(rand.New(rand.NewPCG(seed, 0)))
				if err := planner.Check(t.Context(), c.plan(t, r), c.roads); err != nil {
					t.Errorf("%v\nof %+v", err, r)
				}
			})
		}
	}
}

// draw is a night drawn at random.
func (c city) draw(rng *rand.Rand) planner.Request {
	start := c.shift.Start.Add(time.Duration(rng.IntN(12)) * time.Hour)
	length := time.Duration(2+rng.IntN(10)) * time.Hour
	r := planner.Request{
		Shift: planner.Shift{Start: start, End: start.Add(length)}, Units: unitsAt(c.base, 1+rng.IntN(6)), Seed: rng.Int64N(100),
		Iterations: 300, Limit: time.Minute, Dwell: time.Duration(8+rng.IntN(12)) * time.Minute,
	}
	for i := range r.Units {
		u := &r.Units[i]
		u.Profile = []string{"patrol", "car", "foot"}[rng.IntN(3)]
		if rng.IntN(3) == 0 {
			u.Start, u.End = start.Add(30*time.Minute), start.Add(length-20*time.Minute)
		}
		if rng.IntN(3) == 0 && length > 4*time.Hour {
			u.Breaks = []planner.Break{{Earliest: start.Add(length / 3), Latest: start.Add(length / 2), Duration: 30 * time.Minute}}
		}
	}
	switch rng.IntN(4) {
	case 0:
		r.Revisit = -1
	case 1:
		r.Revisit = 90 * time.Minute
	}
	if rng.IntN(2) == 0 {
		r.Must = []planner.Must{{ID: "school", Place: c.incidents[rng.IntN(len(c.incidents)/10)].Place, Windows: []planner.Shift{{Start: start.Add(time.Hour), End: start.Add(110 * time.Minute)}}}}
		r.Must[0].Place = orb.Point{c.base[0] + 0.003, c.base[1] + 0.002}
	}
	if rng.IntN(3) == 0 {
		r.Closures = []planner.Closure{{Where: orb.LineString{{c.base[0] + 0.004, c.base[1] - 0.01}, {c.base[0] + 0.004, c.base[1] + 0.01}}}}
	}
	if rng.IntN(3) == 0 {
		r.Area = orb.MultiPolygon{{{{c.base[0] - .02, c.base[1] - .02}, {c.base[0] + .02, c.base[1] - .02}, {c.base[0] + .02, c.base[1] + .02}, {c.base[0] - .02, c.base[1] + .02}, {c.base[0] - .02, c.base[1] - .02}}}}
	}
	if rng.IntN(3) == 0 {
		r.Stops = 1 + rng.IntN(50)
	}
	return r
}

func quick(c city) planner.Request {
	return planner.Request{Shift: c.shift, Units: unitsAt(c.base, 3), Seed: 1, Iterations: 1500, Limit: time.Minute}
}

// TestSinglePointIsVisited: the round of one point cannot be kept, but it is not left alone.
func TestSinglePointIsVisited(t *testing.T) {
	c := town(t)
	r := quick(c)
	r.Stops = 1
	plan := c.plan(t, r)
	if err := planner.Check(t.Context(), plan, c.roads); err != nil || len(plan.Stops) != 1 {
		t.Errorf("%d stops, %v", len(plan.Stops), err)
	}
}

func TestSameRequestSameBytes(t *testing.T) {
	c := town(t)
	first := encoded(t, c.plan(t, quick(c)))
	if encoded(t, c.plan(t, quick(c))) != first {
		t.Error("asked again: other bytes")
	}
	before := runtime.GOMAXPROCS(1)
	one := encoded(t, c.plan(t, quick(c)))
	runtime.GOMAXPROCS(before)
	if one != first {
		t.Error("on one core: other bytes")
	}
	shuffled := append([]planner.Incident(nil), c.incidents...)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	c.incidents = shuffled
	if encoded(t, c.plan(t, quick(c))) != first {
		t.Error("incidents in another order: other bytes")
	}
}

// TestCutSearchCanBeAskedForAgain lets the time limit end a search, then asks for the iterations that it made.
func TestCutSearchCanBeAskedForAgain(t *testing.T) {
	c := town(t)
	r := quick(c)
	r.Iterations, r.Limit = planner.MaxSearched, 300*time.Millisecond
	cut := c.plan(t, r)
	if cut.Iterations >= planner.MaxSearched {
		t.Fatalf("%d iterations in %s", cut.Iterations, r.Limit)
	}
	r.Iterations, r.Limit = cut.Iterations, time.Minute
	if encoded(t, c.plan(t, r)) != encoded(t, cut) {
		t.Errorf("%d iterations: other bytes than the search that was cut", cut.Iterations)
	}
}

func TestAnotherSeedAnotherPlanOfNearlyTheSameWorth(t *testing.T) {
	unlessShort(t)
	c := town(t)
	r := quick(c)
	one := c.plan(t, r)
	r.Seed = 2
	two := c.plan(t, r)
	if one.ID == two.ID || fmt.Sprint(one.Routes) == fmt.Sprint(two.Routes) {
		t.Error("another seed gives the same routes")
	}
	if ratio := float64(two.Reward) / float64(one.Reward); ratio < 0.93 || ratio > 1/0.93 {
		t.Errorf("worth %d and %d: %.3f apart", one.Reward, two.Reward, ratio)
	}
}

// TestPlantedHotSpotsAreFound holds the plan against the truth of the sample town: the night's planted patterns have a
// stop within their circle and a stay within their hours.
func TestPlantedHotSpotsAreFound(t *testing.T) {
	unlessShort(t)
	c := town(t)
	r, err := format.ReadRequest(bytes.NewReader(sample.Request()))
	if err != nil {
		t.Fatal(err)
	}
	plan := c.plan(t, r)
	found := 0
	for _, h := range sample.Truth().HotSpots {
		weight := r.Categories[h.Category]
		if weight == 0 || !ofTheNight(h, c.shift) {
			continue
		}
		found++
		if !watched(plan, h) {
			t.Errorf("%s (%s) is not watched", h.Name, h.Category)
		}
	}
	if found < 3 {
		t.Errorf("only %d planted hot spots are of this night", found)
	}
}

// ofTheNight tells whether a pattern was at work on the same weekday a week before, in the hours of the shift.
func ofTheNight(h sample.HotSpot, shift planner.Shift) bool {
	for at := shift.Start.AddDate(0, 0, -7); at.Before(shift.End.AddDate(0, 0, -7)); at = at.Add(time.Hour) {
		if h.Active(at) {
			return true
		}
	}
	return false
}

func watched(plan *planner.Plan, h sample.HotSpot) bool {
	for _, r := range plan.Routes {
		for _, call := range r.Calls {
			if geo.Distance(plan.Stops[call.Stop].Place, h.Centre) <= float64(h.RadiusM)+planner.WatchM && h.Hours.Holds(call.Arrive.Hour()) {
				return true
			}
		}
	}
	return false
}

// TestNumbersRecompute counts the incidents about each stop with a plain loop.
func TestNumbersRecompute(t *testing.T) {
	c := town(t)
	r := quick(c)
	r.Model, r.Categories = "count", map[string]float64{"Dispute": 0, "Noise complaint": 1}
	plan := c.plan(t, r)
	total := 0
	for _, in := range c.incidents {
		if in.At.Before(c.shift.Start) && !in.Discovered && in.Category != "Dispute" {
			total++
		}
	}
	for _, s := range plan.Stops {
		near, least, most := 0, 0, 0 // the frame and the sphere differ by half a per cent
		for _, in := range c.incidents {
			if !in.At.Before(c.shift.Start) || in.Discovered || in.Category == "Dispute" {
				continue
			}
			for within, count := range map[float64]*int{planner.WatchM: &near, 0.99 * planner.WatchM: &least, 1.01 * planner.WatchM: &most} {
				if geo.Distance(in.Place, s.Place) <= within {
					*count++
				}
			}
		}
		named := 0
		for _, k := range s.Reason.Categories {
			named += k.Count
		}
		if near != s.Incidents || named != near {
			t.Errorf("%s tells %d incidents, names %d; there are %d", s.ID, s.Incidents, named, near)
		}
		if told := s.Share * float64(total); told < float64(least)-1e-3 || told > float64(most)+1e-3 {
			t.Errorf("%s tells a share of %.5f, which is %.2f incidents; there are %d to %d", s.ID, s.Share, told, least, most)
		}
	}
}
