package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/data/storetest"
)

// size is how many incidents the benchmarks run on: NIGHTBEAT_INCIDENTS, else 100,000.
func size() int {
	if n, err := strconv.Atoi(os.Getenv("NIGHTBEAT_INCIDENTS")); err == nil {
		return n
	}
	return 100_000
}

// BenchmarkImport is a file of incidents into an empty store, spatial index and all; then the same file again.
func BenchmarkImport(b *testing.B) {
	given := storetest.Town(1, size())
	for b.Loop() {
		s := opened(b, filepath.Join(b.TempDir(), "a.gpkg"))
		start := time.Now()
		if _, err := s.Import(context.Background(), data.Given(given)); err != nil {
			b.Fatal(err)
		}
		first := time.Since(start)
		if _, err := s.Import(context.Background(), data.Given(given)); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(first.Seconds(), "s/first")
		b.ReportMetric((time.Since(start) - first).Seconds(), "s/again")
	}
}

// BenchmarkPage is a page of 1,000 incidents out of all, by place and time, its exact count not yet known.
func BenchmarkPage(b *testing.B) {
	s := opened(b, filepath.Join(b.TempDir(), "a.gpkg"))
	if _, err := s.Import(context.Background(), data.Given(storetest.Town(1, size()))); err != nil {
		b.Fatal(err)
	}
	box := orb.Bound{Min: orb.Point{118.05, 39.05}, Max: orb.Point{118.15, 39.15}}
	month := time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)
	for name, q := range map[string]data.Query{
		"box":       {Within: []orb.Bound{box}},
		"small box": {Within: []orb.Bound{{Min: orb.Point{118.05, 39.05}, Max: orb.Point{118.07, 39.07}}}},
		"month":     {From: month, Until: month.AddDate(0, 1, 0)},
		"box+month": {Within: []orb.Bound{box}, From: month, Until: month.AddDate(0, 1, 0)},
		"box+year":  {Within: []orb.Bound{box}, From: month, Until: month.AddDate(1, 0, 0)},
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

// BenchmarkPast is reading all incidents to plan from them.
func BenchmarkPast(b *testing.B) {
	s := opened(b, filepath.Join(b.TempDir(), "a.gpkg"))
	if _, err := s.Import(context.Background(), data.Given(storetest.Town(1, size()))); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s.recall.Renew(-1)
		if _, err := s.Past(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
