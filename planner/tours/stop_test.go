package tours

import (
	"context"
	"fmt"
	"testing"
)

// patience is a context that ends when it is asked for the nth time.
type patience struct {
	context.Context
	left int
}

func (p *patience) Err() error {
	if p.left--; p.left <= 0 {
		return context.Canceled
	}
	return nil
}

// largeNight has 2,000 visits and 20 crews: rounds, or visits made once.
func largeNight(rounds bool) Problem {
	p := patrolNight(1, 20, 2000)
	for v := range p.Visits {
		if !rounds {
			p.Visits[v].Revisit = Revisit{}
		}
	}
	return p
}

// A search that is told to end does so within one piece of work, wherever it is: in the first solution or in an iteration.
func TestStopsWithinAPieceOfWork(t *testing.T) {
	for _, rounds := range []bool{true, false} {
		p := largeNight(rounds)
		m := newModel(&p)
		for _, looks := range []int{1, 30} {
			t.Run(fmt.Sprintf("rounds %v, look %d", rounds, looks), func(t *testing.T) {
				s := newSearch(m, 1)
				s.stop = newStop(&patience{context.Background(), looks}, Settings{Iterations: 1 << 40}, p)
				s.start()
				s.run(1 << 60)
				longest := 0 // what one question costs at most
				for _, r := range s.routes {
					longest += 2 * cap(r.node)
				}
				if most := looks * (lookEvery + longest); s.stop.work > most {
					t.Errorf("%d positions looked at, %d looks at the clock allow %d", s.stop.work, looks, most)
				}
				if err := Check(p, s.solution(1<<60)); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// An iteration that is cut short leaves no trace: as many whole ones give the same solution.
func TestCutIterationLeavesNoTrace(t *testing.T) {
	for looks := 30; looks < 33; looks++ {
		p := patrolNight(2, 8, 60)
		cut, again := newSearch(newModel(&p), 3), newSearch(newModel(&p), 3)
		cut.stop = newStop(&patience{context.Background(), looks}, Settings{Iterations: 1 << 40}, p)
		for _, s := range []*search{cut, again} {
			s.start()
			s.run(1 << 60)
			again.stop.iterations = cut.iterations
		}
		if cut.iterations == 0 || cut.bestMerit != again.bestMerit || cut.now != again.now {
			t.Errorf("cut in iteration %d: %v, without a cut %v", cut.iterations, cut.now, again.now)
		}
	}
}
