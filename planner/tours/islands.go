package tours

import (
	"runtime"
	"sync"
)

// islands are searches of one problem, each with dice of its own. All make the same number of iterations from one mark to
// the next, at once where there are threads for it, one after the other where not: what they find is the same. At some
// marks good routes of all are put together anew.
type islands struct {
	*model
	searches   []*search
	best       answer // of all, at the last mark
	relaxation *relaxation
	bound      int64 // that it had proven at the last mark
	stop       *stop
	threads    int
	iterations int // of all, at the last mark
	stride     int // iterations of each between two marks
	marks      int
	kind       []int   // of crews whose routes may be swapped
	pools      []*pool // of all searches
	splice     *splice
	balance    balance
}

const (
	isles       = 2   // searches
	perSecond   = 100 // marks, if Default takes a second
	mostTo      = 100 // iterations of a search to the next mark
	packEvery   = 25  // marks
	spliceEvery = 5   // marks from one crew's turn to the next's
)

// newIslands has every crew at home.
func newIslands(m *model, s Settings, stop *stop) *islands {
	i := &islands{model: m, best: newAnswer(m), kind: m.kinds(), relaxation: newRelaxation(m), splice: newSplice(m), stop: stop, threads: s.Threads}
	i.bound = i.relaxation.least
	if i.threads < 1 {
		i.threads = runtime.GOMAXPROCS(0)
	}
	i.stride = min(mostTo, max(1, Default(*m.Problem)/perSecond))
	for n := range isles {
		search := newSearch(m, s.Seed)
		search.dice = newDice(s.Seed, n)
		search.stop = stop.silent()
		i.searches = append(i.searches, search)
		i.pools = append(i.pools, &search.pool)
	}
	return i
}

// run makes iterations until the stop says so or the best solution is proven, and has the bound tightened between them.
// What was done since the last mark does not count if a part of it was cut short.
func (i *islands) run() {
	i.mark(0)
	for !i.stop.up && i.iterations < i.stop.iterations && !i.done() {
		i.stop.tell(i)
		n := min(i.stride*len(i.searches), i.stop.iterations-i.iterations)
		i.each(func(k int, s *search) {
			for range (n + len(i.searches) - 1 - k) / len(i.searches) {
				s.step()
			}
		})
		i.relaxation.tighten(i.stop.work, i.stop.proof, i.stop.over)
		i.mark(n)
		i.level()
	}
}

// done tells whether no better solution can be.
func (i *islands) done() bool {
	return i.best.proven(i.model, i.bound) && (i.Balance == 0 || i.balance.free > 0)
}

// each has do called for every search, as many at once as there are threads.
func (i *islands) each(do func(k int, s *search)) {
	if i.threads == 1 {
		for k, s := range i.searches {
			do(k, s)
		}
		return
	}
	var all sync.WaitGroup
	for first := range i.threads {
		all.Go(func() {
			for k := first; k < len(i.searches); k += i.threads {
				do(k, i.searches[k])
			}
		})
	}
	all.Wait()
}

// mark takes the best of all searches, n iterations after the last mark, unless one was cut short on the way.
func (i *islands) mark(n int) {
	i.stop.lookUp()
	work := 0
	for _, s := range i.searches {
		i.stop.up = i.stop.up || s.stop.up
		work += s.stop.work
	}
	if i.stop.up && n > 0 {
		return
	}
	i.iterations, i.stop.work, i.bound = i.iterations+n, work, i.relaxation.least
	i.takeBest()
	if i.marks++; i.marks%packEvery == 0 {
		i.recombine()
	}
	i.resplice()
}

func (i *islands) takeBest() {
	for _, s := range i.searches {
		if s.best.merit.beats(i.best.merit) {
			i.best.copyFrom(&s.best)
		}
	}
}

// recombine puts together routes that the searches passed through. If that beats all they found, the last of them goes on
// from there.
func (i *islands) recombine() {
	if found := pack(i.model, i.kind, i.pools, i.best.merit); found.best != nil {
		i.last().adopt(i.share(found.best))
		i.takeBest()
	}
}

// share gives the routes chosen to the crews, each to the first free one of its kind.
func (i *islands) share(chosen []*pooled) [][]int32 {
	routes := make([][]int32, len(i.Crews))
	for _, p := range chosen {
		c := i.kind[p.crew]
		for i.kind[c] != i.kind[p.crew] || routes[c] != nil {
			c++
		}
		routes[c] = p.stays
	}
	return routes
}

// resplice puts together a route of one crew after the other, where the search that has found least is to go on from. It
// leaves rounds, crews with breaks and those with limited work as they are.
func (i *islands) resplice() {
	c := i.marks / spliceEvery % len(i.Crews)
	s := i.last()
	if i.marks%spliceEvery != 0 || i.kept || len(i.Crews[c].Breaks) > 0 || s.routes[c].limited() {
		return
	}
	routes := s.best.stays()
	i.splice.learn(i.pools)
	stays, worth := i.splice.route(c, i.without(c, routes))
	if worth > s.best.routes[c].worth {
		routes[c] = stays
		s.adopt(routes)
		i.takeBest()
	}
}

// without is the set of visits that crews other than c make.
func (i *islands) without(c int, routes [][]int32) []uint64 {
	set := make([]uint64, words(i.model))
	for d, stays := range routes {
		for _, v := range stays {
			if d != c {
				set[v/64] |= 1 << (v % 64)
			}
		}
	}
	return set
}

// last is the search that has found least.
func (i *islands) last() *search {
	last := i.searches[0]
	for _, s := range i.searches {
		if !s.best.merit.beats(last.best.merit) {
			last = s
		}
	}
	return last
}

// solution puts the best routes found into the words of the caller.
func (i *islands) solution() Solution {
	return i.best.solution(i.model, i.iterations, i.bound)
}
