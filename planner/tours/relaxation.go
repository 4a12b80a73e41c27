package tours

import "math"

// relaxation bounds what can be collected, by prices. Let a(v,t) and l(v,t) be any numbers: the price of arriving at visit
// v in period t, and that of leaving it then. If crews are paid these prices for their stays and visits pay them, the two
// cancel out in every solution, so that no solution collects more than
//
//	sum over crews of (the most that one can be paid) + sum over visits of (the most that stays are worth beyond their prices),
//
// where each is taken by itself: a crew's from the walks of walk, a visit's from the stays of keep, which hold all that
// crews and visits can do (Held and Karp, The travelling-salesman problem and minimum spanning trees, Operations Research
// 18 (1970) 1138-1162; Fisher, The Lagrangian relaxation method, Management Science 27 (1981) 1-18). Prices that make
// the sum small are found by steps against its slope; see descent.
//
// Prices are looked for on a coarse grid of time, which grows finer. What they prove is computed on a fine one, in whole
// numbers; when the coarse grid is at its finest, on the finest that can be afforded (on a patrol night, of seconds).
type relaxation struct {
	m      *model
	coarse *pricing // nil before the first round
	fine   *pricing
	cells  int // of the first fine grid in one of the coarse
	descent
	best   []float64 // the prices with the lowest sum on the coarse grid
	lowest int64
	spent  int   // work so far, in positions that the search could look at
	next   int   // work of the next round; of the first it is a guess
	finest bool  // proofs are on the finest grid
	least  int64 // the least bound proven
	idle   int   // rounds since that fell
}

const (
	leastSteps = 30   // of a round
	sharpGain  = 100  // the next round has cells half as long where one lowers the bound by less than this part of it
	idleGain   = 2000 // a round is idle where it lowers the bound by less than this part of it
	idleRounds = 3    // so many idle ones in a row and the bound is taken to be the best that prices prove
	sharpest   = 2    // cells of the first fine grid in one that prices are looked for on
)

// newRelaxation begins with the bound that needs no prices.
func newRelaxation(m *model) *relaxation {
	ways := m.coarseCells() * m.waysACell() / 100 * m.openPercent()
	return &relaxation{m: m, least: m.bound(), next: leastSteps * ways / m.waysAPosition()}
}

// tighten looks for a better bound with share percent of the work that the search has had, in rounds, until the time is
// up.
func (r *relaxation) tighten(work, share int, stop func() bool) {
	for r.idle < idleRounds && r.spent+r.next <= work/100*share {
		if !r.round(stop) {
			return
		}
	}
}

// layOut makes room for the prices, and begins with those of a knapsack; false where the problem does not allow them.
func (r *relaxation) layOut() bool {
	g, coarsest := r.m.fineGrid()
	if len(r.m.Visits) == 0 || g.cells > 2*refine*r.m.coarseCells() || r.m.kept && (g.late > 0 || g.cell > r.m.leastRound()) {
		r.idle = idleRounds
		return false
	}
	r.fine = newPricing(r.m, g, r.m.upTo(g, min(4, coarsest)), r.m.lapsing(g, coarsest))
	r.sharpen(coarsest)
	r.descent = newDescent(r.m, r.fine.periods)
	r.best = make([]float64, len(r.price))
	return true
}

// sharpen looks for prices on a grid of so many fine cells in one.
func (r *relaxation) sharpen(cells int) {
	g := r.fine.walks[0].g
	coarse := g.times(cells).toNearest()
	r.coarse, r.cells = newPricing(r.m, coarse, coarse, r.m.lapsing(g, cells)), cells
	r.lowest = math.MaxInt64
}

// refine has proofs made on the finest grid.
func (r *relaxation) refine() {
	before := r.fine.walks[0].g
	g, keeps := r.m.finest(before)
	r.finest = true
	if g.cell < before.cell {
		r.fine = newPricing(r.m, g, r.m.upTo(g, keeps), r.m.lapsing(g, int(before.cell/g.cell)))
	}
}

// roundSteps is how many steps a round has: no less work than its proof.
func (r *relaxation) roundSteps() int {
	return max(leastSteps, r.fine.work()/r.coarse.work())
}

// round is a number of steps towards better prices, and what they prove then; false where stop said so before.
func (r *relaxation) round(stop func() bool) bool {
	if r.coarse == nil && !r.layOut() {
		return true
	}
	for range r.roundSteps() {
		if !r.step(stop) {
			return false
		}
	}
	r.fine.set(&r.descent, r.best)
	sum, ok := r.fine.sum(stop, nil)
	if stop() {
		return false
	}
	r.spent += r.next
	if !ok { // too large to be added up
		r.idle = idleRounds
		return true
	}
	r.lower(sum / priceScale)
	r.next = r.roundSteps()*r.coarse.work() + r.fine.work()
	return true
}

// lower takes the bound that a round has proven. Where it is no better, the next looks closer.
func (r *relaxation) lower(bound int64) {
	gain := max(0, r.least-bound)
	if r.idle++; gain > r.least/idleGain {
		r.idle = 0
	}
	switch sharp := gain <= r.least/sharpGain; {
	case sharp && r.cells > sharpest:
		r.sharpen(r.cells / 2)
		r.idle = 0
	case sharp && !r.finest:
		r.refine()
		r.idle = 0
	}
	r.least -= gain
}

// step computes the sum and its slope on the coarse grid, and changes the prices against it.
func (r *relaxation) step(stop func() bool) bool {
	r.coarse.set(&r.descent, r.price)
	clear(r.slope)
	sum, ok := r.coarse.sum(stop, func(g grid, n int64, v, arrived, left int) {
		r.push(v, arrived/g.period, left/g.period, float64(n))
	})
	if !ok {
		return !stop()
	}
	if sum < r.lowest {
		r.lowest = sum
		copy(r.best, r.price)
	}
	r.descend()
	return true
}
