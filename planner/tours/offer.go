package tours

// waitShare is the part of its service that a stay is taken to cost at least, however long the crew would have waited.
const waitShare = 16

// offer is one more stay at a visit that could be put into a route: where, and what it adds to worth.
type offer struct {
	route, at    int
	begin, leave Time
	delay        Time // of what follows
	hold         Time // not to begin before, at a shared place
	gain         int64
	rate         float64 // gain for the time it takes
}

// bestStay is the offer for visit v in the route that gains most for the time it takes, among those that break no gap
// that is kept now; ok is false where there is none.
func (r *route) bestStay(v int32, list timeline) (best offer, ok bool) {
	m := r.m
	if !r.takes(v) {
		return best, false
	}
	if r.rests != nil && r.stays() == 0 {
		return r.firstStay(v, list)
	}
	base := int(v) * m.nodes
	p, q := -1, r.next(v, 0)
	for k := range len(r.node) - 1 {
		if r.node[k] == v {
			p, q = k, int(r.after[k])
		}
		if r.ready[k] > m.close[v] {
			break
		}
		if r.node[k] == v || r.node[k+1] == v {
			continue
		}
		o, fits := r.stayAt(v, k, p, q, list, r.from[base+int(r.node[k])], r.to[base+int(r.node[k+1])])
		if fits && (!ok || o.rate > best.rate) {
			best, ok = o, true
		}
	}
	return best, ok
}

// firstStay is the offer of a crew that has none, and breaks.
func (r *route) firstStay(v int32, list timeline) (o offer, ok bool) {
	hold := -Unreachable
	if list != nil {
		begin := r.begin[0] + r.from[int(v)*r.m.nodes+int(r.node[0])]
		hold = list.release(r.crew, begin, r.m.service[v], r.m.Visits[v].Revisit.MinGap)
	}
	if o, _, ok = r.alone(v, hold); !ok {
		return o, false
	}
	if list == nil {
		return o, r.appraiseOffer(&o, v, r.around(v, -1, -1, o.delay))
	}
	a, apart := list.around(&o, &r.m.Visits[v].Revisit, r.m.hours[v][r.crew])
	return o, apart && r.appraiseOffer(&o, v, a)
}

// next is the position of the first stay at v behind position k, or -1.
func (r *route) next(v int32, k int) int {
	for j := k + 1; j < len(r.node)-1; j++ {
		if r.node[j] == v {
			return j
		}
	}
	return nowhere
}

// stayAt works out a stay at v between positions k and k+1, out and back being the ways there and on; p and q are the
// positions of v's stays before and after on this route, or -1.
func (r *route) stayAt(v int32, k, p, q int, list timeline, out, back Time) (o offer, ok bool) {
	m := r.m
	begin := r.ready[k] + out
	if p >= 0 {
		begin = max(begin, r.left(p)+m.Visits[v].Revisit.MinGap)
	}
	o.hold = -Unreachable
	if list != nil {
		begin = list.release(r.crew, begin, m.service[v], m.Visits[v].Revisit.MinGap)
		o.hold = begin
	}
	if begin = m.opening(v, begin); begin > m.close[v] {
		return o, false
	}
	arrive := begin + m.service[v] + back
	if arrive > r.late[k+1] {
		fits := false
		if k == len(r.node)-2 && r.restsWait() {
			begin, arrive, fits = r.lastStay(v, begin, out, back)
		}
		if !fits {
			return o, false
		}
	}
	next := m.opening(r.node[k+1], max(arrive, r.begin[k+1]))
	delay := next - r.begin[k+1]
	if delay > r.slack[k] || !r.keepsStayBefore(k, begin-out, delay) {
		return o, false
	}
	leave := next - back
	if q >= 0 && leave+m.Visits[v].Revisit.MinGap > r.late[q] {
		return o, false
	}
	o.route, o.at, o.begin, o.leave, o.delay = r.crew, k, begin, leave, delay
	if list != nil {
		a, apart := list.around(&o, &m.Visits[v].Revisit, m.hours[v][r.crew])
		return o, apart && r.appraiseOffer(&o, v, a)
	}
	return o, r.appraiseOffer(&o, v, r.around(v, p, q, delay))
}

