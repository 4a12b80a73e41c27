package tours

import "slices"

// walk finds the best paid way of one crew through stays that have prices, on a grid of time. It is what a crew can do,
// made simpler: it may come back to a visit as often as it likes, only not right after the stay next to it. (For a round
// that holds until its MinGap has passed.)
//
// Of all ways that lead to a visit by one cell two are kept: the best, and the best that came from elsewhere than that
// one. Whatever comes next, one of the two can go on as well as any other (Houck, Picard, Queyranne and Vemuganti, The
// travelling salesman problem as a constrained shortest path problem, Opsearch 17 (1980) 93-109).
type walk struct {
	m      *model
	g      grid
	crew   int      // who walks
	like   int64    // how many crews are as this one, itself counted
	visits int      // n
	steps  []int32  // [w*n+v]: cells from the end of v's service, less that service, to the arrival at w; beyond where none
	lapse  []int32  // by visit: cells from there until it may be made again, less one for the doubt when it was left; beyond for a visit made once
	ways   [][]arc  // by visit: what leads there
	may    []bool   // by visit
	first  []int32  // [b*n+v]: the first cell to arrive in from the start, after b breaks there
	last   []int32  // [b*n+v]: the last cell to leave in for the end, when the breaks from b on are taken there
	spans  [][2]int // by breaks taken: the first and the last cell in which a crew can have taken so many
	edge   []bool   // by cell: a crew that seems to leave in it may have left in the cell before, when the price was another
	work   int      // ways looked at to price it
	top    []int64  // the best profits of best
	best   []pair   // [(b*n+v)*cells+t]: at v and free to leave, after b breaks; the price of leaving in t is paid
}

// arc is a way to a visit from another.
type arc struct{ from, step int32 }

// beyond is a number of cells that no grid has.
const beyond = 1 << 30

// pair are the best way and the best that came from elsewhere.
type pair [2]way

// way is what a way to a stay has earned, and how it came.
type way struct {
	profit  int64
	before  int32 // where it came from: twice the number of the pair, plus one for the second of it; -1 for the start
	barred  int32 // the visit that must not be next; -1 for none
	arrived int32 // cell
}

// noProfit is less than any way has.
const noProfit = -1 << 62

// ways is room for those of a walk.
type ways struct {
	top  []int64
	best []pair
}

// newWays is room for a walk of any crew on grid g.
func newWays(m *model, g grid) *ways {
	pairs := (1 + m.mostBreaks()) * len(m.Visits) * g.cells
	return &ways{make([]int64, pairs), make([]pair, pairs)}
}

// newWalk is crew's walk on grid g. Its ways lie in room, until another's do.
func newWalk(m *model, g grid, crew int, room *ways) *walk {
	n, breaks := len(m.Visits), len(m.Crews[crew].Breaks)
	w := &walk{m: m, g: g, crew: crew, visits: n}
	w.steps, w.lapse = make([]int32, n*n), make([]int32, n)
	w.may = make([]bool, n)
	w.first, w.last = make([]int32, (breaks+1)*n), make([]int32, (breaks+1)*n)
	w.best, w.top = room.best[:(breaks+1)*n*g.cells], room.top[:(breaks+1)*n*g.cells]
	for v := range n {
		w.layOut(v)
		w.ways = append(w.ways, w.waysTo(v))
	}
	for b := range breaks + 1 {
		w.spans = append(w.spans, w.span(b))
	}
	w.work = (2*n*g.cells + w.openWays()) * (breaks + 1)
	if m.kept && !g.rounded {
		w.edge = make([]bool, g.cells)
		for t := g.period; t < g.cells; t += g.period {
			w.edge[t] = true
		}
	}
	return w
}

