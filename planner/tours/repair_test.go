package tours

import (
	"context"
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
// what solving afresh earns from the same state. (A crew gone leaves five to seven places to three others; within 4
// changes each that costs 2 of 100 on average and 8 at worst, within 6 it costs 0.6 and 2.)
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
	const limit = 6
	r := mend(t, p, u, limit, 600)
	checkDone(t, p, u, r)
	forced := mend(t, p, u, 1, 1)
	for c, n := range moved(r, u) {
		if n > limit+moved(forced, u)[c] {
			t.Errorf("crew %d has changes at %d places", c, n)
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

func mend(t *testing.T, p Problem, u Underway, limit, iterations int) Repair {
	t.Helper()
	r, err := Mend(context.Background(), p, u, limit, Settings{Seed: 1, Iterations: iterations})
	if err == nil {
		err = Check(r.Rest, r.Solution)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// moved counts for each crew that goes on the places at which calls were added or dropped.
func moved(r Repair, u Underway) []int {
	places := make([]map[int]bool, len(u.Routes))
	for _, c := range r.Changes {
		if c.Crew >= len(u.Routes) || slices.Contains(u.Gone, c.Crew) || c.Was != nil && c.Is != nil {
			continue
		}
		if places[c.Crew] == nil {
			places[c.Crew] = map[int]bool{}
		}
		for _, call := range []*Call{c.Was, c.Is} {
			if call != nil {
				places[c.Crew][call.Visit] = true
			}
		}
	}
	count := make([]int, len(u.Routes))
	for c := range places {
		count[c] = len(places[c])
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

// Of abcd only b keeps its place in dbea: a and d are put into another order, c is dropped, e added. abc and abab differ
// at c, dropped, and at a and b, added.
func TestPlacesChanged(t *testing.T) {
	for _, c := range []struct {
		was, is string
		want    int
	}{{"abcd", "abcd", 0}, {"abcd", "dbea", 4}, {"abc", "abab", 3}, {"", "aa", 1}} {
		if n := placesChanged([]int32(c.was), []int32(c.is)); n != c.want {
			t.Errorf("%q to %q: %d places changed, want %d", c.was, c.is, n, c.want)
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
