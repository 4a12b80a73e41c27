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
	b := newBuckets(g, to)
	workers := make([]worker, min(runtime.GOMAXPROCS(0), len(from)))
	for w := range workers {
		workers[w].costs = make([]cost, len(to))
	}
	for done := 0; done < len(from); {
		if err := ctx.Err(); err != nil {
			return err
		}
		count := min(len(from)-done, rowsAtOnce*len(workers))
		if err := g.rows(b, workers, done, from[done:done+count], visit); err != nil {
			return err
		}
		done += count
	}
	return nil
}

// rowsAtOnce is how many rows a worker makes before they are handed over.
const rowsAtOnce = 8

// worker makes some rows of a table.
type worker struct {
	costs           []cost
	seconds, metres [][]float64
}

// rows is a stretch of the table, an equal share for each worker; number is that of the first row.
func (g *Graph) rows(b *buckets, workers []worker, number int, from []Place, visit func(i int, seconds, metres []float64) error) error {
	var all sync.WaitGroup
	for i := range workers {
		all.Go(func() {
			w := &workers[i]
			w.seconds, w.metres = w.seconds[:0], w.metres[:0]
			for _, p := range from[i*len(from)/len(workers) : (i+1)*len(from)/len(workers)] {
				seconds, metres := b.row(g, p, w.costs)
				w.seconds, w.metres = append(w.seconds, seconds), append(w.metres, metres)
			}
		})
	}
	all.Wait()
	for _, w := range workers {
		for i := range w.seconds {
			if err := visit(number, w.seconds[i], w.metres[i]); err != nil {
				return err
			}
			number++
		}
	}
	return nil
}