// layOut is what the walk needs to know of visit v.
func (w *walk) layOut(v int) {
	m, g, n := w.m, w.g, w.visits
	crew := m.Crews[w.crew]
	from := m.from[crew.Travel][v*m.nodes:]
	for u := range n {
		w.steps[v*n+u] = beyond
		if u != v && from[u] < Unreachable {
			w.steps[v*n+u] = int32(max(1, g.lasts(m.service[u]+from[u])))
		}
	}
	w.lapse[v] = beyond
	if m.hours[v] != nil {
		w.lapse[v] = int32(g.lasts(m.service[v]+m.Visits[v].Revisit.MinGap)) - 1
	}
	w.may[v] = m.allows(v, w.crew)
	out, home := m.restsAtStart(w.crew), m.restsAtEnd(w.crew)
	for b := range out {
		w.first[b*n+v], w.last[b*n+v] = beyond, -1
		if t := out[b] + from[m.start(w.crew)]; t < Unreachable {
			w.first[b*n+v] = int32(g.at(t))
		}
		if t := home[b] - m.service[v] - m.to[crew.Travel][v*m.nodes+int(m.end(w.crew))]; t >= g.from {
			w.last[b*n+v] = int32(g.at(t) + g.late)
		}
	}
}

// waysTo lists what leads to v.
func (w *walk) waysTo(v int) (ways []arc) {
	for u, step := range w.steps[v*w.visits : (v+1)*w.visits] {
		if step < beyond {
			ways = append(ways, arc{int32(u), step})
		}
	}
	return ways
}

// openWays counts the ways to all visits in the cells in which a stay may begin.
func (w *walk) openWays() (ways int) {
	for v, may := range w.may {
		for t := 0; may && t < w.g.cells; t++ {
			if w.m.opensIn(v, w.g, t) {
				ways += len(w.ways[v])
			}
		}
	}
	return ways
}

// span is the first and the last cell in which a crew, free to leave a visit, can have taken b breaks and no more.
func (w *walk) span(b int) (span [2]int) {
	breaks := w.m.Crews[w.crew].Breaks
	services := w.m.service[:w.visits]
	span[1] = w.g.cells - 1
	if b > 0 {
		span[0] = w.g.at(breaks[b-1].Earliest + breaks[b-1].Duration - slices.Max(services))
	}
	if b < len(breaks) {
		span[1] = w.g.at(breaks[b].Latest-slices.Min(services)) + w.g.late
	}
	return span
}

// opensIn tells whether a stay at v may begin at some instant of cell t.
func (m *model) opensIn(v int, g grid, t int) bool {
	return m.opening(int32(v), g.begin(t-g.late)) <= min(g.begin(t)+g.doubt(), m.close[v])
}

// restsAtStart is when crew is free to go, by the breaks that it has taken at its start.
func (m *model) restsAtStart(crew int) []Time {
	c := m.Crews[crew]
	free := []Time{c.Open}
	for b, r := range c.Breaks {
		begin := max(free[b], r.Earliest)
		if begin > r.Latest {
			begin = Unreachable
		}
		free = append(free, begin+r.Duration)
	}
	return free
}

// restsAtEnd is until when crew has to be back, by the breaks that it has taken before.
func (m *model) restsAtEnd(crew int) []Time {
	c := m.Crews[crew]
	back := make([]Time, len(c.Breaks)+1)
	back[len(c.Breaks)] = c.Close
	for b := len(c.Breaks) - 1; b >= 0; b-- {
		back[b] = -Unreachable
		if begin := min(back[b+1]-c.Breaks[b].Duration, c.Breaks[b].Latest); begin >= c.Breaks[b].Earliest {
			back[b] = begin
		}
	}
	return back
}

// price finds the best paid way, and gives what it is paid and its last way; false where stop said so before.
func (w *walk) price(p prices, stop func() bool) (paid int64, last int32, ok bool) {
	for i := range w.best {
		w.best[i] = pair{{profit: noProfit}, {profit: noProfit}}
		w.top[i] = noProfit
	}
	last = -1
	for t := range w.g.cells {
		if stop() {
			return 0, 0, false
		}
		for b := range w.spans {
			if t < w.spans[b][0] || t > w.spans[b][1] {
				continue
			}
			for v := range w.visits {
				i := (b*w.visits+v)*w.g.cells + t
				w.settle(p, b, v, t, i)
				if profit := w.best[i][0].profit; profit > paid && t <= int(w.last[b*w.visits+v]) {
					paid, last = profit, int32(2*i)
				}
			}
		}
	}
	return paid, last, true
}

