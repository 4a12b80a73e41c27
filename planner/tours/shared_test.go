package tours

import (
	"cmp"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// Two crews relieve each other at half of the night: only together can they keep places through all of it.
func TestTwoCrewsKeepOneRound(t *testing.T) {
	p := patrolNight(1, 2, 6)
	p.Crews[0].Close, p.Crews[1].Open = 15000, 14000
	for v := range p.Visits {
		p.Visits[v].Revisit.SameCrew = false
	}
	s := solve(t, p, Settings{Seed: 1, Iterations: 3000})
	for v, list := range p.staysByVisit(s.Routes) {
		slices.SortFunc(list, func(a, b stay) int { return cmp.Compare(a.Arrive, b.Arrive) })
		var calls []Call
		crews := map[int]bool{}
		for _, one := range list {
			calls = append(calls, one.Call)
			crews[one.crew] = true
		}
		if len(crews) != 2 || missed(p.Visits[v].Revisit, hours{0, 28800}, calls) > 0 {
			t.Errorf("visit %d is not kept through the night by two crews: %v", v, list)
		}
	}
}

// sharedNight is a night whose places any crew may serve.
func sharedNight(seed int64, crews, stops int) Problem {
	p := patrolNight(seed, crews, stops)
	for v := range p.Visits {
		p.Visits[v].Revisit.SameCrew = false
	}
	return p
}

// After each iteration what the search knows of shared places is what its routes say.
func TestSharedStateIsTheRoutes(t *testing.T) {
	p := sharedNight(2, 3, 12)
	s := newSearch(newModel(&p), 1)
	s.start()
	for n := range 300 {
		s.step()
		var sol Solution
		for _, r := range s.routes {
			sol.Routes = append(sol.Routes, r.calls())
		}
		stays := p.staysByVisit(sol.Routes)
		for v := range stays {
			sol.Reward += p.earned(v, stays[v])
			if (len(stays[v]) > 0) != (s.where[v] >= 0) || s.where[v] >= 0 && s.routes[s.where[v]].count[v] == 0 {
				t.Fatalf("iteration %d: visit %d has %d stays, the search has it at crew %d", n, v, len(stays[v]), s.where[v])
			}
		}
		sol.Bound = sol.Reward
		if sol.Reward != s.now.worth {
			t.Fatalf("iteration %d: the stays earn %d, the search says %d", n, sol.Reward, s.now.worth)
		}
		if err := Check(p, sol); err != nil {
			t.Fatalf("iteration %d: %v", n, err)
		}
	}
}

// release against trying every instant.
func TestRelease(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		var list timeline
		now := Time(0)
		for range dice.IntN(4) {
			now += Time(dice.IntN(12))
			stay := held{crew: dice.IntN(3), begin: now, left: now + 1 + Time(dice.IntN(5))}
			list, now = append(list, stay), stay.left
		}
		at, service, gap := Time(dice.IntN(30)), Time(1+dice.IntN(5)), Time(dice.IntN(4))
		want := at
		for slices.ContainsFunc(list, func(h held) bool {
			return h.crew != 0 && want < h.left+gap && h.begin < want+service+gap
		}) {
			want++
		}
		if got := list.release(0, at, service, gap); got != want {
			t.Fatalf("%v: from %d on a stay of %d with a gap of %d can begin at %d, got %d", list, at, service, gap, want, got)
		}
	}
}

func TestMendSharedRounds(t *testing.T) {
	p := sharedNight(1, 4, 16)
	plan := solve(t, p, Settings{Seed: 1, Iterations: 100})
	u := Underway{Routes: plan.Routes, Now: 9000, Gone: []int{2}}
	r := mend(t, p, u, 6, 60)
	checkDone(t, p, u, r)
	if again := mend(t, p, u, 6, 60); !reflect.DeepEqual(r, again) {
		t.Error("the same repair, another answer")
	}
}
