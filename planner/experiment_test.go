package planner_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/planner"
	"nightbeat/planner/risk"
)

// The plan obeys the draw: patrolled spots are served or named as unserved, and no stop is near the others.
func TestPlansObeyAnExperiment(t *testing.T) {
	c := town(t)
	free := c.plan(t, planner.Request{Shift: c.shift, Units: unitsAt(c.base, 4), Stops: 12, Iterations: 50, Model: "count"})
	var spots []planner.Spot
	for _, s := range free.Stops {
		spots = append(spots, planner.Spot{Name: s.Name, Place: s.Place})
	}
	history := planner.Shift{Start: c.shift.Start.AddDate(0, -6, 0), End: c.shift.Start.AddDate(0, 0, -1)}
	asked := planner.Experiment{Name: "spots in July", Seed: 5, Period: planner.Shift{Start: c.shift.Start.Truncate(24 * time.Hour), End: c.shift.Start.AddDate(0, 1, 0)}}
	drawn, err := planner.NewExperiment(planner.Request{}, asked, spots, history, c.incidents)
	if err != nil {
		t.Fatal(err)
	}
	again, err := planner.NewExperiment(planner.Request{}, asked, spots, history, c.incidents)
	if err != nil || fmt.Sprint(again) != fmt.Sprint(drawn) || len(drawn.Arms) != len(spots)/2*2 {
		t.Errorf("%d arms of %d spots, again %v", len(drawn.Arms), len(spots), err)
	}
	own := planner.Request{
		Shift: c.shift, Units: unitsAt(c.base, 4), Stops: 6, Iterations: 50, Model: "count",
		Must: []planner.Must{{ID: "M1", Place: c.base}}, Avoid: []orb.Point{{118.3, 39.9}},
	}
	request, obeys := drawn.Obey(own)
	if released := drawn.Release(request); !reflect.DeepEqual(released, own) || len(request.Must) == 1 || len(request.Avoid) == 1 {
		t.Errorf("released from the experiment %+v asks for other than %+v", released, own)
	}
	request, _ = drawn.Obey(planner.Request{Shift: c.shift, Units: unitsAt(c.base, 4), Stops: 6, Iterations: 50, Model: "count"})
	if twice, _ := drawn.Obey(request); !obeys || !reflect.DeepEqual(twice, request) {
		t.Errorf("obeys %t; obeying twice asks for something else", obeys)
	}
	request.Must = append(request.Must, planner.Must{Name: "the commander's", Place: drawn.Arms[1].Place})
	obeyed := c.plan(t, request)
	if said := fmt.Sprint(obeyed.Warnings); !strings.Contains(said, "the lot of the experiment spots in July is obeyed") || strings.Count(said, "counts it as a breach") != 1 || !strings.Contains(said, "the commander's lies within") {
		t.Errorf("the plan says %s", said)
	}
	if err := planner.Check(t.Context(), obeyed, c.roads); err != nil {
		t.Error(err)
	}
	if len(obeyed.Request.Avoid) != len(drawn.Arms)/2 {
		t.Errorf("%d places avoided", len(obeyed.Request.Avoid))
	}
	for _, arm := range drawn.Arms {
		nearest := 1e9
		for _, s := range obeyed.Stops {
			nearest = min(nearest, geo.Distance(s.Place, arm.Place))
		}
		if arm.Pair == 1 && !arm.Patrolled {
			continue // the commander wants a stop there
		}
		if arm.Patrolled && nearest > 50 && len(obeyed.Unserved) == 0 || !arm.Patrolled && nearest < planner.ApartM {
			t.Errorf("pair %d, patrolled %t: the nearest stop is %.0f m away", arm.Pair, arm.Patrolled, nearest)
		}
	}
	after := drawn.Over()
	if _, err := drawn.Judge(planner.Request{}, c.incidents, after.Add(-time.Minute)); err == nil || !strings.Contains(err.Error(), "misled by chance") {
		t.Errorf("judged while it runs: %v", err)
	}
	past := *drawn
	past.Period = history
	outcome, err := past.Judge(planner.Request{}, c.incidents, after)
	if err != nil || outcome.Pairs != len(drawn.Arms)/2 || outcome.Treated == 0 || !outcome.Sure.Holds(outcome.Ratio) {
		t.Errorf("%+v, %v", outcome, err)
	}
}

