package risk

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"nightbeat/geo"
)

// blocks is a grid of streets 100 m apart, every fifth left out at random, and a crooked one.
func blocks(rng *rand.Rand, n int) *Streets {
	var lines [][]geo.XY
	at := func(i, j int) geo.XY { return geo.XY{X: float64(i)*100 - 250, Y: float64(j)*100 - 250} }
	for i := range n {
		for j := range n {
			if rng.IntN(5) > 0 {
				lines = append(lines, []geo.XY{at(i, j), at(i+1, j)})
			}
			if rng.IntN(5) > 0 {
				lines = append(lines, []geo.XY{at(i, j), {X: at(i, j).X + 7, Y: at(i, j).Y + 50}, at(i, j+1)})
			}
		}
	}
	return NewStreets(append(lines, []geo.XY{at(0, 0), at(0, 0)}))
}

// The twin measures every segment.
func TestNearestAgreesWithTheDoubleLoop(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 13))
	s := blocks(rng, 8)
	for range 2000 {
		p := geo.XY{X: rng.Float64()*1400 - 500, Y: rng.Float64()*1400 - 500}
		if rng.IntN(4) == 0 {
			p = geo.XY{X: float64(rng.IntN(9))*100 - 250, Y: float64(rng.IntN(9))*100 - 250} // a corner
		}
		best := math.Inf(1)
		for _, seg := range s.segments {
			best = math.Min(best, distanceToLine(p, seg.line))
		}
		var want []int
		for n, seg := range s.segments {
			if d := distanceToLine(p, seg.line); d <= best+alikeM && d <= nearM {
				want = append(want, n)
			}
		}
		if got := s.nearest(p); !slices.Equal(got, want) {
			t.Fatalf("%v: segments %v, want %v", p, got, want)
		}
	}
}

// The twin is Floyd and Warshall over all nodes.
func TestStreetSpreadAgreesWithFloyd(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 13))
	s := blocks(rng, 5)
	nodes := len(s.at)
	way := make([][]float64, nodes)
	for i := range way {
		way[i] = make([]float64, nodes)
		for j := range way[i] {
			if i != j {
				way[i][j] = math.Inf(1)
			}
		}
	}
	for _, seg := range s.segments {
		way[seg.from][seg.to] = math.Min(way[seg.from][seg.to], seg.lengthM)
		way[seg.to][seg.from] = way[seg.from][seg.to]
	}
	for k := range nodes {
		for i := range nodes {
			for j := range nodes {
				way[i][j] = math.Min(way[i][j], way[i][k]+way[k][j])
			}
		}
	}
	values, want := make([]float64, len(s.segments)), make([]float64, len(s.segments))
	for n := range values {
		values[n] = float64(rng.IntN(3))
		var kernel []float64
		for m, to := range s.segments {
			from, d := s.segments[n], 0.0
			if m != n {
				d = math.Min(math.Min(way[from.from][to.from], way[from.from][to.to]), math.Min(way[from.to][to.from], way[from.to][to.to]))
				d += (from.lengthM + to.lengthM) / 2
			}
			kernel = append(kernel, math.Pow(math.Max(0, 1-d*d/350/350), 2))
		}
		for m, k := range kernel {
			want[m] += values[n] * k / sum(kernel)
		}
	}
	for n, got := range s.spread(values, 350) {
		if math.Abs(got-want[n]) > 1e-9 {
			t.Fatalf("segment %d: %g, want %g", n, got, want[n])
		}
	}
}

// 30 m of a street of 40 m with 4 events and all of one of 10 m with 1 before it: 1 + 4 · 30/40 = 4.
func TestTakenIsArithmetic(t *testing.T) {
	places := []stretch{{metres: 10, brought: 1}, {metres: 40, brought: 4}, {metres: 5, brought: 9}}
	if got := taken(places, 40); got != 4 {
		t.Errorf("%g, want 4", got)
	}
	if got := watch(places, 15, 55, 14); got.Best != 10 || got.Hits != 1+4*5.0/40 { // best: 9 in 5 m, then 1 in 10 m
		t.Errorf("%+v, want a best of 10", got)
	}
}

// Every metre of street lies in one cell.
func TestLengthsByCellAddUp(t *testing.T) {
	s := blocks(rand.New(rand.NewPCG(3, 13)), 6)
	grid, err := geo.NewGrid(geo.XY{X: -400, Y: -400}, geo.XY{X: 600, Y: 600}, 150)
	if err != nil {
		t.Fatal(err)
	}
	if got := sum(s.lengths(grid)); math.Abs(got-s.LengthM()) > 1e-6 {
		t.Errorf("%g m in the cells of %g m", got, s.LengthM())
	}
}

// Events on one street between blocks: at its own length streets find them all, cells hold other streets too.
func TestHotStreetBeatsItsCells(t *testing.T) {
	s := blocks(rand.New(rand.NewPCG(4, 13)), 8)
	hot := s.segments[20]
	middle := geo.XY{X: (hot.line[0].X + hot.line[len(hot.line)-1].X) / 2, Y: (hot.line[0].Y + hot.line[len(hot.line)-1].Y) / 2}
	var events []Event
	for d := range 60 {
		at := newYear.AddDate(0, 0, d)
		events = append(events, Event{At: middle, From: at, Until: at, Weight: 1})
	}
	b := Backtest{From: newYear.AddDate(0, 0, 28), Until: newYear.AddDate(0, 0, 56), Step: 168 * time.Hour, Horizon: 168 * time.Hour,
		Shares: []float64{hot.lengthM / s.LengthM()}, Study: func(e []Event) (Study, error) { return StudyArea(e, 150) }}
	record, err := b.CompareStreets(t.Context(), events, s)
	if err != nil {
		t.Fatal(err)
	}
	lines := record.Lines()
	if cells, streets := lines[0], lines[1]; streets.Found != 1 || cells.Found >= 1 || math.Abs(streets.Area-cells.Area) > 1e-9 {
		t.Errorf("streets found %g, cells %g", streets.Found, cells.Found)
	}
}