// settle completes pair i, of visit v after b breaks in cell t: who came before and stayed, and who arrives.
func (w *walk) settle(p prices, b, v, t, i int) {
	at := &w.best[i]
	if t > 0 {
		for _, old := range w.best[i-1] {
			old.profit -= p.leave(w.g, v, t-1)
			at.offer(old)
		}
	}
	if w.may[v] && w.m.opensIn(v, w.g, t) {
		w.arrive(p.arrive(w.g, v, t), b, v, t, i)
	}
	price := p.leave(w.g, v, t)
	for k := range at {
		if at[k].profit > noProfit/2 {
			w.rest(at[k], b, v, t, i)
			at[k].profit += price
		} else {
			at[k].profit = noProfit
		}
	}
	w.top[i] = at[0].profit
}

// arrive takes in the ways that reach visit v in cell t.
func (w *walk) arrive(price int64, b, v, t, i int) {
	n, cells := w.visits, w.g.cells
	came := pair{{profit: noProfit}, {profit: noProfit}}
	if t >= int(w.first[b*n+v]) {
		came.offer(way{0, -1, -1, int32(t)})
	}
	from := b*n*cells + t
	for _, a := range w.ways[v] {
		u, step := int(a.from), int(a.step)
		if step > t {
			continue
		}
		j := from + u*cells - step
		if w.top[j] > came[1].profit {
			w.come(&came, j, u, v, t)
		}
		if w.edge != nil && w.edge[t-step] {
			w.come(&came, j-1, u, v, t)
		}
	}
	for _, c := range came {
		if c.profit > noProfit/2 {
			c.profit += price
			w.best[i].offer(c)
			w.free(c, v, t, i)
		}
	}
}

// come takes in the better way of pair j, at visit u, that may go on to v.
func (w *walk) come(came *pair, j, u, v, t int) {
	k := 0
	if w.best[j][0].barred == int32(v) {
		k = 1
	}
	if profit := w.best[j][k].profit; profit > came[1].profit {
		came.offer(way{profit, int32(2*j + k), int32(u), int32(t)})
	}
}

// free lets a way that has arrived in cell t go back to the visit before, once that one's gap has passed.
func (w *walk) free(c way, v, t, i int) {
	if c.barred < 0 || w.lapse[c.barred] == beyond {
		return
	}
	u := int(c.barred)
	left := int(c.before/2) % w.g.cells
	if at := max(t, left+int(w.lapse[u])-int(w.steps[u*w.visits+v])); at < w.g.cells {
		c.barred = -1
		w.best[i+at-t].offer(c)
	}
}

// rest lets a way that is free to leave visit v in cell t take its next break there.
func (w *walk) rest(c way, b, v, t, i int) {
	breaks := w.m.Crews[w.crew].Breaks
	service := w.m.service[v]
	if b == len(breaks) || w.g.begin(t-w.g.late)+service > breaks[b].Latest {
		return
	}
	r := breaks[b]
	after := max(t+w.g.lasts(r.Duration), w.g.at(r.Earliest+r.Duration-service))
	if after < w.g.cells {
		next := i + w.visits*w.g.cells + after - t
		w.best[next].offer(c)
		w.free(c, v, after, next)
	}
}

// offer keeps c if it is among the best two that do not bar the same visit.
func (p *pair) offer(c way) {
	switch {
	case c.profit > p[0].profit:
		if c.barred != p[0].barred {
			p[1] = p[0]
		}
		p[0] = c
	case c.profit > p[1].profit && c.barred != p[0].barred:
		p[1] = c
	}
}

// trace calls stay for each stay of a way, from the last to the first, with the cells of its arrival and leave.
func (w *walk) trace(last int32, stay func(v, arrived, left int)) {
	for last >= 0 {
		i := int(last / 2)
		c := w.best[i][last%2]
		stay(i/w.g.cells%w.visits, int(c.arrived), i%w.g.cells)
		last = c.before
	}
}
