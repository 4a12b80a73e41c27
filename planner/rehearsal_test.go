package planner_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
	"nightbeat/planner/risk"
)

// What is told before the draw is true after it: with the effect that the rehearsal names, about four of five experiments
// find it, by spots and by nights. Of 60 fewer than 38 or more than 57 come by chance in 1 of 300.
func TestRehearsalsTellWhatWillBeShown(t *testing.T) {
	unlessShort(t)
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, zone)
	period := planner.Shift{Start: first, End: first.AddDate(0, 0, 112)}
	spots := make([]planner.Spot, 16)
	for i := range spots {
		spots[i] = planner.Spot{Name: string(rune('a' + i)), Place: orb.Point{118.2 + float64(i)*0.01, 39.7}}
	}
	for _, unit := range []string{planner.OfSpots, planner.OfNights} {
		rng := rand.New(rand.NewPCG(2, uint64(len(unit))))
		found, told, came := 0, 0.0, 0.0
		const runs = 60
		for seed := range int64(runs) {
			ask := planner.Experiment{Unit: unit, Period: period, Seed: seed, Hours: risk.Hours{From: 20 * time.Hour, Until: 4 * time.Hour}}
			history := nightsAt(rng, spots, planner.Shift{Start: first.AddDate(0, 0, -224), End: first}, func(planner.Spot, time.Time) float64 { return 1 })
			says, err := planner.Rehearse(planner.Request{}, ask, spots, history)
			if err != nil || says.Days < 105 || says.Ratio <= 0.4 || says.Ratio >= 0.95 {
				t.Fatalf("%s: %+v, %v", unit, says, err)
			}
			e, err := planner.NewExperiment(planner.Request{}, ask, spots, planner.Shift{Start: first.AddDate(0, 0, -224), End: first}, history)
			if err != nil {
				t.Fatal(err)
			}
			j, err := e.Judge(planner.Request{}, nightsAt(rng, spots, period, func(s planner.Spot, night time.Time) float64 {
				if patrolled, _ := e.Lots(night); slices.Contains(patrolled, s) {
					return says.Ratio
				}
				return 1
			}), e.Over())
			if err != nil {
				t.Fatal(err)
			}
			told, came = told+says.Expected/runs, came+float64(j.Control)/runs
			if j.P <= 0.10 && j.Ratio < 1 {
				found++
			}
		}
		t.Logf("%s: %.0f incidents on each side are told and %.0f came; the effect that is told is found in %d of %d", unit, told, came, found, runs)
		if found < 38 || found > 57 || told < 0.95*came || told > 1.05*came {
			t.Errorf("%s: %.0f incidents on each side are told and %.0f came; the effect that is told is found in %d of %d", unit, told, came, found, runs)
		}
	}
}

// nightsAt draws incidents near spots, some of them busier than others, from 20 to 4; so much is left of them.
func nightsAt(rng *rand.Rand, spots []planner.Spot, s planner.Shift, left func(planner.Spot, time.Time) float64) (all []planner.Incident) {
	for i, spot := range spots {
		for night := s.Start; night.Before(s.End); night = night.AddDate(0, 0, 1) {
			rate := (0.1 + 0.02*float64(i)) * (1 + float64(night.Weekday())/6) * left(spot, night)
			for at := rng.ExpFloat64(); at < rate; at += rng.ExpFloat64() {
				all = append(all, planner.Incident{Category: "Theft", Place: spot.Place, At: night.Add(20*time.Hour + time.Duration(rng.Int64N(int64(8*time.Hour))))})
			}
		}
	}
	return all
}

// Of a few days nothing is told; of a short history, scaled; what an experiment refuses, its rehearsal refuses.
func TestRehearsalsKnowTheirLimits(t *testing.T) {
	first := time.Date(2026, 6, 1, 0, 0, 0, 0, zone)
	ask := planner.Experiment{Unit: planner.OfNights, Period: planner.Shift{Start: first, End: first.AddDate(0, 0, 84)}}
	spots := []planner.Spot{{Name: "a", Place: orb.Point{118.2, 39.7}}}
	nightly := func(n int) (all []planner.Incident) {
		for day := range n {
			for range 3 {
				all = append(all, planner.Incident{Category: "Theft", Place: spots[0].Place, At: first.AddDate(0, 0, day-n).Add(time.Hour)})
			}
		}
		return append(all, planner.Incident{Category: "Theft", Place: spots[0].Place, At: first.AddDate(0, 0, 3)}) // of the period itself
	}
	for known, want := range map[int]planner.Rehearsal{0: {}, 13: {}, 28: {Days: 28, Expected: 126}, 200: {Days: 84, Expected: 126}} { // 42 pairs of three
		got, err := planner.Rehearse(planner.Request{}, ask, spots, nightly(known))
		if err != nil || got.Days != want.Days || got.Expected != want.Expected || (want.Days > 0) != (got.Ratio > 0) {
			t.Errorf("%d days: %+v, %v, want %+v", known, got, err, want)
		}
	}
	byDay := nightly(28) // records that know no hour count for whole days only
	for i := range byDay {
		byDay[i].Precision = planner.Day
	}
	ask.Hours = risk.Hours{From: 20 * time.Hour, Until: 4 * time.Hour}
	got, err := planner.Rehearse(planner.Request{}, ask, spots, byDay)
	if err != nil || got.Expected != 0 || got.Untimed != 84 || !strings.Contains(got.Note().String(), "84 near the points do not count, since their hour is not known") {
		t.Errorf("by night of days: %+v, %v: %s", got, err, got.Note())
	}
	ask.RadiusM = 1000
	if _, err := planner.Rehearse(planner.Request{}, ask, spots, nil); err == nil {
		t.Error("a radius that an experiment refuses is rehearsed")
	}
}
