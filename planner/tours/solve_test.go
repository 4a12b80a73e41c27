package tours

import (
	"context"
	"errors"
	"reflect"
	"testing"
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
	stays := make([][]stay, len(p.Visits))
	for c, route := range s.Routes {
		for _, call := range route {
			stays[call.Visit] = append(stays[call.Visit], stay{c, call})
		}
	}
	for v, list := range stays {
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

func TestSolveNight(t *testing.T) {
	for seed := range int64(5) {
		p := patrolNight(seed, 4, 24)
		g, err := Greedy(p)
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(p, g); err != nil {
			t.Fatal(err)
		}
		a := solve(t, p, Settings{Seed: 1, Iterations: 3000})
		kept, asked := roundsKept(p, a)
		gk, ga := roundsKept(p, g)
		t.Log(g.Reward, gk, ga, a.Reward, a.Bound, kept, asked)
		if b := solve(t, p, Settings{Seed: 1, Iterations: 500}); !reflect.DeepEqual(b, solve(t, p, Settings{Seed: 1, Iterations: 500})) {
			t.Error("the same seed gives another solution")
		}
	}
}
