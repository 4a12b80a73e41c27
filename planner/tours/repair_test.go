package tours

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
)

// disturbances are what may happen to a night of 4 crews and 20 stops under way at the instant 9000.
var disturbances = []struct {
	name string
	do   func(p *Problem, u *Underway)
}{
	{"nothing", func(*Problem, *Underway) {}},
	{"a crew gone", func(_ *Problem, u *Underway) { u.Gone = []int{1} }},
	{"a crew more", func(p *Problem, u *Underway) {
		p.Crews = append(p.Crews, Crew{Open: 10000, Close: 28800})
	}},
	{"a stop added", func(p *Problem, u *Underway) {
		p.Visits = append(p.Visits, Visit{Place: 3, Service: 600, Reward: 3000, Must: true, Windows: []Window{{12000, 20000}}})
	}},
	{"a stop closed", func(p *Problem, u *Underway) { p.Visits[2].Windows = []Window{{0, 9000}} }},
	{"slow streets", func(p *Problem, u *Underway) {
		p.Travel = []Matrix{{p.Travel[0].N, slices.Clone(p.Travel[0].T)}}
		for i := range p.Travel[0].T {
			p.Travel[0].T[i] = p.Travel[0].T[i] * 13 / 10
		}
	}},
}

// TestMend changes nights under way, and sees that a repair changes few places of each crew and costs at most 5 of 100 of
// what solving afresh earns from the same state.
func TestMend(t *testing.T) {
	var plans []Solution
	for night := range int64(3) {
		plans = append(plans, solve(t, patrolNight(night, 4, 20), Settings{Seed: 1, Iterations: 500}))
	}
	for _, d := range disturbances {
		t.Run(d.name, func(t *testing.T) {
			for night, plan := range plans {
				p := patrolNight(int64(night), 4, 20)
				u := Underway{Routes: plan.Routes, Now: 9000}
				d.do(&p, &u)
				mendNight(t, p, u)
			}
		})
	}
}

func mendNight(t *testing.T, p Problem, u Underway) {
	t.Helper()
	const limit = 3
	r := mend(t, p, u, limit, 600)
	checkDone(t, p, u, r)
	forced := mend(t, p, u, 1, 1)
	for c, n := range moved(r, u) {
		if n > limit+moved(forced, u)[c] {
			t.Errorf("crew %d has %d changes", c, n)
		}
	}
	afresh := solve(t, r.Rest, Settings{Seed: 1, Iterations: 600})
	t.Logf("reward %d of %d afresh, %d changes", r.Solution.Reward, afresh.Reward, len(r.Changes))
	if r.Solution.Reward*100 < afresh.Reward*95 {
		t.Errorf("reward %d, afresh %d", r.Solution.Reward, afresh.Reward)
	}
	if len(r.Solution.Unserved) > 0 && p.Visits[r.Solution.Unserved[0].Visit].Must {
		t.Errorf("the must is not made: %s", r.Solution.Unserved[0].Why)
	}
}

