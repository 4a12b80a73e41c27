package tours

import (
	"math/rand/v2"
	"testing"
)

// restingProblem is small enough for the oracle: one crew with a break, so many visits.
func restingProblem(seed uint64, visits int) Problem {
	dice := rand.New(rand.NewPCG(seed, 5))
	n := visits + 1
	p := Problem{Travel: []Matrix{{N: n, T: make([]Time, n*n)}}}
	for i := range p.Travel[0].T {
		if i%(n+1) != 0 {
			p.Travel[0].T[i] = 1 + Time(dice.IntN(2))
		}
	}
	b := Break{Earliest: Time(dice.IntN(8)), Duration: 1 + Time(dice.IntN(3))}
	b.Latest = b.Earliest + Time(dice.IntN(6))
	p.Crews = []Crew{{Close: max(12, b.Earliest+b.Duration), Breaks: []Break{b}}}
	for v := 1; v < n; v++ {
		open := Time(dice.IntN(9))
		p.Visits = append(p.Visits, Visit{Place: v, Service: 1 + Time(dice.IntN(2)), Reward: int64(1 + dice.IntN(20)),
			Windows: []Window{{open, open + Time(dice.IntN(4))}}})
	}
	return p
}

// A visit that a crew could make before or after its break, whichever it be, is made: alone always, and beside others.
func TestBreaksAgainstOracle(t *testing.T) {
	var sum, most int64
	for seed := range uint64(300) {
		one := restingProblem(seed, 1)
		if got, best := solve(t, one, Settings{Iterations: 20}), (&oracle{p: one}).solve(); got.Reward != best {
			t.Errorf("problem %d of one visit: reward %d, the best is %d", seed, got.Reward, best)
		}
		three := restingProblem(seed, 3)
		got, best := solve(t, three, Settings{Iterations: 200}), (&oracle{p: three}).solve()
		if got.Reward > best || got.Bound < best {
			t.Errorf("problem %d: reward %d, bound %d, the best is %d", seed, got.Reward, got.Bound, best)
		}
		sum, most = sum+got.Reward, most+best
	}
	t.Logf("reward %d of %d", sum, most)
	if sum*100 < most*98 {
		t.Errorf("reward %d of %d", sum, most)
	}
}

// The break is over long before the place opens, and the crew is far from base then.
func TestVisitAfterTheBreak(t *testing.T) {
	p := patrolNight(1, 1, 2)
	p.Crews[0].Breaks = []Break{{Earliest: 7200, Latest: 10800, Duration: 1800}}
	p.Visits[0].Revisit, p.Visits[0].Windows = Revisit{}, []Window{{18000, 18600}}
	p.Visits[1].Revisit, p.Visits[1].Windows = Revisit{}, []Window{{600, 900}}
	if s := solve(t, p, Settings{Iterations: 20}); len(s.Unserved) > 0 {
		t.Errorf("unserved %v", s.Unserved)
	}
}
