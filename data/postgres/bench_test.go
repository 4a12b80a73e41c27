package postgres

import (
	"context"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/data/storetest"
)

// million is how many incidents the store of a benchmark has.
const million = 1_000_000

// BenchmarkImport takes a million incidents into an empty store, with its indexes; then the same again.
func BenchmarkImport(b *testing.B) {
	town := storetest.Town(1, million)
	for b.Loop() {
		s := opened(b, address(b))
		for _, unit := range []string{"s/first", "s/again"} {
			start := time.Now()
			if _, err := s.Import(context.Background(), data.Given(town)); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(time.Since(start).Seconds(), unit)
		}
	}
}

// BenchmarkPage is a page of a thousand of a million incidents, its count not remembered.
func BenchmarkPage(b *testing.B) {
	s := opened(b, address(b))
	if _, err := s.Import(context.Background(), data.Given(storetest.Town(1, million))); err != nil {
		b.Fatal(err)
	}
	box := orb.Bound{Min: orb.Point{118.05, 39.05}, Max: orb.Point{118.12, 39.12}}
	month := time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)
	for name, q := range map[string]data.Query{
		"box":       {Within: []orb.Bound{box}},
		"small box": {Within: []orb.Bound{{Min: orb.Point{118.05, 39.05}, Max: orb.Point{118.07, 39.07}}}},
		"month":     {From: month, Until: month.AddDate(0, 1, 0)},
		"box+month": {Within: []orb.Bound{box}, From: month, Until: month.AddDate(0, 1, 0)},
		"all":       {},
	} {
		q.Limit = 1000
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s.recall.Renew(-1) // no revision has this number
				p, err := s.Incidents(context.Background(), q)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(p.Matched), "matched")
			}
		})
	}
}
