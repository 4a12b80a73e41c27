package road

import (
	"context"
	"errors"
	"runtime"
	"sync"
)

var errForeignPlace = errors.New("a place that is not of this street network")

// Table is the quickest travel from each of some places to each of others.
func (g *Graph) Table(ctx context.Context, from, to []Place) (Table, error) {
	t := Table{Seconds: make([][]float64, len(from)), Metres: make([][]float64, len(from))}
	err := g.Rows(ctx, from, to, func(i int, seconds, metres []float64) error {
		t.Seconds[i], t.Metres[i] = seconds, metres
		return nil
	})
	return t, err
}

// Rows hands over the rows of a table one after the other, so that a large one need not be held.
func (g *Graph) Rows(ctx context.Context, from, to []Place, visit func(i int, seconds, metres []float64) error) error {
	for _, places := range [][]Place{from, to} {
		for _, p := range places {
			if !g.fits(p) {
				return errForeignPlace
			}
		}
	}
	var workers []*sweeper
	s := newSweep(g.customised(), g.goalStates(to))
	for range min(runtime.GOMAXPROCS(0), (len(from)+batch-1)/batch) {
		workers = append(workers, newSweeper(s))
	}
	for done := 0; done < len(from); {
		if err := ctx.Err(); err != nil {
			return err
		}
		count := min(len(from)-done, batch*len(workers))
		if err := g.rows(workers, done, from[done:done+count], to, visit); err != nil {
			return err
		}
		done += count
	}
	return nil
}

// rows is a batch for each worker; number is that of the first row.
func (g *Graph) rows(workers []*sweeper, number int, from, to []Place, visit func(i int, seconds, metres []float64) error) error {
	var all sync.WaitGroup
	batchOf := func(w int) []Place { return from[min(w*batch, len(from)):min((w+1)*batch, len(from))] }
	for w, worker := range workers {
		all.Go(func() { worker.run(g, batchOf(w)) })
	}
	all.Wait()
	for w, worker := range workers {
		for b, p := range batchOf(w) {
			seconds, metres := worker.row(g, b, p, to)
			if err := visit(number+w*batch+b, seconds, metres); err != nil {
				return err
			}
		}
	}
	return nil
}

// goalStates are the states on which places lie.
func (g *Graph) goalStates(places []Place) []int32 {
	var states []int32
	for _, p := range places {
		g.goals(p, func(state int32, _ cost) { states = append(states, state) })
	}
	return states
}

// row reads the costs to some places off a finished search.
func (s *sweeper) row(g *Graph, search int, from Place, to []Place) (seconds, metres []float64) {
	seconds, metres = make([]float64, len(to)), make([]float64, len(to))
	for j, p := range to {
		best, _, _ := g.direct(from, p)
		g.goals(p, func(state int32, part cost) { best = min(best, s.cost(search, state)+part) })
		seconds[j], metres[j] = g.measure.unpack(best)
	}
	return seconds, metres
}
