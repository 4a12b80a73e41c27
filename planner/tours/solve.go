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
	Threads    int            // how many searches Variety makes at once; 0 for GOMAXPROCS; never changes the answer
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
	search := newSearch(newModel(&p), s.Seed)
	search.stop = stop
	search.start()
	bound := search.bound()
	search.run(bound)
	return search.solution(bound), nil
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

// solution puts the best routes found into the words of the caller.
// bestRoutes are the calls of the best solution so far, by crew.
func (s *search) bestRoutes() (routes [][]Call) {
	for _, r := range s.best {
		routes = append(routes, r.calls())
	}
	return routes
}

func (s *search) solution(bound int64) Solution {
	sol := Solution{Bound: bound, Iterations: s.iterations}
	sol.Routes = s.bestRoutes()
	stays := s.staysByVisit(sol.Routes)
	for v := range stays {
		sol.Reward += s.earned(v, stays[v])
	}
	sol.Unserved = s.unserved(stays)
	sol.Cut = !s.proven(bound) && s.iterations < Default(*s.Problem)
	return sol
}
