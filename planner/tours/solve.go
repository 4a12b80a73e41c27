package tours

import (
	"context"
	"time"
)

// Settings of a search. The zero value makes Default iterations with seed 0.
type Settings struct {
	Seed       int64
	Iterations int            // of the search; 0 for Default
	Limit      time.Duration  // ceiling on the search's time; 0 for none
	Proof      int            // percent of the search's work that goes into the bound, beside it; 0 for 20, with rounds 40; negative for none
	Threads    int            // how many cores to use at once; 0 for GOMAXPROCS; never changes the answer
	Progress   func(Progress) // called now and then from the caller's goroutine; may be nil
}

// Progress of a search under way.
type Progress struct {
	Iterations, Of int
	Reward         int64
	Routes         [][]Call // by crew: the best so far
}

// Solve searches for the routes that collect most. It gives the best it found when ctx ends or Limit has passed, too.
func Solve(ctx context.Context, p Problem, s Settings) (Solution, error) {
	if err := p.Validate(); err != nil {
		return Solution{}, err
	}
	stop := newStop(ctx, s, p)
	islands := newIslands(newModel(&p), s, stop)
	islands.each(func(_ int, s *search) { s.start() })
	islands.run()
	return islands.solution(), nil
}

// Default is the number of iterations that suits the size of p: about a second's worth on one core of 2026, and
// for a patrol night no more.
func Default(p Problem) int {
	if len(p.Visits) == 0 {
		return 0
	}
	visits, crews := len(p.Visits), len(p.Crews)
	cost := 1500 + 150*visits + 2*visits*crews
	for v := range p.Visits {
		if p.shares(v) {
			return max(500, 95_000_000/(sharedCost*cost))
		}
	}
	return max(500, 95_000_000/cost)
}

// sharedCost is how much longer an iteration takes where several crews may keep a place.
const sharedCost = 10
