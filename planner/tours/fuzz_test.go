package tours

import (
	"context"
	"errors"
	"math"
	"testing"
)

// FuzzSolve makes problems with a little of everything from a seed, stretches their numbers, limits and balances the work,
// and changes the night under way: every answer passes the check, or an error says what cannot be.
func FuzzSolve(f *testing.F) {
	f.Add(uint64(1), uint8(0), uint8(0), int64(1), int64(1), int16(100))
	f.Add(uint64(7), uint8(110), uint8(40), int64(1), int64(1), int16(50))
	f.Add(uint64(3), uint8(100), uint8(0), int64(math.MaxInt64), int64(1), int16(-5))
	f.Add(uint64(4), uint8(0), uint8(3), int64(1), int64(1<<36), int16(0))
	f.Fuzz(func(t *testing.T, seed uint64, balance, most uint8, reward, gap int64, now int16) {
		p := anyProblem(seed)
		p.Balance = float64(balance) / 100
		for c := range p.Crews {
			p.Crews[c].Most = Time(most) * Time(c+1)
		}
		for v := range p.Visits {
			p.Visits[v].Reward = p.Visits[v].Reward * reward
			if r := &p.Visits[v].Revisit; r.MaxGap > 0 && v%2 == 0 {
				r.MaxGap, r.From = gap, Time(now)
			}
		}
		solved, err := Solve(context.Background(), p, Settings{Seed: int64(seed), Iterations: 30})
		if err != nil {
			if fault := new(Infeasible); errors.As(err, fault) && fault.Need <= fault.Have {
				t.Fatalf("infeasible, but enough: %v", err)
			}
			return
		}
		if err := Check(p, solved); err != nil {
			t.Fatal(err)
		}
		p.Balance = 0
		u := Underway{Routes: solved.Routes, Now: Time(now), Gone: []int{int(seed % uint64(len(p.Crews)))}}
		mended, err := Mend(context.Background(), p, u, Loyalty{Most: int(most) % 4, Price: int64(balance)}, Settings{Iterations: 10})
		if err == nil {
			err = Check(mended.Rest, mended.Solution)
		}
		if fault := new(Infeasible); err != nil && !errors.As(err, fault) {
			t.Fatal(err)
		}
	})
}
