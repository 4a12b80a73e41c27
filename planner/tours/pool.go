package tours

// pool holds the routes of good solutions that a search passed through, the last so many.
type pool struct {
	routes []pooled
	known  map[uint64]bool // marks of the routes
	next   int             // where the next route goes
}

// pooled is a route in a pool.
type pooled struct {
	crew   int
	stays  []int32
	set    []uint64 // its visits, a bit each
	mark   uint64   // another one for other stays, in all likelihood
	worth  int64
	travel Time
}

const (
	mostPooled  = 1500 // routes
	poolShare   = 20   // a solution is good that lacks no more than such a part of the best one's reward
	roundsShare = 100  // the same where there are rounds, whose routes are not spliced
)

// addTouched adds the routes that this iteration changed, if the solution is good. (Where places are shared a route earns
// nothing by itself.)
func (p *pool) addTouched(s *search, m merit) {
	share := int64(poolShare)
	if s.kept {
		share = roundsShare
	}
	if len(s.shared) > 0 || (s.best.merit.worth-m.worth)*share > s.best.reward(s.model) {
		return
	}
	for c, touched := range s.touched {
		if r := s.routes[c]; touched && r.stays() > 0 {
			p.add(r)
		}
	}
}

// add puts route r in the place of the oldest, unless it is known.
func (p *pool) add(r *route) {
	stays := r.node[1 : r.stays()+1]
	mark := markOf(r.crew, stays)
	if p.known[mark] {
		return
	}
	if p.known == nil {
		p.known = make(map[uint64]bool, mostPooled)
	}
	if len(p.routes) < mostPooled {
		p.routes = append(p.routes, pooled{set: make([]uint64, words(r.m))})
	}
	at := &p.routes[p.next]
	p.next = (p.next + 1) % mostPooled
	delete(p.known, at.mark)
	p.known[mark] = true
	at.crew, at.mark, at.worth, at.travel = r.crew, mark, r.worth, r.travel()
	at.stays = append(at.stays[:0], stays...)
	clear(at.set)
	for _, v := range stays {
		at.set[v/64] |= 1 << (v % 64)
	}
}

// markOf mixes a crew and its stays into a number, as splitmix does.
func markOf(crew int, stays []int32) uint64 {
	mark := uint64(crew)
	for _, v := range stays {
		mark = (mark ^ uint64(v)) * 0x9e3779b97f4a7c15
		mark ^= mark >> 29
	}
	return mark
}

// words is how many a set of visits takes, a bit each.
func words(m *model) int { return (len(m.Visits) + 63) / 64 }
