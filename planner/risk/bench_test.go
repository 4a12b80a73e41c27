package risk_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"nightbeat/geo"
	"nightbeat/planner/risk"
)

// million is 1,000,000 events of three years on a grid of 50,000 cells, hot corners among them.
func million(b *testing.B) ([]risk.Event, risk.Study, risk.Window) {
	b.Helper()
	rng := rand.New(rand.NewPCG(1, 1))
	from := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	hot := make([]geo.XY, 2000)
	for i := range hot {
		hot[i] = geo.XY{X: rng.Float64() * 37_400, Y: rng.Float64() * 29_900}
	}
	events := make([]risk.Event, 1_000_000)
	for i := range events {
		at := hot[rng.IntN(1+rng.IntN(len(hot)))]
		if i%2 == 0 {
			at = geo.XY{X: rng.Float64() * 37_400, Y: rng.Float64() * 29_900}
		}
		when := from.Add(time.Duration(rng.Int64N(int64(3 * 365 * 24 * time.Hour))))
		events[i] = risk.Event{At: at, From: when, Until: when, Weight: 1}
	}
	study, err := risk.StudyArea(events, 150)
	if err != nil {
		b.Fatal(err)
	}
	at := from.AddDate(3, 0, 0)
	return events, study, risk.Window{From: at.Add(20 * time.Hour), Until: at.Add(28 * time.Hour)}
}

// BenchmarkSurface is the surface of a night from a million events on 50,000 cells, by model.
func BenchmarkSurface(b *testing.B) {
	events, study, window := million(b)
	for _, m := range risk.Models() {
		b.Run(m.Name(), func(b *testing.B) {
			for b.Loop() {
				if _, err := m.Surface(b.Context(), events, study, window); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(study.Cells)), "cells")
		})
	}
}
