package tours

import (
	"context"
	"fmt"
	"reflect"
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
				for s.start(); !s.stop.up; {
					s.step()
				}
				longest := 0 // what one question costs at most
				for _, r := range s.routes {
					longest += 2 * cap(r.node)
				}
				if most := looks * (lookEvery + longest); s.stop.work > most {
					t.Errorf("%d positions looked at, %d looks at the clock allow %d", s.stop.work, looks, most)
				}
				if err := Check(p, s.best.solution(m, 0, 1<<60)); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// A search that is cut short is the beginning of a longer one: asking for the iterations that it made gives the same.
func TestCutIterationsLeaveNoTrace(t *testing.T) {
	p := patrolNight(2, 8, 60)
	for looks := 60; looks < 63; looks++ {
		settings := Settings{Seed: 3, Iterations: 1 << 40, Threads: 1}
		cut, err := Solve(&patience{context.Background(), looks}, p, settings)
		if err != nil || cut.Iterations == 0 {
			t.Fatalf("%d iterations, %v", cut.Iterations, err)
		}
		settings.Iterations = cut.Iterations
		if again := solve(t, p, settings); !reflect.DeepEqual(cut, again) {
			t.Errorf("cut after %d iterations: reward %d, without a cut %d", cut.Iterations, cut.Reward, again.Reward)
		}
	}
}