func TestExperimentsRefuseWhatCannotBeTold(t *testing.T) {
	c := town(t)
	spots := make([]planner.Spot, 12)
	for i := range spots {
		spots[i] = planner.Spot{Name: fmt.Sprint(i), Place: orb.Point{118.2 + float64(i)*0.01, 39.7}}
	}
	near := append([]planner.Spot{{Name: "x", Place: orb.Point{118.2005, 39.7}}}, spots...)
	for _, given := range [][]planner.Spot{spots[:9], near} {
		_, err := planner.NewExperiment(planner.Request{}, planner.Experiment{Period: planner.Shift{Start: c.shift.End, End: c.shift.End.AddDate(0, 1, 0)}}, given, c.shift, c.incidents)
		if refused := new(planner.Error); !errors.As(err, &refused) || refused.Field != "points" || strings.Contains(err.Error(), "%!") {
			t.Errorf("%d points: %v", len(given), err)
		}
	}
	month := planner.Shift{Start: c.shift.End, End: c.shift.End.AddDate(0, 1, 0)}
	for field, ask := range map[string]planner.Experiment{
		"period": {Unit: planner.OfNights, Period: planner.Shift{Start: month.Start, End: month.Start.AddDate(0, 0, 10)}}, // three pairs
		"unit":   {Unit: "weeks", Period: month}, "radius_m": {RadiusM: 200, Period: month}, "name": {Name: strings.Repeat("x", 101), Period: month},
		"history": {Period: planner.Shift{Start: c.shift.Start, End: month.End}},
	} {
		_, err := planner.NewExperiment(planner.Request{}, ask, spots, c.shift, c.incidents)
		if refused := new(planner.Error); !errors.As(err, &refused) || refused.Field != field || strings.Contains(err.Error(), "%!") {
			t.Errorf("%s: %v", field, err)
		}
	}
}

var zone = time.FixedZone("", 8*3600)