// around is the time in which a place is left alone, about a stay to be added: since the last leave before (or the
// opening of hours, where the stay is the first) until the next begin after, which the stay delays (or the end of hours).
type around struct {
	from, next, delay Time
	first, last       bool
}

// around is the one between v's stays at positions p and q, -1 for none.
func (r *route) around(v int32, p, q int, delay Time) around {
	a := around{first: p < 0, last: q < 0}
	if h := r.m.hours[v]; h != nil {
		a.from, a.next = h[r.crew].from, h[r.crew].until
	}
	if p >= 0 {
		a.from = r.left(p)
	}
	if q >= 0 {
		a.next, a.delay = r.begin[q], delay
	}
	return a
}

// appraiseOffer completes the offer of a stay at v, unless its gap to all other stays is too long.
func (r *route) appraiseOffer(o *offer, v int32, a around) bool {
	if !r.extends(v, a, o) {
		return false
	}
	o.gain = r.gain(v, a, o)
	took := o.delay + r.m.service[v]/waitShare
	if r.limited() { // then stays are what is scarce, not time
		took = max(o.delay, r.m.service[v])
	}
	o.rate = float64(o.gain) / float64(took+1)
	return true
}

// keepsStayBefore tells whether the gap after the stay at position k stays in its bounds when the crew leaves there at
// left and all that follows is delayed.
func (r *route) keepsStayBefore(k int, left, delay Time) bool {
	if k == 0 || r.after[k] < 0 || r.m.isShared[r.node[k]] {
		return true
	}
	q := r.after[k]
	revisit := &r.m.Visits[r.node[k]].Revisit
	gap := r.begin[q] + delay - left
	return left+revisit.MinGap <= r.late[q] && (gap <= revisit.MaxGap || r.begin[q]-r.left(k) > revisit.MaxGap)
}

// extends tells whether a stay at v before all its others, or after them, keeps its gap to them.
func (r *route) extends(v int32, a around, o *offer) bool {
	gap := r.m.Visits[v].Revisit.MaxGap
	switch {
	case a.first == a.last:
		return true
	case a.last:
		return o.begin-a.from <= gap
	}
	return a.next+a.delay-o.leave <= gap
}

// gain is what one more stay at v adds to worth: a lapse that it closes counts a whole reward, so that rounds are
// completed before more are begun. A place without any stay counts as one whose whole round is missing.
func (r *route) gain(v int32, a around, o *offer) int64 {
	h := r.m.hours[v]
	if h == nil {
		return r.m.worth[v]
	}
	sum := r.between(v, o.leave, a.next+a.delay)
	switch {
	case !a.first:
		sum += r.between(v, a.from, o.begin) - r.between(v, a.from, a.next)
	case !a.last:
		sum += r.opened(v, o.begin) - r.opened(v, a.next)
	default:
		visit := &r.m.Visits[v]
		sum += r.opened(v, o.begin) + visit.Reward*miss(a.next-h[r.crew].from, visit.Revisit.MaxGap)
		sum += r.m.worth[v] - visit.Reward
	}
	return sum
}

// promise is what the stays at v earn as offers count it: less than nothing where more is missing than protected.
func (s *search) promise(v int32) int64 {
	if s.isShared[v] {
		protected, missed := s.protection(v)
		return protected - s.Visits[v].Reward*missed
	}
	r := s.routes[s.where[v]]
	k := r.next(v, 0)
	sum := r.opened(v, r.begin[k])
	for ; k >= 0; k = int(r.after[k]) {
		sum += r.between(v, r.left(k), r.nextBegin(k))
	}
	return sum
}
