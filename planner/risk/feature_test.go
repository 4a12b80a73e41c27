package risk

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"nightbeat/geo"
)

// madeUp is events of some weeks on a small grid, known to the instant or to an interval.
func madeUp(seed uint64, n, weeks int) []Event {
	rng := rand.New(rand.NewPCG(seed, 7))
	events := make([]Event, n)
	for i := range events {
		from := time.Date(2026, 1, 1, 0, rng.IntN(weeks*7*1440), 0, 0, time.UTC)
		events[i] = Event{At: geo.XY{X: rng.ExpFloat64() * 500, Y: rng.ExpFloat64() * 400}, From: from, Until: from, Weight: 1 + float64(i%3)}
		if i%5 == 0 {
			events[i].Marks = 1 << (i % 3)
		}
		if i%4 == 0 {
			events[i].Until = from.Add(time.Duration(rng.IntN(4000)) * time.Minute)
		}
	}
	return events
}

func pastOf(t testing.TB, events []Event, w Window) past {
	t.Helper()
	study, err := StudyArea(events, 150)
	if err != nil {
		t.Fatal(err)
	}
	p, err := newPast(events, study, w)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The twin takes every event by itself, from nothing, at one instant.
func TestMemoryAgreesWithTheDoubleLoop(t *testing.T) {
	at := time.Date(2026, 4, 1, 20, 0, 0, 0, time.UTC)
	w := Window{From: at, Until: at.Add(8 * time.Hour), Marks: 3}
	events := madeUp(1, 600, 12)
	p := pastOf(t, events, w)
	features := Learned{}.features(p)
	m := remember(p, features)
	for d := range 5 { // in steps, as learning does
		m.advance(p.at - float64(4-d)*weekS)
	}
	for k, f := range features {
		cells := make([]int, len(p.study.Cells))
		for i := range cells {
			cells[i] = i
		}
		got, want := m.values(k, cells), slowFeature(p, events, f, w)
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-9*(1+want[i]) {
				t.Fatalf("%s, cell %d: %g, want %g", f.name, i, got[i], want[i])
			}
		}
	}
}

func slowFeature(p past, events []Event, f feature, w Window) []float64 {
	values, total := make([]float64, len(p.study.Cells)), 0.0
	for _, e := range events {
		if !known(e, w.From) || f.alike && e.Marks&w.Marks == 0 {
			continue
		}
		weight := e.Weight
		if f.inHours {
			weight *= slowPart(e, w)
		}
		if f.days > 0 {
			weight *= math.Exp(-w.From.Sub(e.Until).Hours() / 24 / f.days)
		}
		total += weight
		own, _ := p.study.Grid.CellAt(e.At)
		var kernels, norm []float64
		for _, c := range p.study.Cells {
			k := 0.0
			switch d := p.study.Grid.Centre(own).Distance(p.study.Grid.Centre(c)); {
			case f.reachM == everywhere:
				k = 1
			case f.reachM == 0 && c == own:
				k = 1
			case f.reachM > 0 && d < f.reachM:
				k = math.Pow(1-d*d/f.reachM/f.reachM, 2)
			}
			kernels = append(kernels, k)
		}
		norm = []float64{sum(kernels)}
		for i, k := range kernels {
			values[i] += weight * k / norm[0]
		}
	}
	if f.reachM > 0 {
		for i := range values {
			values[i] /= total
		}
	}
	return values
}

// slowPart asks of each minute of the event whether the clock then shows one of the window's hours.
func slowPart(e Event, w Window) float64 {
	in := func(t time.Time) bool {
		t = t.In(w.From.Location())
		clock := func(t time.Time) int { return t.Hour()*60 + t.Minute() }
		m, from, until := clock(t), clock(w.From), clock(w.Until)
		if from < until {
			return m >= from && m < until
		}
		return m >= from || m < until
	}
	minutes := int(e.Until.Sub(e.From).Minutes())
	if minutes == 0 {
		if in(e.From) {
			return 1
		}
		return 0
	}
	n := 0.0
	for i := range minutes {
		if in(e.From.Add(time.Duration(i) * time.Minute)) {
			n++
		}
	}
	return n / float64(minutes)
}

func TestClockCoversWhatTheWindowCovers(t *testing.T) {
	at := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	hours := func(from, until time.Duration) Hours { return Hours{from * time.Hour, until * time.Hour} }
	cases := []struct {
		name    string
		w       Window
		minutes float64
	}{
		{"a week", Window{From: at, Until: at.AddDate(0, 0, 7)}, 1440},
		{"a week's nights", Window{From: at, Until: at.AddDate(0, 0, 7), Hours: hours(20, 4)}, 480},
		{"one shift", Window{From: at.Add(20 * time.Hour), Until: at.Add(28 * time.Hour)}, 480},
		{"a day and a half", Window{From: at.Add(20 * time.Hour), Until: at.Add(56 * time.Hour)}, 1440},
	}
	for _, c := range cases {
		if got := c.w.clock(minutesADay).minutes(); got != c.minutes {
			t.Errorf("%s covers %g minutes of the day, want %g", c.name, got, c.minutes)
		}
	}
}
