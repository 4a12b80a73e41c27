package tours

import "slices"

// keep finds the stays at one visit that are worth most beyond their prices, on a grid of time, whoever makes them. It
// is worth as that is told there, with every gap as long and every lapse as short as the grid leaves it in doubt.
type keep struct {
	m           *model
	g           grid
	visit       int
	hours       []hours    // those that the visit has by its crews, each once
	opens       []bool     // by cell: a stay may begin
	least, most int        // cells between an end of service, less the service, and the next arrival
	gains       []int64    // by such cells: what the stay before earns
	ends        []int64    // by cell: what a stay left then earns until the end of hours, the most it can
	arrived     []int64    // by cell: the best of all stays that end with one that begins then, its price paid
	left        []int64    // the same, when the stay ends then
	part        int64      // 1 for a round without lapse, which earns all that it protects; 2 for one with, which earns half at most
	since       []int32    // by cell left: when that stay began
	before      []int32    // by cell arrived: when the stay before ended; -1 for none
	stays       [][2]int32 // the best found, the last first: cells of arrival and leave
}

func newKeep(m *model, g grid, v int, part int64) *keep {
	k := &keep{m: m, g: g, visit: v, part: part, opens: make([]bool, g.cells)}
	for c := range m.Crews {
		if m.allows(v, c) {
			k.openTo(c)
		}
	}
	if m.hours[v] != nil {
		k.layOutGaps()
	}
	return k
}

// openTo opens the visit in the cells in which crew c can be there.
func (k *keep) openTo(c int) {
	m, v := k.m, k.visit
	crew := m.Crews[c]
	from := crew.Open + m.to[crew.Travel][int(m.start(c))*m.nodes+v]
	until := crew.Close - m.to[crew.Travel][v*m.nodes+int(m.end(c))] - m.service[v]
	for t := k.g.at(from); t < k.g.cells && k.g.begin(t-k.g.late) <= until; t++ {
		k.opens[t] = k.opens[t] || m.opensIn(v, k.g, t)
	}
	if m.hours[v] == nil {
		return
	}
	for _, h := range k.hours {
		if h == m.hours[v][c] {
			return
		}
	}
	k.hours = append(k.hours, m.hours[v][c])
}

// layOutGaps finds what gaps of all lengths in cells may be, and earn.
func (k *keep) layOutGaps() {
	visit := &k.m.Visits[k.visit]
	k.gains, k.ends = make([]int64, k.g.cells), make([]int64, k.g.cells)
	k.arrived, k.left = make([]int64, k.g.cells), make([]int64, k.g.cells)
	k.since, k.before = make([]int32, k.g.cells), make([]int32, k.g.cells)
	k.least, k.most = 1, -1 // two stays never begin in one cell: see upTo
	for d := range k.g.cells {
		gap := Time(d)*k.g.cell - visit.Service
		longest, shortest := gap+k.g.doubt(), gap-k.g.doubt()
		if longest < visit.Revisit.MinGap {
			k.least = d + 1
		}
		if shortest <= visit.Revisit.MaxGap {
			k.most = d
		}
		k.gains[d] = k.protects(min(longest, visit.Revisit.MaxGap)) / k.part
	}
}

// price finds the stays that are worth most beyond their prices, and gives by how much; 0 where none are.
func (k *keep) price(p prices) (worth int64) {
	k.stays = k.stays[:0]
	if k.m.hours[k.visit] == nil {
		return k.priceOnce(p)
	}
	for _, h := range k.hours {
		if w, last := k.over(p, h); w > worth {
			worth = w
			k.note(last)
		}
	}
	return worth
}

// priceOnce is price for a visit made once: its price is the same at all times.
func (k *keep) priceOnce(p prices) int64 {
	at := int32(slices.Index(k.opens, true))
	worth := k.m.Visits[k.visit].Reward*priceScale - p.arrive(k.g, k.visit, 0)
	if at < 0 || worth <= 0 {
		return 0
	}
	k.stays = append(k.stays, [2]int32{at, at})
	return worth
}

// each calls stay for each stay that price found.
func (k *keep) each(stay func(v, arrived, left int)) {
	for _, s := range k.stays {
		stay(k.visit, int(s[0]), int(s[1]))
	}
}

// over is price with hours h for rounds that earn a part (1, or 2 for a half) of what they protect: those without a
// lapse the whole. It gives the last cell, too.
func (k *keep) over(p prices, h hours) (worth int64, last int32) {
	r := k.m.Visits[k.visit].Revisit
	last = -1
	for t := range k.g.cells {
		k.arrive(p, h, t)
		k.left[t], k.since[t] = k.arrived[t], int32(t)
		if t > 0 && k.left[t-1] > noProfit/2 {
			if stays := k.left[t-1] + p.leave(k.g, k.visit, t-1); stays > k.left[t] {
				k.left[t], k.since[t] = stays, k.since[t-1]
			}
		}
		if k.left[t] < noProfit/2 {
			continue
		}
		k.left[t] -= p.leave(k.g, k.visit, t)
		rest := h.until - k.g.begin(t) - k.m.service[k.visit]
		k.ends[t] = k.protects(rest) / k.part
		lapses := miss(rest-k.g.doubt(), r.MaxGap) > 0
		if w := k.left[t] + k.ends[t]; w > worth && (k.part > 1 || !lapses) {
			worth, last = w, int32(t)
		}
	}
	return worth, last
}

// arrive finds the best stays up to one that begins in cell t.
func (k *keep) arrive(p prices, h hours, t int) {
	k.arrived[t], k.before[t] = noProfit, -1
	if !k.opens[t] {
		return
	}
	best := int64(noProfit)
	if k.part > 1 || miss(k.g.begin(t)-h.from, k.m.Visits[k.visit].Revisit.MaxGap) == 0 {
		best = 0
	}
	from := max(0, t-k.most)
	for l, left := range k.left[from:max(from, t-k.least+1)] {
		if w := left + min(k.gains[t-from-l], k.ends[from+l]); w > best {
			best, k.before[t] = w, int32(from+l)
		}
	}
	if best > noProfit/2 {
		k.arrived[t] = best - p.arrive(k.g, k.visit, t)
	}
}

// note keeps the stays up to the one that ends in cell last.
func (k *keep) note(last int32) {
	k.stays = k.stays[:0]
	for last >= 0 {
		k.stays = append(k.stays, [2]int32{k.since[last], last})
		last = k.before[k.since[last]]
	}
}

// protects is what a stay earns in a gap that follows it.
func (k *keep) protects(gap Time) int64 {
	visit := &k.m.Visits[k.visit]
	return protect(visit.Reward, visit.Revisit.Fade, gap) * priceScale
}
