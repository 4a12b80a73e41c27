package road

import "sync"

// customised is a hierarchy with costs: what every link costs now, and the few links that searches need.
type customised struct {
	*hierarchy
	links []linkCost // by link
	up    climb      // links that are a quickest way upwards, by their lower rank
	down  climb      // and downwards
	idle  sync.Pool  // of *pairSearch
}

// linkCost is the cost of a link in both directions, and the lower rank that the way goes over, -1 where it is a turn.
type linkCost struct {
	up, down       cost
	upVia, downVia int32
}

// climb is the links of one direction that searches need.
type climb struct {
	first []int32 // by rank
	rungs []rung
}

type rung struct {
	cost cost
	head int32
}

// customise works out the links' costs from the turns' costs: every link is the quickest way over lower ranks. Links that
// a way over higher ranks beats are left out of the searches (perfect customization, section 7.4 of the same paper).
func customise(h *hierarchy, turns []cost) *customised {
	c := &customised{hierarchy: h, links: make([]linkCost, len(h.heads))}
	for i := range c.links {
		c.links[i] = linkCost{never, never, -1, -1}
	}
	for k, link := range h.linkOf {
		switch {
		case link < 0:
		case link&1 == 0:
			c.links[link>>1].up = min(c.links[link>>1].up, turns[k])
		default:
			c.links[link>>1].down = min(c.links[link>>1].down, turns[k])
		}
	}
	c.overLower()
	best := c.overHigher()
	c.up = c.climbs(func(i int32) (cost, cost) { return c.links[i].up, best[i].up })
	c.down = c.climbs(func(i int32) (cost, cost) { return c.links[i].down, best[i].down })
	return c
}

// linkPair is the cost of a link in both directions.
type linkPair struct{ up, down cost }

// overLower goes through the ranks upwards. A rank r with links i to x and j to y, x below y, makes a triangle with the
// link k between x and y, which is improved by the way over r.
func (c *customised) overLower() {
	for r := range int32(len(c.rankOf)) {
		last := c.first[r+1]
		for i := c.first[r]; i < last; i++ {
			a := c.links[i]
			k := c.first[c.heads[i]]
			for j := i + 1; j < last; j++ {
				for c.heads[k] != c.heads[j] {
					k++
				}
				b, over := &c.links[j], &c.links[k]
				if way := a.down + b.up; way < over.up {
					over.up, over.upVia = way, r
				}
				if way := b.down + a.up; way < over.down {
					over.down, over.downVia = way, r
				}
			}
		}
	}
}

// overHigher goes through the same triangles downwards and improves i and j by the ways over k: the answer is the cost
// of the best way between the two ranks of every link.
func (c *customised) overHigher() []linkPair {
	best := make([]linkPair, len(c.links))
	for i, l := range c.links {
		best[i] = linkPair{l.up, l.down}
	}
	for r := int32(len(c.rankOf)) - 1; r >= 0; r-- {
		last := c.first[r+1]
		for i := c.first[r]; i < last; i++ {
			a := &best[i]
			k := c.first[c.heads[i]]
			for j := i + 1; j < last; j++ {
				for c.heads[k] != c.heads[j] {
					k++
				}
				b, over := &best[j], best[k]
				a.up = min(a.up, b.up+over.down)
				b.up = min(b.up, a.up+over.up)
				a.down = min(a.down, over.up+b.down)
				b.down = min(b.down, over.down+a.down)
			}
		}
	}
	return best
}

// climbs collects the links that are as good as the best way between their ranks.
func (c *customised) climbs(costs func(link int32) (own, best cost)) climb {
	to := climb{first: make([]int32, 1, len(c.first))}
	for r := range len(c.first) - 1 {
		for i := c.first[r]; i < c.first[r+1]; i++ {
			if own, best := costs(i); own < never && own == best {
				to.rungs = append(to.rungs, rung{own, c.heads[i]})
			}
		}
		to.first = append(to.first, int32(len(to.rungs)))
	}
	return to
}
