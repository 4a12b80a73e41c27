package tours

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func notOver() bool { return false }

// boundTests are small problems of every kind that the oracle can solve: with windows or rounds, one crew or two, alike or
// not, breaks, musts, visits made once among rounds, ways of no length.
func boundTests(count int) (problems []Problem) {
	for seed := range uint64(count) {
		p := tinyProblem(seed)
		dice := rand.New(rand.NewPCG(seed, 4))
		for c := range p.Crews {
			p.Crews[c].Close += 3
		}
		last := &p.Visits[len(p.Visits)-1]
		switch seed / 2 % 5 {
		case 1: // a stay made once among rounds, or a window cut in two
			last.Revisit = Revisit{}
			last.Windows = []Window{{0, 2}, {5, 6}}
		case 2:
			late := Time(dice.IntN(9))
			p.Crews[0].Breaks = []Break{{Earliest: late, Latest: late + Time(dice.IntN(2)), Duration: Time(1 + dice.IntN(3))}}
			for v := range p.Visits {
				if r := &p.Visits[v].Revisit; r.MaxGap > 0 {
					r.MinGap, r.MaxGap = 6, 12
				}
			}
		case 3: // crews that are not alike
			p.Crews[len(p.Crews)-1].Open = Time(dice.IntN(3))
			last.Crews = []int{len(p.Crews) - 1}
		case 4: // places side by side
			p.Travel[0].T[1*p.Travel[0].N+2], p.Travel[0].T[2*p.Travel[0].N+1] = 0, 0
			if last.Revisit.MaxGap == 0 {
				last.Service, p.Visits[0].Service = 0, 0
			}
		}
		problems = append(problems, p)
	}
	return problems
}

// Whatever the prices and the grid, no crew is paid more in any solution than by its best walk, and no visit's stays are
// worth more beyond their prices than the best that it could have.
func TestNoSolutionBeatsItsParts(t *testing.T) {
	solutions := 0
	for i, p := range boundTests(400) {
		m := newModel(&p)
		dice := rand.New(rand.NewPCG(uint64(i), 5))
		for _, cell := range []Time{1, 2, 3} {
			g := m.gridOf(cell)
			if m.kept && (g.late > 0 || g.cell > m.leastRound()) {
				continue
			}
			g.period = 2
			parts := newParts(m, newPricing(m, g, m.upTo(g, 1+i%2), m.upTo(g, 2)), dice)
			o := oracle{p: p, each: func(routes [][]Call) {
				solutions++
				if fault := parts.beatenBy(routes); fault != "" && !t.Failed() {
					t.Errorf("problem %d, cells of %d: %s, in %v of %+v", i, cell, fault, routes, p)
				}
			}}
			o.solve()
		}
	}
	if solutions < 50_000 {
		t.Errorf("only %d solutions", solutions)
	}
}

// parts are what prices drawn by lot prove, part by part.
type parts struct {
	m    *model
	p    *pricing
	paid []int64 // by crew
	kept []int64 // by visit
}

func newParts(m *model, p *pricing, dice *rand.Rand) parts {
	d := newDescent(m, p.periods)
	for k := range d.price {
		d.price[k] = 20 * priceScale * (dice.Float64() - 0.3)
	}
	d.clamp()
	p.set(&d, d.price)
	parts := parts{m: m, p: p}
	for c := range m.Crews {
		for _, w := range p.walks {
			if m.alike(w.crew, c) {
				paid, _, _ := w.price(p.prices, notOver)
				parts.paid = append(parts.paid, paid)
			}
		}
	}
	for _, keeps := range p.keeps {
		var most int64
		for _, k := range keeps {
			most = max(most, k.price(p.prices))
		}
		parts.kept = append(parts.kept, most)
	}
	return parts
}

