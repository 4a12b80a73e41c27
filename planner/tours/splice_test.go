package tours

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// splice against every route that goes the ways: as good as the best where they lead on only, so that nothing can be made
// twice; else never better, and feasible.
func TestSpliceAgainstEveryRoute(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 6))
	equal, around, earns := 0, 0, 0
	for trial := range 300 {
		p := onceNight(dice)
		m := newModel(&p)
		s := newSplice(m)
		pools := []*pool{{}, {}}
		for n := range 10 {
			stays := randomStays(dice, len(p.Visits))
			if trial%2 == 0 {
				slices.Sort(stays)
			}
			pools[n%2].routes = append(pools[n%2].routes, pooled{stays: stays})
		}
		taken := []uint64{dice.Uint64() & dice.Uint64()}
		s.learn([]*pool{{routes: []pooled{{stays: randomStays(dice, len(p.Visits))}}}}) // to be forgotten
		s.learn(pools)
		got, worth := s.route(1, taken)
		r := newRoute(m, 1, new(int))
		if !r.become(got) || r.worth != worth {
			t.Fatalf("trial %d: route %v is said to earn %d, it earns %d", trial, got, worth, r.worth)
		}
		want := bestByWays(r, nextByWays(pools, len(p.Visits)), nil, taken[0])
		switch {
		case worth > want:
			t.Fatalf("trial %d: %v goes other ways, or to what others make", trial, got)
		case trial%2 == 0 && worth < want:
			t.Fatalf("trial %d: %v earns %d, some route %d", trial, got, worth, want)
		case trial%2 == 1:
			around++
			if worth == want {
				equal++
			}
		}
		if worth > 0 {
			earns++
		}
	}
	if earns < 250 || equal*10 < around*9 {
		t.Errorf("%d of 300 routes earn something; where ways lead around, %d of %d are the best", earns, equal, around)
	}
}

// onceNight is a night of two crews with windows, each visit made once.
func onceNight(dice *rand.Rand) Problem {
	p := patrolNight(int64(dice.IntN(1000)), 2, 10)
	for v := range p.Visits {
		open := Time(dice.IntN(9000))
		p.Visits[v].Revisit, p.Visits[v].Windows = Revisit{}, []Window{{open, open + 3000}, {open + 6000, open + 7000}}
		p.Visits[v].Crews = []int{1, dice.IntN(2)}
	}
	p.Crews[1].Open, p.Crews[1].Close = 1000, 9000
	return p
}

// randomStays are some of n visits in any order.
func randomStays(dice *rand.Rand, n int) (stays []int32) {
	for _, v := range dice.Perm(n)[:3+dice.IntN(4)] {
		stays = append(stays, int32(v))
	}
	return stays
}

// nextByWays lists where the pools' routes go on to, by visit, and from the start by -1.
func nextByWays(pools []*pool, n int) map[int32][]int32 {
	next := map[int32][]int32{}
	for _, p := range pools {
		for _, r := range p.routes {
			at := int32(-1)
			for _, v := range r.stays {
				next[at] = append(next[at], v)
				at = v
			}
		}
	}
	return next
}

// bestByWays is what the best route earns that begins with stays.
func bestByWays(r *route, next map[int32][]int32, stays []int32, taken uint64) (most int64) {
	if !r.become(stays) {
		return 0
	}
	most = r.worth
	at := int32(-1)
	if len(stays) > 0 {
		at = stays[len(stays)-1]
	}
	for _, v := range next[at] {
		if taken&(1<<v) == 0 {
			most = max(most, bestByWays(r, next, append(slices.Clone(stays), v), taken|1<<v))
		}
	}
	return most
}

// A search that has found less goes on from a route put together of what all searches passed through.
func TestResplice(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 7))
	p := onceNight(dice)
	p.Crews = p.Crews[1:]
	for v := range p.Visits {
		p.Visits[v].Crews, p.Visits[v].Windows = nil, nil
	}
	i := newIslands(newModel(&p), Settings{Seed: 1}, neverStop())
	i.each(func(_ int, s *search) { s.prepare(); s.accept() }) // at home
	i.searches[0].pool.routes = []pooled{{stays: []int32{0, 1}}, {stays: []int32{4, 1, 2}}}
	i.marks = spliceEvery
	i.resplice()
	if got := i.best.stays()[0]; !slices.Equal(got, []int32{0, 1, 2}) {
		t.Errorf("route %v; 0 1 and 4 1 2 give 0 1 2 as the best paid", got)
	}
	i.marks, i.kept = 2*spliceEvery, true
	i.searches[0].pool.routes = []pooled{{stays: []int32{0, 1, 2, 3}}}
	if i.resplice(); len(i.best.stays()[0]) != 3 {
		t.Error("where there are rounds, routes are to stay as they are")
	}
}
