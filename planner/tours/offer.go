package tours

// waitShare is the part of its service that a stay is taken to cost at least, however long the crew would have waited.
const waitShare = 16

// offer is one more stay at a visit that could be put into a route: where, and what it adds to worth.
type offer struct {
	route, at int
	gain      int64
	rate      float64 // gain for the time it takes
}

// bestStay is the offer for visit v in the route that gains most for the time it takes, among those that break no gap
// that is kept now; ok is false where there is none.
func (r *route) bestStay(v int32) (best offer, ok bool) {
	m := r.m
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
		o, fits := r.stayAt(v, k, p, q, r.from[base+int(r.node[k])], r.to[base+int(r.node[k+1])])
		if fits && (!ok || o.rate > best.rate) {
			best, ok = o, true
		}
	}
	return best, ok
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
// positions of v's stays before and after, or -1.
func (r *route) stayAt(v int32, k, p, q int, out, back Time) (o offer, ok bool) {
	m := r.m
	begin := r.ready[k] + out
	if p >= 0 {
		begin = max(begin, r.left(p)+m.Visits[v].Revisit.MinGap)
	}
	if begin = m.opening(v, begin); begin > m.close[v] {
		return o, false
	}
	end := begin + m.service[v]
	if end+back > r.late[k+1] {
		return o, false
	}
	next := m.opening(r.node[k+1], max(end+back, r.begin[k+1]))
	delay := next - r.begin[k+1]
	if delay > r.slack[k] || !r.keepsStayBefore(k, begin-out, delay) {
		return o, false
	}
	leave := next - back
	if q >= 0 && leave+m.Visits[v].Revisit.MinGap > r.late[q] {
		return o, false
	}
	if !r.extends(v, p, q, begin, leave, delay) {
		return o, false
	}
	gain := r.gain(v, p, q, begin, leave, delay)
	took := delay + m.service[v]/waitShare + 1
	return offer{at: k, gain: gain, rate: float64(gain) / float64(took)}, true
}

// keepsStayBefore tells whether the gap after the stay at position k stays in its bounds when the crew leaves there at
// left and all that follows is delayed.
func (r *route) keepsStayBefore(k int, left, delay Time) bool {
	if k == 0 || r.after[k] < 0 {
		return true
	}
	q := r.after[k]
	revisit := &r.m.Visits[r.node[k]].Revisit
	gap := r.begin[q] + delay - left
	return left+revisit.MinGap <= r.late[q] && (gap <= revisit.MaxGap || r.begin[q]-r.left(k) > revisit.MaxGap)
}

// extends tells whether a stay at v before all its others, or after them, keeps its gap to them.
func (r *route) extends(v int32, p, q int, begin, leave, delay Time) bool {
	gap := r.m.Visits[v].Revisit.MaxGap
	if p >= 0 && q < 0 {
		return begin-r.left(p) <= gap
	}
	return p >= 0 || q < 0 || r.begin[q]+delay-leave <= gap
}

// gain is what one more stay at v adds to worth, between its stays at positions p and q (-1 for none). A place without
// any stay counts as one whose whole round is missing.
func (r *route) gain(v int32, p, q int, begin, leave, delay Time) int64 {
	h := r.m.hours[v]
	if h == nil {
		return r.m.worth[v]
	}
	next := h[r.crew].until
	if q >= 0 {
		next = r.begin[q]
	}
	sum := r.between(v, leave, next)
	if q >= 0 {
		sum = r.between(v, leave, next+delay)
	}
	switch {
	case p >= 0:
		sum += r.between(v, r.left(p), begin) - r.between(v, r.left(p), next)
	case q >= 0:
		sum += r.opened(v, begin) - r.opened(v, next)
	default:
		visit := &r.m.Visits[v]
		sum += r.opened(v, begin) + visit.Reward*miss(next-h[r.crew].from, visit.Revisit.MaxGap)
		sum += r.m.worth[v] - visit.Reward
	}
	return sum
}

// promise is what the stays at v earn on this route as offers count it: less than nothing where more is missing than
// protected.
func (r *route) promise(v int32) int64 {
	k := r.next(v, 0)
	sum := r.opened(v, r.begin[k])
	for ; k >= 0; k = int(r.after[k]) {
		sum += r.between(v, r.left(k), r.nextBegin(k))
	}
	return sum
}
