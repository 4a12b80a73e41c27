package tours

import (
	"math/bits"
	"slices"
)

// splice puts a crew's route together from ways that good routes went, each from one stay to the next: of all routes that
// go only such ways, and make no visit twice, it finds one that earns most. It begins routes from the start on, in the order
// of time, and goes on from each beginning, a head, that is not beaten: by one with the same last visit that is ready no
// later and has earned no less. (A beaten head may still have had more visits before it, so the best may be missed.)
//
// It is the labelling that solves orienteering with windows exactly (Righini and Salani 2009), on the few ways that are
// worth it.
type splice struct {
	*model
	words  int
	ways   []uint64  // by visit, and behind them for all starts: the visits that good routes went on to, a bit each
	heads  []head    // the first is the start alone
	sets   []uint64  // by head: its visits and those that others make
	fronts [][]int32 // by last visit: the heads that are not beaten, the earliest first and so the worst paid
	slots  [][]int32 // by slice of the crew's hours: the heads that are ready within it
}

// head is the beginning of a route, which can be home in time.
type head struct {
	visit  int32 // the last; the number of visits for the start
	before int32 // the head without it
	ready  Time
	worth  int64
	beaten bool
}

const (
	mostSlots = 512
	mostHeads = 30_000 // a few milliseconds' work
)

func newSplice(m *model) *splice {
	n := len(m.Visits)
	s := &splice{model: m, words: words(m), fronts: make([][]int32, n), slots: make([][]int32, mostSlots)}
	s.ways = make([]uint64, (n+1)*s.words)
	return s
}

// learn takes over the ways of the routes in pools.
func (s *splice) learn(pools []*pool) {
	clear(s.ways)
	for _, p := range pools {
		for i := range p.routes {
			at := len(s.Visits)
			for _, v := range p.routes[i].stays {
				s.ways[at*s.words+int(v/64)] |= 1 << (v % 64)
				at = int(v)
			}
		}
	}
}

// route is the best one found for crew c without the visits in taken, and what it earns. It makes no breaks.
func (s *splice) route(c int, taken []uint64) (stays []int32, worth int64) {
	s.begin(c, taken)
	best := int32(0)
	for k := range s.slots {
		for i := 0; i < len(s.slots[k]); i++ { // a stay without service may end in the slot where it began
			h := s.slots[k][i]
			if s.heads[h].beaten {
				continue
			}
			if s.heads[h].worth > s.heads[best].worth {
				best = h
			}
			s.extend(c, h)
		}
	}
	return s.trace(best), s.heads[best].worth
}

// begin has crew c at its start.
func (s *splice) begin(c int, taken []uint64) {
	for v := range s.fronts {
		s.fronts[v] = s.fronts[v][:0]
	}
	for k := range s.slots {
		s.slots[k] = s.slots[k][:0]
	}
	s.heads = append(s.heads[:0], head{visit: int32(len(s.Visits)), before: -1, ready: s.Crews[c].Open})
	s.sets = append(s.sets[:0], taken...)
	s.slots[0] = append(s.slots[0], 0)
}

// extend goes on from head h to each visit that a way leads to and that is free still.
func (s *splice) extend(c int, h int32) {
	row := int(s.heads[h].visit) * s.words
	for w := range s.words {
		for open := s.ways[row+w] &^ s.sets[int(h)*s.words+w]; open != 0; open &= open - 1 {
			v := int32(w*64 + bits.TrailingZeros64(open))
			if next, ok := s.next(c, h, v); ok && len(s.heads) < mostHeads {
				s.add(c, next)
			}
		}
	}
}

// next is head h with visit v behind it, if crew c can be in time for it and home after it.
func (s *splice) next(c int, h, v int32) (next head, ok bool) {
	from, crew := &s.heads[h], &s.Crews[c]
	at := from.visit
	if h == 0 {
		at = s.start(c)
	}
	to := s.to[crew.Travel]
	begin := s.opening(v, from.ready+to[int(at)*s.nodes+int(v)])
	next = head{visit: v, before: h, ready: begin + s.service[v], worth: from.worth + s.model.worth[v]}
	home := next.ready + to[int(v)*s.nodes+int(s.end(c))]
	return next, begin <= s.close[v] && home <= crew.Close && s.may[int(v)*len(s.Crews)+c]
}

// add keeps head h unless it is beaten; those that it beats go.
func (s *splice) add(c int, h head) {
	front := s.fronts[h.visit]
	first := len(front)
	for first > 0 && s.heads[front[first-1]].ready > h.ready {
		first--
	}
	if first > 0 && s.heads[front[first-1]].worth >= h.worth {
		return
	}
	end := first
	for end < len(front) && s.heads[front[end]].worth <= h.worth {
		s.heads[front[end]].beaten = true
		end++
	}
	n := int32(len(s.heads))
	s.fronts[h.visit] = slices.Replace(front, first, end, n)
	s.heads = append(s.heads, h)
	s.sets = append(s.sets, s.sets[int(h.before)*s.words:int(h.before+1)*s.words]...)
	s.sets[int(n)*s.words+int(h.visit/64)] |= 1 << (h.visit % 64)
	crew := &s.Crews[c]
	slot := (h.ready - crew.Open) * (mostSlots - 1) / max(1, crew.Close-crew.Open)
	s.slots[slot] = append(s.slots[slot], n)
}

// trace lists the stays of head h.
func (s *splice) trace(h int32) (stays []int32) {
	for ; h > 0; h = s.heads[h].before {
		stays = append(stays, s.heads[h].visit)
	}
	slices.Reverse(stays)
	return stays
}
