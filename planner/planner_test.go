package planner

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

var (
	testShift = Shift{time.Date(2026, 7, 1, 20, 0, 0, 0, time.UTC), time.Date(2026, 7, 2, 4, 0, 0, 0, time.UTC)}
	testBase  = orb.Point{118.2, 39.7}
)

// scatter is a made-up city: incidents in 120 days about a few centres and everywhere.
func scatter(seed uint64, n int) []Incident {
	rng := rand.New(rand.NewPCG(seed, 0))
	list := make([]Incident, n)
	for i := range list {
		place := orb.Point{testBase[0] + rng.NormFloat64()/60, testBase[1] + rng.NormFloat64()/80}
		if i%2 == 0 {
			k := float64(rng.IntN(12))
			place = orb.Point{testBase[0] + (k-6)/300, testBase[1] + (float64(int(k*7)%12)-6)/400}
		}
		list[i] = Incident{
			ID: string(rune('a'+i%26)) + time.Duration(i).String(), Category: []string{"Burglary", "Theft", "Dispute"}[i%3], Place: place,
			At: testShift.Start.Add(-time.Duration(rng.Int64N(int64(120 * 24 * time.Hour)))),
		}
	}
	return list
}

func units(n int) []Unit {
	list := make([]Unit, n)
	for i := range list {
		list[i].Base = testBase
	}
	return list
}

func TestMakeOnStraightLines(t *testing.T) {
	for seed := range int64(4) {
		plan, err := Make(context.Background(), Inputs{
			Request:   Request{Shift: testShift, Units: units(1 + int(seed)), Seed: seed, Iterations: 500},
			Incidents: scatter(uint64(seed), 2000),
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(context.Background(), plan, nil); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		if len(plan.Stops) == 0 || plan.Share <= plan.AreaShare {
			t.Errorf("seed %d: %d stops watch %.3f of the incidents in %.3f of the area", seed, len(plan.Stops), plan.Share, plan.AreaShare)
		}
	}
}

// Three stays of four hours do not fit into one unit's eight.
func TestMustsThatDoNotFitAreRefused(t *testing.T) {
	r := Request{Shift: testShift, Units: units(1), Iterations: 10}
	for i, id := range []string{"a", "b", "c"} {
		place := r.Units[0].Base
		place[0] += 0.001 * float64(i+1)
		r.Must = append(r.Must, Must{ID: id, Place: place, Dwell: 4 * time.Hour})
	}
	_, err := Make(context.Background(), Inputs{Request: r, Incidents: scatter(1, 2000)})
	refusal := new(Error)
	if !errors.As(err, &refusal) || refusal.Kind != Impossible || refusal.Field != "must" || !strings.Contains(err.Error(), "3 must points need 12 h") {
		t.Errorf("%v", err)
	}
}

func TestShiftByDefault(t *testing.T) {
	zone := time.FixedZone("", 8*3600)
	incidents := []Incident{{At: time.Date(2026, 6, 30, 23, 10, 0, 0, zone)}, {At: time.Date(2026, 6, 29, 1, 0, 0, 0, zone)}}
	got := Request{}.TheNightAfter(incidents).Shift
	if got.Start.Format(time.RFC3339) != "2026-07-01T20:00:00+08:00" || got.Length() != 8*time.Hour {
		t.Errorf("the night after is %v", got)
	}
	if asked := (Request{Shift: testShift}).TheNightAfter(incidents).Shift; asked != testShift {
		t.Errorf("the shift asked for became %v", asked)
	}
}