// beatenBy tells which part a solution beats. (On a grid on which crews are late, instants say nothing; prices then are the
// same at all times.)
func (s parts) beatenBy(routes [][]Call) string {
	g := s.p.walks[0].g
	price := func(c Call) int64 {
		leave := min(max(g.from, c.Leave-s.m.service[c.Visit]), g.begin(g.cells-1))
		return s.p.arrive(g, c.Visit, g.at(c.Arrive)) + s.p.leave(g, c.Visit, g.at(leave))
	}
	for c, calls := range routes {
		var paid int64
		for _, call := range calls {
			paid += price(call)
		}
		if paid > s.paid[c] {
			return fmt.Sprintf("crew %d is paid %d, its best walk %d", c, paid, s.paid[c])
		}
	}
	for v, stays := range s.m.staysByVisit(routes) {
		worth := s.m.earned(v, stays) * priceScale
		for _, stay := range stays {
			worth -= price(stay.Call)
		}
		if worth > s.kept[v] {
			return fmt.Sprintf("visit %d is worth %d, at best %d", v, worth, s.kept[v])
		}
	}
	return ""
}

// The best prices that are found prove no less than the best there is, and for most small problems not much more.
func TestBoundIsCloseToTheBest(t *testing.T) {
	var sum, all int64
	for i, p := range boundTests(100) {
		best := (&oracle{p: p}).solve()
		r := newRelaxation(newModel(&p))
		for range 4 {
			r.round(notOver)
		}
		if r.least < best {
			t.Errorf("problem %d: bound %d, the best is %d", i, r.least, best)
		}
		sum, all = sum+r.least, all+best
	}
	if sum > all*120/100 {
		t.Errorf("the bounds come to %d, the best to %d", sum, all)
	}
}

// What a search finds is never above what prices prove: problems with a little of everything.
func TestBoundOfAnyProblem(t *testing.T) {
	for seed := range uint64(100) {
		p := anyProblem(seed)
		if p.Validate() != nil {
			continue
		}
		s := solve(t, p, Settings{Iterations: 60})
		r := newRelaxation(newModel(&p))
		r.round(notOver)
		if r.least < s.Reward {
			t.Errorf("problem %d: bound %d, reward %d", seed, r.least, s.Reward)
		}
	}
}

// The finest grid proves no less than the best there is either. (Hours are made of more ticks, so that it differs from the
// first; what could be done in fewer can be done in them.)
func TestFinestGridProvesABound(t *testing.T) {
	finer := 0
	for i, p := range boundTests(30) {
		best := (&oracle{p: p}).solve()
		p.stretch(1 << 14)
		r := newRelaxation(newModel(&p))
		if r.round(notOver); r.fine == nil {
			continue
		}
		before := r.fine.walks[0].g
		if r.refine(); r.fine.walks[0].g.cell < before.cell {
			finer++
		}
		if r.fine.periods > r.periods {
			t.Errorf("problem %d: %d periods, prices have %d", i, r.fine.periods, r.periods)
		}
		if r.round(notOver); r.least < best {
			t.Errorf("problem %d: bound %d, the best is %d", i, r.least, best)
		}
	}
	if finer < 15 {
		t.Errorf("only %d grids are finer than the first", finer)
	}
}

// stretch makes each tick so many.
func (p *Problem) stretch(ticks Time) {
	for i := range p.Travel[0].T {
		if p.Travel[0].T[i] != Unreachable {
			p.Travel[0].T[i] *= ticks
		}
	}
	for c := range p.Crews {
		crew := &p.Crews[c]
		crew.Open, crew.Close = crew.Open*ticks, crew.Close*ticks
		for b, r := range crew.Breaks {
			crew.Breaks[b] = Break{r.Earliest * ticks, r.Latest * ticks, r.Duration * ticks}
		}
	}
	for v := range p.Visits {
		visit := &p.Visits[v]
		visit.Service *= ticks
		for w, o := range visit.Windows {
			visit.Windows[w] = Window{o.Open * ticks, o.Close * ticks}
		}
		r := &visit.Revisit
		r.MinGap, r.MaxGap, r.Fade, r.From, r.Until = r.MinGap*ticks, r.MaxGap*ticks, r.Fade*ticks, r.From*ticks, r.Until*ticks
	}
}
