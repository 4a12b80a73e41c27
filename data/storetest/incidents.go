package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/planner"
)

var east = time.FixedZone("", 8*3600)

// Town is n incidents drawn at random from a seed, with every field in use.
func Town(seed uint64, n int) []planner.Incident {
	rng := rand.New(rand.NewPCG(seed, 1))
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err) // the zones are part of every Go installation
	}
	zones := []*time.Location{east, shanghai, time.UTC}
	incidents := make([]planner.Incident, n)
	for i := range incidents {
		at := time.Date(2024, 1, 1, 0, 0, 0, 0, zones[rng.IntN(3)]).Add(time.Duration(rng.IntN(700*24*60)) * time.Minute)
		incidents[i] = planner.Incident{
			ID: fmt.Sprintf("i%d-%d", seed, i), Category: []string{"Burglary", "盗窃", "", `"; DROP TABLE incidents; --`}[rng.IntN(4)],
			Place: orb.Point{118 + float64(rng.IntN(2000))/10000, 39 + float64(rng.IntN(2000))/10000},
			At:    at, Precision: planner.Precision(rng.IntN(3)), Discovered: rng.IntN(5) == 0,
		}
		if rng.IntN(4) == 0 {
			incidents[i].Between = &planner.Interval{From: at, To: at.Add(3 * time.Hour)}
		}
	}
	return incidents
}

