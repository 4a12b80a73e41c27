package planner

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/planner/risk"
)

var (
	lane    = orb.Point{118.2, 39.7}
	evening = time.Date(2026, 6, 30, 20, 0, 0, 0, time.FixedZone("", 8*3600))
)

// call is a noise complaint so many metres east of the lane, so many days before the evening.
func call(east float64, daysAgo int) Incident {
	return Incident{Category: "Noise complaint", Place: geo.NewFrame(lane).ToPoint(geo.XY{X: east}), At: evening.AddDate(0, 0, -daysAgo)}
}

// TestRepeatPlacesDoNotChain: nine calls 20 m apart are a chain of 160 m. The place takes what lies within 30 m of one
// call: three calls at a time, not all nine.
func TestRepeatPlacesDoNotChain(t *testing.T) {
	var calls []Incident
	for i := range 9 {
		calls = append(calls, call(20*float64(i), 1+i))
	}
	found, err := FindRepeatPlaces(RepeatRule{}, evening, calls)
	if err != nil || len(found) != 3 {
		t.Fatalf("%d places, %v; want 3", len(found), err)
	}
	for _, p := range found {
		if len(p.Calls) != 3 {
			t.Errorf("%s has %d calls, want 3", p.ID, len(p.Calls))
		}
	}
}

func TestRepeatRule(t *testing.T) {
	three := []Incident{call(0, 1), call(10, 50), call(-29, 89)}
	for name, c := range map[string]struct {
		rule  RepeatRule
		calls []Incident
		want  int
	}{
		"three within 30 m and 90 days": {RepeatRule{}, three, 1},
		"three, two of them on one day": {RepeatRule{}, []Incident{three[0], three[0], three[1]}, 0},
		"two":                           {RepeatRule{}, three[:2], 0},
		"two, asked for two":            {RepeatRule{Times: 2}, three[:2], 1},
		"one too old":                   {RepeatRule{}, []Incident{three[0], three[1], call(0, 91)}, 0},
		"one too far":                   {RepeatRule{}, []Incident{call(0, 1), call(0, 2), call(32, 3)}, 0},
		"one at the instant itself":     {RepeatRule{}, []Incident{three[0], three[1], call(0, 0)}, 0},
		"another category is asked for": {RepeatRule{Categories: []string{"Dispute"}}, three, 0},
		"outside the area":              {RepeatRule{Area: orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}}, three, 0},
	} {
		if found, err := FindRepeatPlaces(c.rule, evening, c.calls); err != nil || len(found) != c.want {
			t.Errorf("%s: %d places, %v; want %d", name, len(found), err, c.want)
		}
	}
	for _, rule := range []RepeatRule{{Times: 1}, {Days: -1}, {WithinM: 500}, {Day: risk.Hours{From: 20 * time.Hour, Until: 4 * time.Hour}}} {
		if _, err := FindRepeatPlaces(rule, evening, three); err == nil {
			t.Errorf("%+v is not refused", rule)
		}
	}
}

// TestRepeatPlacesAreThoseOfAPlainLoop draws towns at random, and takes the best place again and again by looking at all.
func TestRepeatPlacesAreThoseOfAPlainLoop(t *testing.T) {
	for seed := range uint64(40) {
		dice := rand.New(rand.NewPCG(seed, 1))
		var calls []Incident
		for i := range 150 {
			in := call(float64(dice.IntN(60))*7, 1+dice.IntN(80))
			in.Place[1] += float64(dice.IntN(40)) * 5e-5
			in.ID = fmt.Sprint(i)
			calls = append(calls, in)
		}
		found, err := FindRepeatPlaces(RepeatRule{}, evening, calls)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := sizes(found), plainSizes(calls); !slices.Equal(got, want) {
			t.Fatalf("seed %d: places of %v calls, the plain loop finds %v", seed, got, want)
		}
		seen := map[string]bool{}
		for _, p := range found {
			for _, in := range p.Calls {
				if d := geo.Distance(in.Place, p.Place); d > 30.2 || seen[in.ID] {
					t.Errorf("seed %d: call %s is %.1f m from its place, or counted twice", seed, in.ID, d)
				}
				seen[in.ID] = true
			}
		}
	}
}

func sizes(found []RepeatPlace) (all []int) {
	for _, p := range found {
		all = append(all, len(p.Calls))
	}
	slices.Sort(all)
	return all
}

func plainDays(calls []Incident, members []int) int {
	dates := map[string]bool{}
	for _, i := range members {
		dates[calls[i].At.Format(time.DateOnly)] = true
	}
	return len(dates)
}

// plainSizes goes by the same rule: most days within reach, most calls, then most calls of its own, then the first call.
func plainSizes(calls []Incident) (all []int) {
	calls = slices.Clone(calls)
	slices.SortStableFunc(calls, func(a, b Incident) int { return a.At.Compare(b.At) })
	frame := frameOf(calls)
	for {
		var best, own []int
		for i := range calls {
			var near, same []int
			for k := range calls {
				if frame.ToXY(calls[i].Place).Distance(frame.ToXY(calls[k].Place)) <= 30 {
					near = append(near, k)
				}
				if calls[i].Place == calls[k].Place {
					same = append(same, k)
				}
			}
			if cmp.Or(cmp.Compare(plainDays(calls, near), plainDays(calls, best)), cmp.Compare(len(near), len(best)), cmp.Compare(len(same), len(own))) > 0 {
				best, own = near, same
			}
		}
		if plainDays(calls, best) < 3 {
			slices.Sort(all)
			return all
		}
		all = append(all, len(best))
		var left []Incident
		for i := range calls {
			if !slices.Contains(best, i) {
				left = append(left, calls[i])
			}
		}
		calls = left
	}
}

// TestVisitWindow: of 09 to 18 the half with more calls; at night neither.
func TestVisitWindow(t *testing.T) {
	at := func(hour int, p Precision) Incident {
		in := call(0, 1)
		in.At, in.Precision = time.Date(2026, 6, 1, hour, 0, 0, 0, evening.Location()), p
		return in
	}
	for want, calls := range map[string][]Incident{
		"09-13:30": {at(10, Minute), at(11, Minute), at(15, Minute), at(23, Minute)},
		"13:30-18": {at(10, Day), at(23, Minute), at(2, Minute)},
	} {
		if got := (RepeatRule{}).withDefaults().visit(calls).String(); got != want {
			t.Errorf("visit %s, want %s", got, want)
		}
	}
}
