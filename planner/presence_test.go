package planner_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/planner"
	"nightbeat/planner/risk"
	"nightbeat/planner/words"
)

// expectedAt is what a forecast expects in the cell of a place.
func expectedAt(f *planner.Forecast, place orb.Point) float64 {
	c, _ := f.Surface.Grid.CellAt(f.Frame.ToXY(place))
	return f.Surface.Expected.Values[c]
}

// loop plays two districts of the same rate, night after night: one patrol goes to one of them, drawn by what the
// forecast from all finds so far expects there, stands a quarter of an hour and finds something with an even chance. It
// gives the share of the last quarter of the nights that the first district got.
func loop(t *testing.T, rng *rand.Rand, nights int, known bool) float64 {
	t.Helper()
	places := [2]orb.Point{{118.20, 39.70}, {118.22, 39.70}}
	first := time.Date(2026, 1, 1, 21, 0, 0, 0, time.UTC)
	var found []planner.Incident
	var stood []planner.Presence
	patrol := func(district int, at time.Time, finds bool) {
		stood = append(stood, planner.Presence{Place: places[district], From: at, Until: at.Add(15 * time.Minute)})
		if finds {
			found = append(found, planner.Incident{Category: "Drug offence", Place: places[district], At: at.Add(5 * time.Minute), Discovered: true})
		}
	}
	patrol(0, first, true)
	patrol(1, first, true)
	inFirst := 0
	for night := 1; night <= nights; night++ {
		at := first.AddDate(0, 0, night)
		request := planner.Request{Model: "count", Discovered: true, Categories: map[string]float64{"Drug offence": 1}}
		window := risk.Window{From: at, Until: at.Add(8 * time.Hour)}
		var patrolled []planner.Presence
		if known {
			patrolled = stood
		}
		f, err := planner.Foresee(t.Context(), request, window, found, patrolled)
		if err != nil {
			t.Fatal(err)
		}
		a, b := expectedAt(f, places[0]), expectedAt(f, places[1])
		district := 1
		if rng.Float64()*(a+b) < a {
			district = 0
		}
		patrol(district, at, rng.Float64() < 0.5)
		if night > nights-nights/4 && district == 0 {
			inFirst++
		}
	}
	return float64(inFirst) / float64(nights/4)
}

// Two equal districts over 1,000 nights through the forecast itself: where patrol time is known each keeps about half of
// the patrols, the naive loop runs away.
func TestPatrolsDoNotFeedOnThemselves(t *testing.T) {
	unlessShort(t)
	rng := rand.New(rand.NewPCG(3, 10))
	ranAway := 0
	const runs = 2
	for range runs {
		naive, corrected := loop(t, rng, 1000, false), loop(t, rng, 1000, true)
		t.Logf("share of the first district: naive %.2f, corrected %.2f", naive, corrected)
		if math.Abs(corrected-0.5) > 0.15 {
			t.Errorf("corrected, the first district got %.2f of the patrols", corrected)
		}
		if math.Abs(naive-0.5) > 0.2 {
			ranAway++
		}
	}
	if ranAway < runs/2 {
		t.Errorf("the naive loop ran away in %d of %d runs only: the test shows nothing", ranAway, runs)
	}
}

// An hour of presence at A and a quarter at B: three finds at A weigh 3 · 15/60, one at B weighs 1, a reported theft 1,
// and a find from before the first presence is left out.
func TestFoundIncidentsAreCorrectedByPresence(t *testing.T) {
	a, b, c := orb.Point{118.20, 39.70}, orb.Point{118.22, 39.70}, orb.Point{118.21, 39.71}
	start := time.Date(2026, 1, 1, 20, 0, 0, 0, time.UTC)
	find := func(at orb.Point, when time.Time) planner.Incident {
		return planner.Incident{Category: "Bag search", Place: at, At: when, Discovered: true}
	}
	incidents := []planner.Incident{
		find(a, start), find(a, start.Add(time.Minute)), find(a, start.Add(2*time.Minute)), find(b, start.Add(time.Hour)),
		{Category: "Theft", Place: c, At: start.Add(-time.Hour)}, find(b, start.Add(-time.Hour)),
	}
	until := start.Add(24 * time.Hour)
	patrolled := []planner.Presence{
		{Place: a, From: start, Until: start.Add(time.Hour)}, {Place: b, From: start, Until: start.Add(15 * time.Minute)},
		{Place: b, From: until, Until: until.Add(time.Hour)}, // the night to come teaches nothing
	}
	f, err := planner.Foresee(t.Context(), planner.Request{Model: "count", Discovered: true}, risk.Window{From: until, Until: until.Add(time.Hour)}, incidents, patrolled)
	if err != nil {
		t.Fatal(err)
	}
	weightB := expectedAt(f, b)
	for place, want := range map[orb.Point]float64{a: 0.75, b: 1, c: 1} {
		if got := expectedAt(f, place) / weightB; math.Abs(got-want) > 1e-9 {
			t.Errorf("%v weighs %g, want %g", place, got, want)
		}
	}
	if f.Left["found by looking before patrol time is known"] != 1 {
		t.Errorf("left out: %v", f.Left)
	}
	if !slices.ContainsFunc(f.Notes, func(note string) bool {
		return strings.Contains(note, "4 incidents that police found by looking weigh 1.75 instead of 4")
	}) {
		t.Errorf("notes: %q", f.Notes)
	}
}

// A plan corrects by where units stood, and says so; what its own units will stand is there for the next one.
func TestPlanCorrectsForPatrols(t *testing.T) {
	town, err := loadTown()
	if err != nil {
		t.Fatal(err)
	}
	incidents := slices.Clone(town.incidents)
	for i := range incidents {
		incidents[i].Discovered = i%3 == 0
	}
	in := planner.Inputs{Incidents: incidents, Roads: town.roads, Request: planner.Request{Shift: town.shift, Units: unitsAt(town.base, 1), Discovered: true, Stops: 4, Iterations: 50, Model: "count"}}
	before, err := planner.Make(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	hottest := before.Stops[0].Place
	in.Patrolled = []planner.Presence{
		{Place: hottest, From: town.shift.Start.AddDate(-2, 0, 0), Until: town.shift.Start.AddDate(-1, 0, 0)},
		{Place: before.Stops[1].Place, From: town.shift.Start.Add(-time.Hour), Until: town.shift.Start},
	}
	after, err := planner.Make(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	says := func(p *planner.Plan) bool {
		return slices.ContainsFunc(p.Warnings, func(w words.Note) bool { return strings.Contains(w.String(), "police found by looking weigh") })
	}
	if says(before) || !says(after) {
		t.Errorf("warnings without patrols %q, with %q", before.Warnings, after.Warnings)
	}
	near := func(p *planner.Plan) float64 {
		for _, s := range p.Stops {
			if geo.Distance(s.Place, hottest) < 50 {
				return s.Share
			}
		}
		return 0
	}
	if near(after) >= near(before) {
		t.Errorf("the stop that was watched a year keeps its share: %g, was %g", near(after), near(before))
	}
	stood := after.Presence()
	calls := 0
	for _, r := range after.Routes {
		calls += len(r.Calls)
	}
	if len(stood) != calls || !stood[0].Until.After(stood[0].From) || geo.Distance(stood[0].Place, after.Stops[after.Routes[0].Calls[0].Stop].Place) > 0 {
		t.Errorf("%d presences of %d calls: %v", len(stood), calls, stood[0])
	}
}