func take(t *testing.T, s data.Store, incidents []planner.Incident) data.Imported {
	t.Helper()
	done, err := s.Import(context.Background(), data.Given(incidents))
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func page(t *testing.T, s data.Store, q data.Query) data.Page {
	t.Helper()
	p, err := s.Incidents(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func past(t *testing.T, s data.Store) []planner.Incident {
	t.Helper()
	all, err := s.Past(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func noIncidents(t *testing.T, s data.Store) {
	if p := page(t, s, data.Query{Limit: 10}); len(p.Incidents) != 0 || p.Matched != 0 || p.More {
		t.Errorf("a page of nothing: %+v", p)
	}
	if all := past(t, s); len(all) != 0 {
		t.Errorf("the past of nothing: %v", all)
	}
	if sp, err := s.Span(context.Background()); err != nil || sp.Count != 0 {
		t.Errorf("the span of nothing: %+v, %v", sp, err)
	}
	if _, err := s.Incident(context.Background(), "nosuch"); err != data.ErrNotFound {
		t.Errorf("an incident that is not there: %v, want ErrNotFound", err)
	}
	if done := take(t, s, nil); done != (data.Imported{}) {
		t.Errorf("an empty file did %+v", done)
	}
}

func imports(t *testing.T, s data.Store) {
	given := Town(1, 300)
	if done := take(t, s, given); done != (data.Imported{New: 300}) {
		t.Fatalf("%+v, want 300 new", done)
	}
	all := past(t, s)
	if len(all) != len(given) {
		t.Fatalf("%d came back, want %d", len(all), len(given))
	}
	for i, in := range all {
		if !data.Same(in, given[i]) || in.At.Location().String() != given[i].At.Location().String() {
			t.Fatalf("%+v came back as %+v", given[i], in)
		}
	}
	k, err := s.Incident(context.Background(), given[7].ID)
	if err != nil || !data.Same(k.Incident, given[7]) {
		t.Errorf("%+v, %v, want %+v", k, err, given[7])
	}
	wantSpan(t, s, given)
}

func wantSpan(t *testing.T, s data.Store, given []planner.Incident) {
	t.Helper()
	sp, err := s.Span(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	byTime := func(a, b planner.Incident) int { return a.At.Compare(b.At) }
	bound := given[0].Place.Bound()
	for _, in := range given {
		bound = bound.Extend(in.Place)
	}
	if sp.Count != len(given) || sp.Bound != bound || !sp.First.Equal(slices.MinFunc(given, byTime).At) || !sp.Last.Equal(slices.MaxFunc(given, byTime).At) {
		t.Errorf("span %+v", sp)
	}
	want := slices.MaxFunc(given, byTime).At.Format("-07:00") // the station's clock
	if first, last := sp.First.Format("-07:00"), sp.Last.Format("-07:00"); last != want || first != want {
		t.Errorf("the span is told at %s and %s, the newest incident at %s", first, last, want)
	}
}

// brokenImport takes a file that breaks off: nothing of it stays, whatever came before.
func brokenImport(t *testing.T, s data.Store) {
	take(t, s, Town(2, 20))
	broken := errors.New("the file breaks off")
	_, err := s.Import(context.Background(), func(yield func(planner.Incident, error) bool) {
		for _, in := range Town(1, 150) {
			if !yield(in, nil) {
				return
			}
		}
		yield(planner.Incident{}, broken)
	})
	if !errors.Is(err, broken) {
		t.Errorf("%v, want the stream's own error", err)
	}
	if all := past(t, s); len(all) != 20 {
		t.Errorf("%d incidents are there, want the 20 of before", len(all))
	}
	if done := take(t, s, Town(1, 150)); done != (data.Imported{New: 150}) {
		t.Errorf("the whole file then did %+v", done)
	}
}

func importTwice(t *testing.T, s data.Store) {
	take(t, s, Town(1, 200))
	before := past(t, s)
	if done := take(t, s, Town(1, 200)); done != (data.Imported{Same: 200}) {
		t.Errorf("the same file again did %+v", done)
	}
	if !reflect.DeepEqual(before, past(t, s)) {
		t.Error("the same file again changed something")
	}
}

// importOrder takes two files in either order and both in one: a query finds the same in the end.
func importOrder(t *testing.T, s data.Store) {
	a, b := Town(1, 100), Town(2, 30)
	take(t, s, b)
	take(t, s, a)
	if done := take(t, s, append(slices.Clone(a), b...)); done != (data.Imported{Same: 130}) {
		t.Errorf("both files in one did %+v", done)
	}
}

func changed(t *testing.T, s data.Store) {
	given := Town(1, 50)
	take(t, s, given)
	corrected := given[3]
	corrected.Place, corrected.Category = orb.Point{120, 40}, "Robbery"
	given[3] = corrected
	if done := take(t, s, given); done != (data.Imported{Changed: 1, Same: 49}) {
		t.Errorf("%+v, want 1 changed", done)
	}
	there := orb.Bound{Min: orb.Point{119.9, 39.9}, Max: orb.Point{120.1, 40.1}}
	if p := page(t, s, data.Query{Within: []orb.Bound{there}, Limit: 10}); p.Matched != 1 || !data.Same(p.Incidents[0].Incident, corrected) {
		t.Errorf("at its new place there is %+v", p)
	}
	wantSpan(t, s, given)
}

// noIDs takes incidents without ids, two of which say the same: all are kept, and a second time changes nothing.
func noIDs(t *testing.T, s data.Store) {
	given := Town(1, 40)
	given = append(given, given[0])
	for i := range given {
		given[i].ID = ""
	}
	if done := take(t, s, given); done != (data.Imported{New: 41}) {
		t.Errorf("%+v, want 41 new", done)
	}
	if done := take(t, s, given); done != (data.Imported{Same: 41}) {
		t.Errorf("again: %+v", done)
	}
	if given[0].ID != "" {
		t.Error("the incidents handed in were changed")
	}
}

// queries puts random questions and compares the answers with a plain loop.
func queries(t *testing.T, s data.Store) {
	given := Town(3, 400)
	take(t, s, given)
	rng := rand.New(rand.NewPCG(4, 4))
	for range 150 {
		q := Question(rng, given)
		q.Limit = len(given)
		var want []string
		for _, in := range given {
			if q.Matches(in) {
				want = append(want, in.ID)
			}
		}
		got := page(t, s, q)
		var ids []string
		for _, k := range got.Incidents {
			ids = append(ids, k.ID)
		}
		if !slices.Equal(ids, want) || got.Matched != len(want) || got.More {
			t.Fatalf("%+v: %d of %d, want %d", q, len(ids), got.Matched, len(want))
		}
	}
}

// Question is a random query about incidents; it leaves After and Limit alone.
func Question(rng *rand.Rand, given []planner.Incident) (q data.Query) {
	one := given[rng.IntN(len(given))]
	box := func() orb.Bound {
		low := orb.Point{118 + rng.Float64()/5, 39 + rng.Float64()/5}
		return orb.Bound{Min: low, Max: orb.Point{low[0] + rng.Float64()/10, low[1] + rng.Float64()/10}}
	}
	switch rng.IntN(4) {
	case 0:
		q.Within = []orb.Bound{box()}
	case 1:
		q.Within = []orb.Bound{box(), box(), one.Place.Bound()} // the last is a single place, on its own edge
	}
	switch rng.IntN(4) {
	case 0:
		q.From = one.At
	case 1:
		q.Until = one.At
	case 2:
		q.From, q.Until = one.At, one.At.Add(time.Duration(rng.IntN(100))*24*time.Hour)
	}
	if rng.IntN(3) == 0 {
		q.Category = &one.Category
	}
	if rng.IntN(8) == 0 {
		q.ID = &one.ID
	}
	if rng.IntN(4) == 0 {
		q.Discovered = &one.Discovered
	}
	if rng.IntN(6) == 0 {
		q.Precision = &one.Precision
	}
	return q
}

func pages(t *testing.T, s data.Store) {
	given := Town(5, 95)
	take(t, s, given)
	q := data.Query{From: time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC), Limit: 10}
	var got, want []string
	for _, in := range given {
		if q.Matches(in) {
			want = append(want, in.ID)
		}
	}
	for more := true; more; {
		p := page(t, s, q)
		if p.Matched != len(want) || len(p.Incidents) == 0 || len(p.Incidents) > q.Limit {
			t.Fatalf("a page of %d of %d, want at most %d of %d", len(p.Incidents), p.Matched, q.Limit, len(want))
		}
		for _, k := range p.Incidents {
			got = append(got, k.ID)
			q.After = k.Number
		}
		more = p.More
	}
	if !slices.Equal(got, want) {
		t.Errorf("pages give %d incidents, want %d in the order they came", len(got), len(want))
	}
}

// importBesideReads reads while files come in: what is read is always whole files.
func importBesideReads(t *testing.T, s data.Store) {
	var wg sync.WaitGroup
	for i := range 5 {
		wg.Go(func() {
			if _, err := s.Import(context.Background(), data.Given(Town(uint64(10+i), 40))); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			if all, err := s.Past(context.Background()); err != nil || len(all)%40 != 0 {
				t.Errorf("%d incidents, %v: no whole number of files", len(all), err)
			}
		})
	}
	wg.Wait()
	if all := past(t, s); len(all) != 200 {
		t.Errorf("%d incidents, want 200", len(all))
	}
}
