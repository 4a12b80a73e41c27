package tours

import (
	"reflect"
	"testing"
)

// Three crews of 100, 100 and 50 ticks less a break of 50 on the second: T is 100, 50 and 50. Services of 10 and 6.
func TestWorkload(t *testing.T) {
	p := Problem{
		Crews:   []Crew{{Close: 100}, {Close: 100, Breaks: []Break{{Duration: 50}}}, {Open: 50, Close: 100}},
		Visits:  []Visit{{Service: 10}, {Service: 6}, {Service: 10, Must: true}},
		Balance: 1.25,
	}
	a, b, must := Call{Visit: 0}, Call{Visit: 1}, Call{Visit: 2}
	for _, c := range []struct {
		routes [][]Call
		want   Workload
	}{
		// W is 20 + 6 + 6 = 32, of which 16, 8 and 8 are due: 20/16. Allowed are 20, rounded up to 24 by sixes.
		{[][]Call{{a, a}, {b}, {b}}, Workload{0, 1.25, true}},
		// W is 10 + 16 + 6 = 32: 16/8. Allowed are 10, rounded up to 12.
		{[][]Call{{a}, {a, b}, {b}}, Workload{1, 2, false}},
		// W is 10 + 6 + 20 = 36, of which 9 are due to the last: 20/9. Allowed are 11.25, so 12; but it makes nothing but musts.
		{[][]Call{{a}, {b}, {must, must}}, Workload{2, 20.0 / 9, true}},
		{[][]Call{{a}, {b}, {must, a}}, Workload{2, 20.0 / 9, false}},
		{[][]Call{nil, nil, nil}, Workload{0, 0, true}},
	} {
		if got := p.Workload(Solution{Routes: c.routes}); got != c.want {
			t.Errorf("%v: %v, want %v", c.routes, got, c.want)
		}
	}
	p.Balance = 0
	if got := p.Workload(Solution{Routes: [][]Call{{a}, {a, b}, {b}}}); !got.Within {
		t.Error("without a balance asked for, work is not within it")
	}
}

// Ten crews of which five can keep all places whole: without balance some stay at home.
func TestBalance(t *testing.T) {
	for seed := range int64(2) {
		p := patrolNight(2+seed, 10, 25)
		free := solve(t, p, Settings{Seed: 1, Iterations: 400})
		if load := p.Workload(free); load.Ratio < 1.3 {
			t.Fatalf("night %d is even by itself: %v", seed, load)
		}
		for _, p.Balance = range []float64{1, 1.1} {
			even := solve(t, p, Settings{Seed: 1, Iterations: 4000})
			load := p.Workload(even)
			t.Logf("balance %g: ratio %.3f, reward %d; without %d", p.Balance, load.Ratio, even.Reward, free.Reward)
			if !load.Within || load.Ratio > 1.25 { // stays are whole: 11 for 10
				t.Errorf("night %d, balance %g: %v", seed, p.Balance, load)
			}
			if even.Reward*100 < free.Reward*93 {
				t.Errorf("night %d, balance %g: reward %d, without it %d", seed, p.Balance, even.Reward, free.Reward)
			}
		}
	}
}

func TestBalanceAsksAgain(t *testing.T) {
	p := patrolNight(1, 6, 14)
	p.Balance = 1.05
	s := solve(t, p, Settings{Seed: 3, Iterations: 900, Threads: 2})
	if again := solve(t, p, Settings{Seed: 3, Iterations: 900, Threads: 1}); !reflect.DeepEqual(s, again) {
		t.Error("one thread gives another solution")
	}
}

// One crew reaches a single place, the others as many as they have time for: they are not to stay at home for it.
func TestBalanceHeedsWhatACrewCanDo(t *testing.T) {
	p := patrolNight(1, 3, 20)
	p.Balance = 1.1
	for v := range p.Visits {
		p.Visits[v].Crews = []int{0, 1}
	}
	p.Visits[0].Crews = nil
	s := solve(t, p, Settings{Seed: 1, Iterations: 1500})
	p.Balance = 0
	if free := solve(t, p, Settings{Seed: 1, Iterations: 1500}); s.Reward*100 < free.Reward*70 {
		t.Errorf("reward %d, without balance %d", s.Reward, free.Reward)
	}
}

// Musts are made, however uneven they are.
func TestMustsBeforeBalance(t *testing.T) {
	p := patrolNight(2, 3, 12)
	p.Balance = 1
	for v := range p.Visits {
		p.Visits[v].Revisit = Revisit{}
		if v < 9 {
			p.Visits[v].Must, p.Visits[v].Crews = true, []int{0}
		}
	}
	s := solve(t, p, Settings{Seed: 1, Iterations: 1000})
	if len(s.Unserved) > 0 || len(s.Routes[0]) != 9 {
		t.Errorf("unserved %v, crew 0 makes %d calls", s.Unserved, len(s.Routes[0]))
	}
}

func TestLimitsAgainstOracle(t *testing.T) {
	for seed := range uint64(60) {
		p := tinyProblem(seed)
		for c := range p.Crews {
			p.Crews[c].Most = 1 + Time(seed+uint64(c))%4
			if p.Visits[0].Revisit.MaxGap > 0 {
				p.Crews[c].Most *= 2
			}
		}
		best := (&oracle{p: p}).solve()
		got := solve(t, p, Settings{Seed: 1, Iterations: 200})
		rounds := p.Visits[0].Revisit.MaxGap > 0
		if got.Bound < best || got.Reward > best || got.Reward < best && !rounds {
			t.Errorf("problem %d: reward %d, the best is %d, bound %d", seed, got.Reward, best, got.Bound)
		}
	}
}
