package road

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
)

var errForeignPlace = errors.New("a place that is not of this street network")

// Table is the quickest travel from each of some places to each of others. Every row is a search of its own; they are
// shared among the processors.
func (g *Graph) Table(ctx context.Context, from, to []Place) (Table, error) {
	for _, places := range [][]Place{from, to} {
		for _, p := range places {
			if !g.fits(p) {
				return Table{}, errForeignPlace
			}
		}
	}
	t := Table{Seconds: make([][]float64, len(from)), Metres: make([][]float64, len(from))}
	wanted, count := g.wanted(to)
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(from)) {
		workers.Go(func() {
			s := newSearch(g)
			for i := int(next.Add(1)) - 1; i < len(from) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				s.from(from[i], wanted, count)
				t.Seconds[i], t.Metres[i] = s.row(from[i], to)
			}
		})
	}
	workers.Wait()
	return t, ctx.Err()
}

// wanted marks the states on which places lie, and counts them.
func (g *Graph) wanted(places []Place) (wanted []bool, count int) {
	wanted = make([]bool, len(g.arcOf))
	for _, p := range places {
		g.goals(p, func(state int32, _ cost) {
			if !wanted[state] {
				wanted[state] = true
				count++
			}
		})
	}
	return wanted, count
}

// row reads the costs to some places off a finished search.
func (s *search) row(from Place, to []Place) (seconds, metres []float64) {
	seconds, metres = make([]float64, len(to)), make([]float64, len(to))
	for j, p := range to {
		best, _ := s.best(from, p)
		seconds[j], metres[j] = s.g.measure.unpack(best)
	}
	return seconds, metres
}

// best is the least cost to a place, and the state through which it is reached; -1 where that is straight along the edge.
func (s *search) best(from, to Place) (cost, int32) {
	best, _ := s.g.direct(from, to)
	last := int32(-1)
	s.g.goals(to, func(state int32, part cost) {
		if c := s.costs[state] + part; c < best {
			best, last = c, state
		}
	})
	return best, last
}
