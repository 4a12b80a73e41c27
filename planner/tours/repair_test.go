package tours

import (
	"context"
	"slices"
	"testing"
)

// disturbances are what may happen to a night of 4 crews and 20 stops under way at the instant 9000. A crew that goes
// leaves fifteen stays or so, more than its three colleagues can take over within the limit.
var disturbances = []struct {
	name string
	loss int64 // percent of solving afresh that the limit may cost
	do   func(p *Problem, u *Underway)
}{
	{"nothing", 5, func(*Problem, *Underway) {}},
	{"a crew gone", 15, func(_ *Problem, u *Underway) { u.Gone = []int{1} }},
	{"a crew more", 5, func(p *Problem, u *Underway) {
		p.Crews = append(p.Crews, Crew{Open: 10000, Close: 28800})
	}},
	{"a stop added", 5, func(p *Problem, u *Underway) {
		p.Visits = append(p.Visits, Visit{Place: 3, Service: 600, Reward: 3000, Must: true, Windows: []Window{{12000, 20000}}})
	}},
	{"a stop closed", 5, func(p *Problem, u *Underway) { p.Visits[2].Windows = []Window{{0, 9000}} }},
	{"slow streets", 5, func(p *Problem, u *Underway) {
		p.Travel = []Matrix{{p.Travel[0].N, slices.Clone(p.Travel[0].T)}}
		for i := range p.Travel[0].T {
			p.Travel[0].T[i] = p.Travel[0].T[i] * 13 / 10
		}
	}},
}

// moved is the most calls added or dropped for one crew that is not gone and was there before.
func moved(r Repair, crews int, gone []int) (most int) {
	count := make([]int, crews+1)
	for _, c := range r.Changes {
		if (c.Was == nil) != (c.Is == nil) && c.Crew < crews && !slices.Contains(gone, c.Crew) {
			count[c.Crew]++
		}
	}
	return slices.Max(count)
}

func TestMend(t *testing.T) {
	plan := solve(t, patrolNight(3, 4, 20), Settings{Seed: 1, Iterations: 800})
	for _, d := range disturbances {
		t.Run(d.name, func(t *testing.T) {
			p := patrolNight(3, 4, 20)
			u := Underway{Routes: plan.Routes, Now: 9000}
			d.do(&p, &u)
			const limit = 8
			r, err := Mend(context.Background(), p, u, limit, Settings{Seed: 1, Iterations: 1000})
			if err != nil {
				t.Fatal(err)
			}
			if err := Check(r.Rest, r.Solution); err != nil {
				t.Fatal(err)
			}
			checkDone(t, p, u, r)
			forced, err := Mend(context.Background(), p, u, 1, Settings{Seed: 1, Iterations: 1})
			if err != nil {
				t.Fatal(err)
			}
			if n := moved(r, 4, u.Gone); n > limit+moved(forced, 4, u.Gone) {
				t.Errorf("a crew has %d changes", n)
			}
			afresh := solve(t, r.Rest, Settings{Seed: 1, Iterations: 1000})
			t.Logf("reward %d of %d afresh, %d changes", r.Solution.Reward, afresh.Reward, len(r.Changes))
			if r.Solution.Reward*100 < afresh.Reward*(100-d.loss) {
				t.Errorf("reward %d, afresh %d", r.Solution.Reward, afresh.Reward)
			}
			if len(r.Solution.Unserved) > 0 && p.Visits[r.Solution.Unserved[0].Visit].Must {
				t.Errorf("the must is not made: %s", r.Solution.Unserved[0].Why)
			}
		})
	}
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
				if i == 0 && before.Visit == call.Visit && call.Arrive-before.Leave < p.Visits[call.Visit].Revisit.MinGap {
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
