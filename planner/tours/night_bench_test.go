package tours

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"
)

// BenchmarkNight is the time an iteration takes on a patrol night.
func BenchmarkNight(b *testing.B) {
	for _, size := range [][2]int{{2, 14}, {4, 24}, {8, 40}, {20, 60}, {20, 300}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			p := patrolNight(1, size[0], size[1])
			s := newSearch(newModel(&p), 1)
			s.start()
			b.ReportAllocs()
			for b.Loop() {
				s.step()
			}
		})
	}
}

// BenchmarkLarge solves large nights within a limit, rounds and once, and tells what the first solution and the last earn,
// by how much the limit was overrun, and how much memory the search takes, the problem's own aside.
func BenchmarkLarge(b *testing.B) {
	for _, c := range []struct {
		stops  int
		rounds bool
		limit  time.Duration
	}{{300, true, time.Second}, {300, false, time.Second}, {2000, true, 10 * time.Second}, {2000, false, 10 * time.Second}} {
		b.Run(fmt.Sprintf("20x%d,rounds=%v,%v", c.stops, c.rounds, c.limit), func(b *testing.B) {
			p := patrolNight(1, 20, c.stops)
			if !c.rounds { // in hours that are too short for all
				p.Crews = sameCrews(20, Crew{Close: 9000})
				for v := range p.Visits {
					p.Visits[v].Revisit = Revisit{}
				}
			}
			for b.Loop() {
				benchLarge(b, p, c.limit)
			}
		})
	}
}

func benchLarge(b *testing.B, p Problem, limit time.Duration) {
	before := heapMB()
	first, most := int64(0), 0.0
	began := time.Now()
	s, err := Solve(context.Background(), p, Settings{Iterations: 1 << 40, Limit: limit, Progress: func(now Progress) {
		if most = max(most, heapMB()); now.Iterations == 0 {
			first = now.Reward
		}
	}})
	over := time.Since(began) - limit
	if err == nil {
		err = Check(p, s)
	}
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(first), "first-reward")
	b.ReportMetric(float64(s.Reward), "reward")
	b.ReportMetric(float64(s.Iterations)/limit.Seconds(), "iterations/s")
	b.ReportMetric(float64(over.Milliseconds()), "over-ms")
	b.ReportMetric(most-before, "search-MB")
}

// heapMB is the memory that the heap's objects take, garbage not yet collected among them.
func heapMB() float64 {
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	return float64(now.HeapAlloc) / (1 << 20)
}

// BenchmarkBound is the time of a step towards better prices on a patrol night.
func BenchmarkBound(b *testing.B) {
	for _, size := range [][2]int{{2, 14}, {4, 24}, {8, 40}, {20, 60}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			p := patrolNight(1, size[0], size[1])
			r := newRelaxation(newModel(&p))
			r.layOut()
			for b.Loop() {
				r.step(notOver)
			}
		})
	}
}
