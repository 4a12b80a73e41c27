package tours

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"
)

func solve(t *testing.T, p Problem, s Settings) Solution {
	t.Helper()
	sol, err := Solve(context.Background(), p, s)
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(p, sol); err != nil {
		t.Fatal(err)
	}
	return sol
}

func TestSolveAnyProblem(t *testing.T) {
	solved := 0
	for seed := range uint64(400) {
		p := anyProblem(seed)
		s, err := Solve(context.Background(), p, Settings{Seed: int64(seed), Iterations: 60})
		if errors.As(err, &Infeasible{}) {
			continue
		}
		if err != nil {
			t.Fatalf("problem %d: %v", seed, err)
		}
		if err := Check(p, s); err != nil {
			t.Fatalf("problem %d: %v", seed, err)
		}
		if s.Reward > 0 {
			solved++
		}
	}
	if solved < 200 {
		t.Errorf("only %d of 400 problems have a solution with a reward", solved)
	}
}

// roundsKept is how many of a night's gaps are kept, the ones to the first and from the last stay among them.
func roundsKept(p Problem, s Solution) (kept, asked int) {
	for v, list := range p.staysByVisit(s.Routes) {
		if len(list) == 0 {
			continue
		}
		var calls []Call
		for _, s := range list {
			calls = append(calls, s.Call)
		}
		missed := int(missed(p.Visits[v].Revisit, p.hoursBy(v, list[0].crew), calls))
		kept += len(calls) + 1 - min(2, missed)
		asked += len(calls) + 1 - min(2, missed) + missed
	}
	return kept, asked
}

func TestRoundsKept(t *testing.T) {
	var found, plain int64
	for seed := range int64(4) {
		p := patrolNight(seed, 3, 20)
		greedy, err := Greedy(p)
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(p, greedy); err != nil {
			t.Fatal(err)
		}
		s := solve(t, p, Settings{Seed: 1, Iterations: 1000})
		if kept, asked := roundsKept(p, s); kept*100 < asked*95 {
			t.Errorf("night %d: %d of %d gaps kept", seed, kept, asked)
		}
		found, plain = found+s.Reward, plain+greedy.Reward
	}
	if found*10 < plain*11 {
		t.Errorf("reward %d over all nights, greedy insertion's is %d", found, plain)
	}
}

// What cannot be kept all night is kept for the part that can be: a crew cannot come back to a single place for having
// nowhere else to go, and has the time for one stay each at two places.
func TestPartOfARoundIsBetterThanNone(t *testing.T) {
	single := patrolNight(1, 1, 1)
	if s := solve(t, single, Settings{Iterations: 20}); len(s.Routes[0]) != 1 || s.Reward <= 0 {
		t.Errorf("a single place: %v, reward %d", s.Routes, s.Reward)
	}
	half := patrolNight(1, 1, 2)
	half.Crews[0].Close = 4000
	if s := solve(t, half, Settings{Iterations: 20}); len(s.Unserved) > 0 || s.Reward <= 0 {
		t.Errorf("two places in an hour: %v, reward %d", s.Routes, s.Reward)
	}
}

func TestSolveAsksAgain(t *testing.T) {
	p := patrolNight(7, 3, 20)
	told := 0
	cut := solve(t, p, Settings{Seed: 3, Limit: 150 * time.Millisecond, Progress: func(Progress) { told++ }})
	if cut.Iterations == 0 {
		t.Skip("this machine is so slow that the time was up before the first iteration")
	}
	if told == 0 {
		t.Error("no progress was told")
	}
	again := solve(t, p, Settings{Seed: 3, Iterations: cut.Iterations, Threads: 7})
	if !reflect.DeepEqual(cut, again) {
		t.Errorf("asking for the %d iterations made gives another solution", cut.Iterations)
	}
	if other := solve(t, p, Settings{Seed: 4, Iterations: cut.Iterations}); reflect.DeepEqual(cut.Routes, other.Routes) {
		t.Error("another seed gives the same routes")
	}
}

func TestSolveEndsWithContext(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	s, err := Solve(ctx, patrolNight(1, 2, 10), Settings{})
	if err != nil || s.Iterations != 0 || !s.Cut {
		t.Errorf("%d iterations, cut %v, %v", s.Iterations, s.Cut, err)
	}
}

func TestMustsBeforeAll(t *testing.T) {
	p := patrolNight(2, 1, 12)
	for v := range p.Visits {
		p.Visits[v].Must = v >= 9 // the worst paid
	}
	s := solve(t, p, Settings{Iterations: 500})
	for _, u := range s.Unserved {
		if p.Visits[u.Visit].Must {
			t.Errorf("must %d is not made: %s", u.Visit, u.Why)
		}
	}
	for v := range p.Visits {
		p.Visits[v].Must, p.Visits[v].Service = true, 3000
	}
	_, err := Solve(context.Background(), p, Settings{})
	fault := new(Infeasible)
	if !errors.As(err, fault) || fault.Need <= 36000 || fault.Have != 28800 {
		t.Errorf("%v; 12 x 3000 s and the ways are against 8 h", err)
	}
}

// Two stays of 400 with ways of 100 between all places: each needs 400 + (100 + 100)/2, so that 1000 are needed.
func TestMustsThatCannotAllBe(t *testing.T) {
	p := Problem{
		Travel: []Matrix{{3, []Time{0, 100, 100, 100, 0, 100, 100, 100, 0}}},
		Crews:  sameCrews(2, Crew{Close: 500}),
		Visits: []Visit{{Place: 1, Service: 400, Must: true}, {Place: 2, Service: 400, Must: true}},
	}
	if err := p.Validate(); err != nil {
		t.Errorf("1000 in two crews' 500: %v", err)
	}
	p.Crews[0].Breaks = []Break{{Latest: 100, Duration: 10}}
	want := Infeasible{"the must-visits' stays with the shortest ways, and the crews' hours", 1000, 990, 2}
	if err := p.Validate(); !errors.Is(err, want) {
		t.Errorf("%v, want %v", err, want)
	}
	p.Crews[0].Close = 5000
	p.Visits[0].Crews, p.Visits[1].Crews = []int{1}, []int{1}
	want = Infeasible{"the stays at must-visits that only crews [1] may make with the shortest ways, and the hours of these", 1000, 500, 2}
	if err := p.Validate(); !errors.Is(err, want) {
		t.Errorf("%v, want %v", err, want)
	}
	p.Travel[0].T = []Time{0, 100, 100, Unreachable, 0, Unreachable, 100, 100, 0} // nobody comes back from place 1
	if err := p.Validate(); err != nil {
		t.Errorf("a must that cannot be reached is one too many: %v", err)
	}
}

func TestUnservedSaysWhy(t *testing.T) {
	p := patrolNight(1, 1, 4)
	n := p.Travel[0].N
	for v := range p.Visits {
		p.Visits[v].Revisit = Revisit{}
	}
	p.Travel[0].T[0*n+1] = Unreachable // from base to visit 0
	for i := 1; i < n; i++ {
		p.Travel[0].T[i*n+1] = Unreachable
	}
	p.Visits[1].Service = 28800
	p.Visits[2].Windows = []Window{{30000, 40000}}
	s := solve(t, p, Settings{Iterations: 20})
	if want := []Unserved{{0, NoWay}, {1, TooFar}, {2, Closed}}; !reflect.DeepEqual(s.Unserved, want) {
		t.Errorf("%v, want %v", s.Unserved, want)
	}
}
