package tours

import (
	"math/bits"
	"math/rand/v2"
	"testing"
)

// pack against trying every choice of routes.
func TestPackAgainstEveryChoice(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 5))
	for trial := range 200 {
		p := patrolNight(1, 3, 10)
		p.Crews[2].Open = Time(dice.IntN(2)) // one or two kinds of crews
		m := newModel(&p)
		pools := []*pool{{}, {}}
		for n := range 12 {
			r := pooled{crew: dice.IntN(3), worth: int64(1 + dice.IntN(30)), mark: uint64(n), travel: Time(dice.IntN(5)), set: []uint64{0}}
			for range 1 + dice.IntN(4) {
				r.set[0] |= 1 << dice.IntN(10)
			}
			pools[n%2].routes = append(pools[n%2].routes, r)
		}
		want := packEvery3(m.kinds(), append(pools[0].routes, pools[1].routes...))
		got := pack(m, m.kinds(), pools, merit{})
		if got.most != want {
			t.Fatalf("trial %d: %v, want %v", trial, got.most, want)
		}
		var visits uint64
		for _, r := range got.best {
			if visits&r.set[0] != 0 {
				t.Fatalf("trial %d: two routes have a visit in common", trial)
			}
			visits |= r.set[0]
		}
	}
}

// packEvery3 tries every choice of up to three routes for three crews.
func packEvery3(kind []int, routes []pooled) (most merit) {
	for choice := range 1 << len(routes) {
		var now merit
		var visits uint64
		free, ok := make([]int, len(kind)), bits.OnesCount(uint(choice)) <= 3
		for _, k := range kind {
			free[k]++
		}
		for i, r := range routes {
			if choice>>i&1 == 0 {
				continue
			}
			free[kind[r.crew]]--
			ok = ok && visits&r.set[0] == 0 && free[kind[r.crew]] >= 0
			visits |= r.set[0]
			now.worth, now.travel = now.worth+r.worth, now.travel+r.travel
		}
		if ok && now.beats(most) {
			most = now
		}
	}
	return most
}

// A search goes on from the routes of another.
func TestAdopt(t *testing.T) {
	p := patrolNight(6, 4, 24)
	p.Crews[1].Breaks = []Break{{Earliest: 9000, Latest: 12000, Duration: 1800}}
	m := newModel(&p)
	good, poor := newSearch(m, 1), newSearch(m, 2)
	good.start()
	for range 200 {
		good.step()
	}
	poor.start()
	routes := good.best.stays()
	poor.adopt(routes)
	if poor.now != good.best.merit || poor.best.merit != good.best.merit {
		t.Errorf("it goes on from %v, has %v; told to go on from %v", poor.now, poor.best.merit, good.best.merit)
	}
	sol := poor.best.solution(m, 0, 1<<60)
	if err := Check(p, sol); err != nil {
		t.Error(err)
	}
	before := poor.now
	routes[2], routes[3] = nil, nil
	poor.adopt(routes) // worth less
	if poor.now != before || poor.weigh() != before {
		t.Errorf("it goes on from %v, where that is worse than %v", poor.now, before)
	}
	for range 50 {
		poor.step()
	}
	if err := Check(p, poor.best.solution(m, 0, 1<<60)); err != nil {
		t.Error(err)
	}
}

// Of a pool's routes the oldest goes first, and none is there twice.
func TestPoolForgetsTheOldest(t *testing.T) {
	p := patrolNight(1, 1, 60)
	m := newModel(&p)
	var pool pool
	dice := newDice(1, 0)
	r := newRoute(m, 0, new(int))
	for range 3 * mostPooled {
		r.become([]int32{int32(dice.below(30)), 30 + int32(dice.below(15)), 45 + int32(dice.below(15))})
		pool.add(r)
		pool.add(r)
	}
	if len(pool.routes) != mostPooled || len(pool.known) != mostPooled {
		t.Fatalf("%d routes, %d known", len(pool.routes), len(pool.known))
	}
	for _, at := range pool.routes {
		n := 0
		for _, w := range at.set {
			n += bits.OnesCount64(w)
		}
		if !pool.known[at.mark] || n != 3 || at.mark != markOf(0, at.stays) {
			t.Fatalf("%v is not as it was put in", at)
		}
	}
}