// nightly draws lots between the nights of eight weeks from Monday 2026-06-01.
func nightly(t testing.TB, seed int64) *planner.Experiment {
	t.Helper()
	first := time.Date(2026, 6, 1, 0, 0, 0, 0, zone)
	e, err := planner.NewExperiment(planner.Request{}, planner.Experiment{
		Name: "nights", Unit: planner.OfNights, Seed: seed, Period: planner.Shift{Start: first, End: first.AddDate(0, 0, 56)}, Hours: risk.Hours{From: 20 * time.Hour, Until: 4 * time.Hour},
	}, []planner.Spot{{Name: "a", Place: orb.Point{118.2, 39.7}}, {Name: "b", Place: orb.Point{118.21, 39.7}}}, planner.Shift{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Each pair is two nights of one weekday a week apart; each night is of one pair; the plan obeys by the night of its hours.
func TestNightsAreDrawnInPairs(t *testing.T) {
	e := nightly(t, 4)
	seen := map[time.Time]bool{}
	for i, arm := range e.Arms {
		if seen[arm.Night] || arm.Patrolled != (i%2 == 0) || arm.Pair != i/2+1 {
			t.Errorf("arm %d: %+v", i, arm)
		}
		seen[arm.Night] = true
		if apart := e.Arms[i^1].Night.Sub(arm.Night).Abs(); apart != 7*24*time.Hour {
			t.Errorf("pair %d: %s apart", arm.Pair, apart)
		}
		hours := func(from, length int) planner.Shift {
			start := arm.Night.Add(time.Duration(from) * time.Hour)
			return planner.Shift{Start: start, End: start.Add(time.Duration(length) * time.Hour)}
		}
		for _, s := range []planner.Shift{hours(20, 8), hours(18, 8), hours(24, 8), hours(26, 1)} {
			r, obeys := e.Obey(planner.Request{Shift: s})
			if !obeys || arm.Patrolled && (len(r.Must) != 2 || len(r.Avoid) != 0) || !arm.Patrolled && (len(r.Must) != 0 || len(r.Avoid) != 2) {
				t.Errorf("%s, patrolled %t: %d must points, %d avoided", s.Start, arm.Patrolled, len(r.Must), len(r.Avoid))
			}
		}
		if _, obeys := e.Obey(planner.Request{Shift: hours(8, 8)}); obeys {
			t.Error("a day shift obeys the nights' lot")
		}
	}
	if len(e.Arms) != 56 {
		t.Errorf("%d nights of 56", len(e.Arms))
	}
	e.Ended = e.Period.Start.AddDate(0, 0, 14).Add(12 * time.Hour)
	if _, obeys := e.Obey(planner.Request{Shift: planner.Shift{Start: e.Ended.Add(8 * time.Hour), End: e.Ended.Add(16 * time.Hour)}}); obeys {
		t.Error("an experiment that was ended is obeyed")
	}
	j, err := e.Judge(planner.Request{}, nil, e.Ended)
	if err != nil || j.Pairs != 7 || len(j.Flags) != 1 { // the pairs of the first two weeks
		t.Errorf("ended after two weeks: %+v, %v", j, err)
	}
}

// What counts: within the radius, in the hours of a night that was drawn, at an hour that is known.
func TestNightsCountTheirHours(t *testing.T) {
	e := nightly(t, 4)
	at := func(arm, hour int, place orb.Point, p planner.Precision) planner.Incident {
		return planner.Incident{Category: "Theft", Place: place, At: e.Arms[arm].Night.Add(time.Duration(hour) * time.Hour), Precision: p}
	}
	here, away := orb.Point{118.2, 39.7}, orb.Point{118.205, 39.7}
	between := at(0, 19, here, planner.Minute)
	between.Between = &planner.Interval{From: between.At, To: between.At.Add(3 * time.Hour)}
	j, err := e.Judge(planner.Request{}, []planner.Incident{
		at(0, 20, here, planner.Minute), at(0, 27, here, planner.Hour), at(1, 23, here, planner.Minute), // counted
		at(0, 28, here, planner.Minute), at(0, 19, here, planner.Minute), at(0, 21, away, planner.Minute), // not in the hours, not near
		at(0, 0, here, planner.Day), between, // hour not known
	}, e.Over())
	if err != nil || j.Counts[0] != [2]int{2, 1} || j.Treated != 2 || j.Control != 1 || j.Untimed != 2 {
		t.Errorf("%+v, %v", j, err)
	}
}

// Eight weeks of nights, drawn and judged 1,000 times with a known effect: weekdays differ, weeks rise, nights vary. 900 of
// the 90 % intervals should hold it and, without an effect, 100 find one; by chance (binomial, standard deviation 9.5) both
// stay within 30 but once in 600 times.
func TestNightsByLotCoverWhatIsTrue(t *testing.T) {
	unlessShort(t)
	for _, effect := range []float64{0.7, 1} {
		rng := rand.New(rand.NewPCG(5, 9))
		held, invented := 0, 0
		for run := range 1000 {
			e := nightly(t, int64(run))
			var incidents []planner.Incident
			for _, arm := range e.Arms {
				week := arm.Night.Sub(e.Period.Start).Hours() / 24 / 7
				rate := (4 + float64(arm.Night.Weekday())) * (1 + week/20) * math.Exp(0.2*rng.NormFloat64())
				if arm.Patrolled {
					rate *= effect
				}
				for at := rng.ExpFloat64(); at < rate; at += rng.ExpFloat64() {
					incidents = append(incidents, planner.Incident{Category: "Theft", Place: e.Spots[rng.IntN(2)].Place, At: arm.Night.Add(20*time.Hour + time.Duration(rng.Int64N(int64(8*time.Hour))))})
				}
			}
			j, err := e.Judge(planner.Request{}, incidents, e.Over())
			if err != nil || j.Treated+j.Control != len(incidents) {
				t.Fatalf("%d of %d incidents counted, %v", j.Treated+j.Control, len(incidents), err)
			}
			if j.Sure.Holds(effect) {
				held++
			}
			if j.P <= 0.10 {
				invented++
			}
		}
		t.Logf("effect %g: %d of 1000 intervals hold it; %d find an effect", effect, held, invented)
		if held < 870 || held > 930 || effect == 1 && (invented < 70 || invented > 130) {
			t.Errorf("effect %g: %d of 1000 intervals hold it, %d find an effect", effect, held, invented)
		}
	}
}
