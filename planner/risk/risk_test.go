package risk_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"nightbeat/geo"
	"nightbeat/planner/risk"
)

var zone = time.FixedZone("", -7*3600)

// day is midnight of a day in 2026, counted from 1 January.
func day(n int) time.Time { return time.Date(2026, 1, 1+n, 0, 0, 0, 0, zone) }

func week(at time.Time) risk.Window { return risk.Window{From: at, Until: at.AddDate(0, 0, 7)} }

// town is made-up events of n days: a few hot corners that keep their heat, evenings livelier than mornings, the rest
// spread out; some known to the minute, some to the day, some to an interval.
func town(seed uint64, n, days int) []risk.Event {
	rng := rand.New(rand.NewPCG(seed, 1))
	events := make([]risk.Event, n)
	for i := range events {
		at := geo.XY{X: rng.Float64() * 4000, Y: rng.Float64() * 3000}
		if corner := rng.IntN(40); corner < 20 {
			at = geo.XY{X: float64(corner*corner%20) * 200, Y: float64(corner*7%15) * 200}
		}
		from := day(rng.IntN(days)).Add(time.Duration(rng.IntN(1440)) * time.Minute)
		e := risk.Event{At: at, From: from, Until: from, Weight: float64(1 + rng.IntN(3))}
		switch rng.IntN(4) {
		case 0:
			e.From = time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, zone)
			e.Until = e.From.AddDate(0, 0, 1)
		case 1:
			e.Until = from.Add(time.Duration(rng.IntN(600)) * time.Minute)
		}
		events[i] = e
	}
	return events
}

func mustStudy(t testing.TB, events []risk.Event) risk.Study {
	t.Helper()
	study, err := risk.StudyArea(events, 150)
	if err != nil {
		t.Fatal(err)
	}
	return study
}

func mustSurface(t testing.TB, m risk.Model, events []risk.Event, study risk.Study, w risk.Window) risk.Surface {
	t.Helper()
	s, err := m.Surface(t.Context(), events, study, w)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func near(a, b, relative float64) bool {
	return math.Abs(a-b) <= relative*max(math.Abs(a), math.Abs(b), 1e-300)
}
