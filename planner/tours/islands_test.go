package tours

import (
	"context"
	"reflect"
	"testing"
)

func TestThreadsNeverChangeTheAnswer(t *testing.T) {
	once := patrolNight(4, 3, 40)
	for v := range once.Visits {
		once.Visits[v].Revisit = Revisit{}
	}
	for _, p := range []Problem{patrolNight(3, 4, 24), sharedNight(3, 3, 10), once} {
		var first Solution
		for _, threads := range []int{1, 2, 5} {
			s := solve(t, p, Settings{Seed: 2, Iterations: 333, Threads: threads})
			if s.Iterations != 333 && s.Reward < s.Bound {
				t.Errorf("%d iterations", s.Iterations)
			}
			if threads == 1 {
				first = s
			} else if !reflect.DeepEqual(first, s) {
				t.Errorf("%d threads: reward %d, with one %d", threads, s.Reward, first.Reward)
			}
		}
	}
}

// The islands go by dice of their own, and the best of them is the answer.
func TestBestIslandIsTheAnswer(t *testing.T) {
	p := patrolNight(5, 3, 30)
	i := newIslands(newModel(&p), Settings{Seed: 1}, newStop(context.Background(), Settings{Iterations: 400}, p))
	i.each(func(_ int, s *search) { s.start() })
	i.run()
	most := i.searches[0].best.merit
	for _, s := range i.searches[1:] {
		if reflect.DeepEqual(s.best.calls(), i.searches[0].best.calls()) {
			t.Error("two islands have the same routes")
		}
		if s.best.merit.beats(most) {
			most = s.best.merit
		}
	}
	if i.best.merit != most {
		t.Errorf("the answer is %v, the best island has %v", i.best.merit, most)
	}
}
