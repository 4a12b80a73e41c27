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
	s := newSweep(g, to)
	for range min(runtime.GOMAXPROCS(0), (len(from)+batch-1)/batch) {
		workers = append(workers, newSweeper(s))
	}
	for done := 0; done < len(from); {
		if err := ctx.Err(); err != nil {
			return err
		}
		count := min(len(from)-done, batch*len(workers))
		if err := g.rows(workers, done, from[done:done+count], visit); err != nil {
			return err
		}
		done += count
	}
	return nil
}

// rows is a batch for each worker; number is that of the first row.
func (g *Graph) rows(workers []*sweeper, number int, from []Place, visit func(i int, seconds, metres []float64) error) error {
	seconds, metres := make([][][]float64, len(workers)), make([][][]float64, len(workers))
	var all sync.WaitGroup
	for w, worker := range workers {
		share := from[min(w*batch, len(from)):min((w+1)*batch, len(from))]
		all.Go(func() {
			worker.run(g, share)
			seconds[w], metres[w] = worker.rows(g, share)
		})
	}
	all.Wait()
	for w := range workers {
		for b := range seconds[w] {
			if err := visit(number+w*batch+b, seconds[w][b], metres[w][b]); err != nil {
				return err
			}
		}
	}
	return nil
}
