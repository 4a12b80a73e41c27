package tours

// pricing is what prices prove, on a grid: the most that each crew can be paid, and the most that each visit's stays are
// worth beyond their prices.
type pricing struct {
	prices
	walks []*walk   // one for crews that are alike
	keeps [][]*keep // by visit; a round's are one for it without lapse, and one with
}

// prices are whole numbers, priceScale for a point of reward, by visit and period. A visit made once has the same in all
// periods, and none for leaving.
type prices struct {
	periods  int
	arriving []int64
	leaving  []int64
}

const priceScale = 1 << 10

func (p *prices) arrive(g grid, v, t int) int64 { return p.arriving[v*p.periods+t/g.period] }
func (p *prices) leave(g grid, v, t int) int64  { return p.leaving[v*p.periods+t/g.period] }

// set takes prices from a descent.
func (p *prices) set(d *descent, of []float64) {
	for v := range d.m.Visits {
		for t := range p.periods {
			i := d.index(v, t)
			p.arriving[v*p.periods+t], p.leaving[v*p.periods+t] = int64(of[i]), int64(of[i+1])
		}
	}
}

// newPricing has walks on grid g, keeps on grid h and those with lapses, which seldom are the best, on grid l.
func newPricing(m *model, g, h, l grid) *pricing {
	p := &pricing{}
	p.periods = (g.cells-1)/g.period + 1
	p.arriving, p.leaving = make([]int64, len(m.Visits)*p.periods), make([]int64, len(m.Visits)*p.periods)
	room := newWays(m, g)
	of := make([]*walk, len(m.Crews))
	for c, kind := range m.kinds() {
		if kind == c {
			of[c] = newWalk(m, g, c, room)
			p.walks = append(p.walks, of[c])
		}
		of[kind].like++
	}
	for v := range m.Visits {
		keeps := []*keep{newKeep(m, h, v, 1)}
		if m.hours[v] != nil {
			keeps = append(keeps, newKeep(m, l, v, 2))
		}
		p.keeps = append(p.keeps, keeps)
	}
	return p
}

// maxSum is within which profits can be added up.
const maxSum = 1 << 61

// sum is what the prices prove, in parts of priceScale. It calls count for each stay that a best walk makes, with the
// number of crews that it stands for, and with -1 for each that a visit wants; count may be nil. It is false where stop said
// so before, or the sum is too large.
func (p *pricing) sum(stop func() bool, count func(g grid, n int64, v, arrived, left int)) (sum int64, ok bool) {
	if count == nil {
		count = func(grid, int64, int, int, int) {}
	}
	for _, w := range p.walks {
		paid, last, ok := w.price(p.prices, stop)
		if !ok || paid > (maxSum-sum)/w.like {
			return 0, false
		}
		sum += paid * w.like
		w.trace(last, func(v, arrived, left int) { count(w.g, w.like, v, arrived, left) })
	}
	for _, keeps := range p.keeps {
		worth := int64(0)
		best := keeps[0]
		for _, k := range keeps {
			if w := k.price(p.prices); w > worth {
				worth, best = w, k
			}
		}
		if stop() || worth > maxSum-sum {
			return 0, false
		}
		sum += worth
		best.each(func(v, arrived, left int) { count(best.g, -1, v, arrived, left) })
	}
	return sum, true
}

// waysAPosition is how many ways are looked at in the time in which the search looks at a position of a route.
func (m *model) waysAPosition() int {
	if m.kept {
		return 6
	}
	return 2
}

// work is about what sum takes, in positions that the search looks at meanwhile.
func (p *pricing) work() (work int) {
	for _, w := range p.walks {
		work += w.work
	}
	for _, keeps := range p.keeps {
		for _, k := range keeps {
			work += k.g.cells * (1 + len(k.hours)*max(0, k.most-k.least+1))
		}
	}
	return work/p.walks[0].m.waysAPosition() + 1
}
