package tours

import (
	"cmp"
	"slices"
)

// packing looks in pools for routes that have no visit in common, one for each crew at most, and earn more together than
// the best solution: a set packing, by branch and bound. Routes are taken in the order of what they earn, so that no
// choice of n more earns more than the next n do.
type packing struct {
	routes []*pooled
	ahead  []int64    // what the routes before each earn together
	kind   []int      // by crew: the first crew that could drive the same routes
	free   []int      // by kind: crews without a route
	taken  [][]uint64 // by number of routes chosen: their visits
	chosen []*pooled
	best   []*pooled // nil where nothing beats most
	most   merit
	tries  int
}

// mostTries bounds the search: a millisecond or two.
const mostTries = 200_000

// pack looks for a solution that beats most.
func pack(m *model, kind []int, pools []*pool, most merit) *packing {
	p := &packing{kind: kind, free: make([]int, len(kind)), most: most, tries: mostTries}
	for _, k := range kind {
		p.free[k]++
	}
	for range len(kind) + 1 {
		p.taken = append(p.taken, make([]uint64, words(m)))
	}
	for _, pool := range pools {
		for i := range pool.routes {
			p.routes = append(p.routes, &pool.routes[i])
		}
	}
	slices.SortFunc(p.routes, func(a, b *pooled) int {
		return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.travel, b.travel), cmp.Compare(a.mark, b.mark))
	})
	p.ahead = make([]int64, 1, len(p.routes)+1)
	for i, r := range p.routes {
		p.ahead = append(p.ahead, p.ahead[i]+r.worth)
	}
	p.extend(0, merit{})
	return p
}

// extend adds routes from number first on to those chosen, which have merit now.
func (p *packing) extend(first int, now merit) {
	if now.beats(p.most) {
		p.most, p.best = now, append(p.best[:0], p.chosen...)
	}
	n := len(p.chosen)
	left := len(p.kind) - n
	for i := first; left > 0 && i < len(p.routes); i++ {
		r := p.routes[i]
		if p.tries--; p.tries < 0 || now.worth+p.ahead[min(len(p.routes), i+left)]-p.ahead[i] < p.most.worth {
			return
		}
		if p.free[p.kind[r.crew]] == 0 || !join(p.taken[n+1], p.taken[n], r.set) {
			continue
		}
		p.free[p.kind[r.crew]]--
		p.chosen = append(p.chosen, r)
		p.extend(i+1, merit{now.worth + r.worth, now.travel + r.travel})
		p.chosen = p.chosen[:n]
		p.free[p.kind[r.crew]]++
	}
}

// join makes sum the visits of a and b, unless they have one in common.
func join(sum, a, b []uint64) bool {
	for i := range a {
		if a[i]&b[i] != 0 {
			return false
		}
		sum[i] = a[i] | b[i]
	}
	return true
}

// kinds tells for each crew the first that could drive the same routes.
func (m *model) kinds() []int {
	kind := make([]int, len(m.Crews))
	for c := range kind {
		for kind[c] < c && !m.alike(kind[c], c) {
			kind[c]++
		}
	}
	return kind
}

// alike tells whether two crews can make the same routes: their starts and ends may be two places as far from all visits.
func (m *model) alike(c, d int) bool {
	a, b := &m.Crews[c], &m.Crews[d]
	if a.Travel != b.Travel || a.Open != b.Open || a.Close != b.Close || a.Most != b.Most || !slices.Equal(a.Breaks, b.Breaks) {
		return false
	}
	from, to := m.from[a.Travel], m.to[a.Travel]
	for v := range m.Visits {
		row := v * m.nodes
		same := from[row+int(m.start(c))] == from[row+int(m.start(d))] && to[row+int(m.end(c))] == to[row+int(m.end(d))]
		if !same || m.allows(v, c) != m.allows(v, d) {
			return false
		}
	}
	return true
}
