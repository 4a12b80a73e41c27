package risk

import (
	"math"
	"testing"
	"time"

	"nightbeat/geo"
)

// Each kernel model against the double loop over events and cells, scaled to the same level.
func TestKernelModelsAgreeWithTheDoubleLoop(t *testing.T) {
	at := time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC)
	w := Window{From: at, Until: at.AddDate(0, 0, 7)}
	events := madeUp(6, 300, 11)
	p := pastOf(t, events, w)
	h, sigma := 4*p.normalScale(), p.normalScale()
	weights := map[string]func(e record, d float64) float64{
		"quartic": func(_ record, d float64) float64 { return math.Pow(math.Max(0, 1-d*d/h/h), 2) },
		"gaussian": func(_ record, d float64) float64 {
			if d > 4*sigma {
				return 0
			}
			return math.Exp(-d * d / 2 / sigma / sigma)
		},
		"promap": func(e record, d float64) float64 {
			weeks, cells := math.Floor((p.at-e.until)/weekS), math.Floor(d/150)
			if weeks >= 8 || cells >= 8 {
				return 0
			}
			return 1 / ((1 + weeks) * (1 + cells))
		},
	}
	for _, m := range []Model{Quartic{}, Gaussian{}, ProMap{}} {
		s, err := m.Surface(t.Context(), events, p.study, w)
		if err != nil {
			t.Fatal(err)
		}
		want := slowDensity(p, weights[m.Name()])
		for i, c := range p.study.Cells {
			if got := s.Expected.Values[c]; math.Abs(got-want[i]) > 1e-9*(1+want[i]) {
				t.Fatalf("%s, cell %d: %g, want %g", m.Name(), c, got, want[i])
			}
		}
	}
}

// slowDensity takes event by event: its mass (the kernel at d 0 gives the time's part) goes to the cells by the kernel.
func slowDensity(p past, weight func(e record, d float64) float64) []float64 {
	density := make([]float64, len(p.study.Cells))
	for _, e := range p.events {
		own := p.study.Grid.Centre(p.study.Cells[e.cell])
		kernel := make([]float64, len(density))
		for i, c := range p.study.Cells {
			kernel[i] = weight(e, own.Distance(p.study.Grid.Centre(c)))
		}
		if all := sum(kernel); all > 0 {
			for i, k := range kernel {
				density[i] += e.weight * weight(e, 0) * k / all
			}
		}
	}
	all, level := sum(density), p.level()
	for i := range density {
		density[i] *= level / all
	}
	return density
}

// Five events at x 75, 225, ..., 675 and one y: s = 150 √2.5 = 237.17, quartiles 525 - 225 = 300, /1.34 = 223.88;
// across, nothing. σ = 1.06 · (223.88 + 0)/2 · 5^(-0.2) = 118.66 · 0.72478 = 86.0, under a cell's side, so 150; with
// cells of 50 m it would be larger than one.
func TestNormalScale(t *testing.T) {
	var events []Event
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 5 {
		events = append(events, Event{At: geo.XY{X: 75 + 150*float64(i), Y: 75}, From: at, Until: at, Weight: 1})
	}
	w := Window{From: at.AddDate(0, 0, 1), Until: at.AddDate(0, 0, 2)}
	if got := pastOf(t, events, w).normalScale(); got != 150 {
		t.Errorf("σ %g m, want a cell's side, 150", got)
	}
	study, err := StudyArea(events, 50)
	if err != nil {
		t.Fatal(err)
	}
	p, err := newPast(events, study, w)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.normalScale(); math.Abs(got-86.0) > 0.05 {
		t.Errorf("σ %g m, want 86.0", got)
	}
}