// BenchmarkMend tells for each kind of change what a limit on changes costs: by how many percent the reward stays below that of
// solving afresh for five times as long, in the mean and at worst of eight nights, and how long a repair takes.
func BenchmarkMend(b *testing.B) {
	var plans []Solution
	for night := range int64(8) {
		plan, err := Solve(context.Background(), patrolNight(night, 4, 20), Settings{Seed: 1, Iterations: 500})
		if err != nil {
			b.Fatal(err)
		}
		plans = append(plans, plan)
	}
	for _, d := range disturbances[1:] {
		for _, limit := range []int{1, 2, 3, 4, 6, 0} {
			b.Run(fmt.Sprintf("%s/%d", d.name, limit), func(b *testing.B) {
				var mean, worst float64
				for b.Loop() {
					mean, worst = benchMend(b, plans, d.do, limit)
				}
				b.ReportMetric(mean, "%loss")
				b.ReportMetric(worst, "%loss-at-worst")
				b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N*len(plans)), "ms/repair")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

func benchMend(b *testing.B, plans []Solution, disturb func(*Problem, *Underway), limit int) (mean, worst float64) {
	for night, plan := range plans {
		p, u := patrolNight(int64(night), 4, 20), Underway{Routes: plan.Routes, Now: 9000}
		disturb(&p, &u)
		r, err := Mend(context.Background(), p, u, Loyalty{Most: limit}, Settings{Seed: 1, Iterations: 600})
		b.StopTimer()
		afresh, errAfresh := Solve(context.Background(), r.Rest, Settings{Seed: 1, Iterations: 3000})
		if err := errors.Join(err, errAfresh, Check(r.Rest, r.Solution)); err != nil {
			b.Fatal(err)
		}
		loss := 100 * float64(afresh.Reward-r.Solution.Reward) / float64(afresh.Reward)
		mean, worst = mean+loss/float64(len(plans)), max(worst, loss)
		b.StartTimer()
	}
	return mean, worst
}

func TestChanged(t *testing.T) {
	const start, end = 90, 91
	for _, c := range []struct {
		what    string
		is      []int32
		changes int
	}{
		{"as it was", []int32{1, 2, 3, 1, 2, 3}, 0},
		{"a call fewer", []int32{1, 2, 3, 1, 2}, 0},
		{"a call more", []int32{1, 2, 3, 1, 2, 3, 1}, 0},
		{"3 goes", []int32{1, 2, 1, 2, 1}, 1},
		{"4 comes", []int32{1, 2, 4, 3, 1, 2, 4, 3}, 1},
		{"4 takes 3's turn", []int32{1, 2, 4, 1, 2, 4}, 2},
		{"3 comes before 1", []int32{3, 1, 2, 3, 1, 2}, 1},
		{"the orphan comes", []int32{1, 2, 7, 3, 1, 2, 7, 3}, 0},
		{"nothing is left", nil, 3},
	} {
		was, is := []int32{start, 1, 2, 3, 1, 2, 3, end}, slices.Concat([]int32{start}, c.is, []int32{end})
		orphan := make([]bool, 92)
		orphan[7] = true
		if got := changed(was, is, orphan); got != c.changes {
			t.Errorf("%s: %d changes, want %d", c.what, got, c.changes)
		}
	}
}

func mend(t *testing.T, p Problem, u Underway, limit, iterations int) Repair {
	t.Helper()
	r, err := Mend(context.Background(), p, u, Loyalty{Most: limit}, Settings{Seed: 1, Iterations: iterations})
	if err == nil {
		err = Check(r.Rest, r.Solution)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// moved counts for each crew that goes on the places that come new to its route or go off it; where a crew is gone, what it
// was to serve is for all to take.
func moved(r Repair, u Underway) []int {
	served := func(calls []Call, v int) bool {
		return slices.ContainsFunc(calls, func(c Call) bool { return c.Visit == v })
	}
	count := make([]int, len(u.Routes))
	for c := range u.Routes {
		was, is := u.Routes[c][len(r.Done[c]):], r.Solution.Routes[c]
		for v := range r.Rest.Visits {
			lost := slices.ContainsFunc(u.Gone, func(g int) bool { return served(u.Routes[g], v) })
			if served(was, v) != served(is, v) && !lost && !slices.Contains(u.Gone, c) {
				count[c]++
			}
		}
	}
	return count
}

// checkDone sees that done calls are the routes' beginnings, that each crew goes on from there, and that rounds go on.
func checkDone(t *testing.T, p Problem, u Underway, r Repair) {
	t.Helper()
	for c, done := range r.Done {
		if len(done) == 0 {
			continue
		}
		if !slices.Equal(done, u.Routes[c][:len(done)]) {
			t.Errorf("crew %d: done calls were changed", c)
		}
		last := done[len(done)-1]
		for i, call := range r.Solution.Routes[c] {
			way := r.Rest.Travel[0].At(p.Visits[last.Visit].Place, p.Visits[call.Visit].Place)
			if i == 0 && call.Arrive < max(u.Now, last.Arrive+p.Visits[last.Visit].Service)+way {
				t.Errorf("crew %d arrives at %d, before it can", c, call.Arrive)
			}
			for _, before := range done {
				if i == 0 && before.Visit == call.Visit && call.Arrive-min(before.Leave, call.Arrive-way) < p.Visits[call.Visit].Revisit.MinGap {
					t.Errorf("crew %d comes back to visit %d after %d ticks", c, call.Visit, call.Arrive-before.Leave)
				}
			}
		}
	}
	for _, c := range u.Gone {
		if len(r.Solution.Routes[c]) > 0 {
			t.Errorf("crew %d is gone and has calls", c)
		}
	}
}

func TestCommon(t *testing.T) {
	// The longest common subsequence of abcbdab and bdcaba is 4 long (bcba, bdab): Cormen et al., 15.4.
	a, b := []int32("abcbdab"), []int32("bdcaba")
	var found []int32
	n := common(a, b, func(i, j int) {
		if a[i] != b[j] {
			t.Errorf("%c is paired with %c", a[i], b[j])
		}
		found = append(found, a[i])
	})
	if n != 4 || len(found) != 4 {
		t.Errorf("%d, %d members", n, len(found))
	}
}

// TestFee sets the fee against its formula, in which every pair of a planned stay and one made is looked at.
func TestFee(t *testing.T) {
	p := patrolNight(1, 1, 8)
	made := solve(t, p, Settings{Seed: 1, Iterations: 200}).Routes[0]
	other := solve(t, p, Settings{Seed: 2, Iterations: 20}).Routes[0]
	for n := range len(made) + 1 {
		r := newRoute(newModel(&p), 0, new(int))
		r.become(visitsIn(made[:n]))
		r.keepTo(7)
		if fee := r.fee(); fee != 0 {
			t.Errorf("a route as planned costs %d", fee)
		}
		was := r.calls()
		r.become(visitsIn(other))
		same := 0
		for _, a := range was {
			for _, b := range r.calls() {
				if a.Visit == b.Visit && a.Arrive == b.Arrive {
					same++
				}
			}
		}
		if want := int64(7 * (max(n, len(other)) - same)); r.fee() != want {
			t.Errorf("%d stays planned, %d made, %d as planned: the fee is %d, want %d", n, len(other), same, r.fee(), want)
		}
	}
}

// TestPriceBuysFewerChanges mends a night in which one crew is gone: the higher the price of a change, the fewer there are, and
// at a price above all rewards only the crew that is gone has any.
func TestPriceBuysFewerChanges(t *testing.T) {
	p := patrolNight(1, 4, 20)
	u := Underway{Routes: solve(t, p, Settings{Seed: 1, Iterations: 500}).Routes, Now: 9000, Gone: []int{1}}
	var counts []int
	for _, price := range []int64{0, 1 << 20} {
		r, err := Mend(context.Background(), p, u, Loyalty{Price: price}, Settings{Seed: 1, Iterations: 300})
		if err == nil {
			err = Check(r.Rest, r.Solution)
		}
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, c := range r.Changes {
			if c.Crew != 1 {
				n++
			}
		}
		counts = append(counts, n)
	}
	if counts[0] == 0 || counts[1] != 0 {
		t.Errorf("%d changes of other crews for nothing, %d where each costs more than all earn", counts[0], counts[1])
	}
}
