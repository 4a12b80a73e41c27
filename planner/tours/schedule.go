package tours

// schedule computes the earliest and the latest times of the route's nodes and what its stays earn, and tells whether
// the route can be made. A crew without stays is at home and always can. Breaks go where they lie best, unless only the
// places where they lie now can be kept.
func (r *route) schedule() bool {
	*r.clock++
	r.version = *r.clock
	r.measure()
	if r.m.kept {
		r.link()
	}
	if r.rests != nil {
		old := append([]int8(nil), r.rests...)
		r.spreadRests()
		if r.time() || r.stays() == 1 && r.spreadRestsOfOne() {
			return true
		}
		copy(r.rests, old)
	}
	return r.time()
}

// time is schedule with breaks where they are.
func (r *route) time() bool {
	r.forward()
	r.backward()
	r.appraise()
	for k := 1; k < len(r.node) && r.stays() > 0; k++ {
		if r.begin[k] > r.late[k] {
			return false
		}
	}
	return r.work <= r.m.mostWork[r.crew] || r.wished == 0
}

// measure finds the ways and the work.
func (r *route) measure() {
	r.work, r.wished = 0, 0
	for k := range len(r.node) - 1 {
		v := r.node[k]
		r.leg[k] = r.to[int(v)*r.m.nodes+int(r.node[k+1])]
		r.work += r.m.service[v]
		if k > 0 && !r.m.Visits[v].Must {
			r.wished += r.m.service[v]
		}
	}
}

// room is the part of the limit on the crew's work that is left, 1 without a limit. A stay counts for less where there is less
// room, so that crews that have least to do come first.
func (r *route) room() float64 {
	if !r.limited() {
		return 1
	}
	most := r.m.mostWork[r.crew]
	return float64(most-r.work) / float64(most)
}

// limited tells whether there is a limit on the crew's work.
func (r *route) limited() bool { return r.m.mostWork[r.crew] < Unreachable }

// takes tells whether the limit on the crew's work allows one more stay at v.
func (r *route) takes(v int32) bool {
	return r.work+r.m.service[v] <= r.m.mostWork[r.crew] || r.wished == 0 && r.m.Visits[v].Must
}

// forward finds the earliest times: each stay begins once its crew is there, a window is open and MinGap has passed
// since the crew left the place before.
func (r *route) forward() {
	m := r.m
	r.begin[0] = m.Crews[r.crew].Open
	r.ready[0] = r.begin[0]
	rest := r.takeRests(0, 0)
	for k := 1; k < len(r.node); k++ {
		v := r.node[k]
		t := r.ready[k-1] + r.leg[k-1]
		if m.kept && r.before[k] >= 0 {
			t = max(t, r.left(int(r.before[k]))+m.Visits[v].Revisit.MinGap)
		}
		if r.hold != nil && k < len(r.node)-1 {
			t = max(t, r.hold[k])
		}
		r.begin[k] = m.opening(v, t)
		r.ready[k] = r.begin[k] + m.service[v]
		rest = r.takeRests(k, rest)
	}
}

// left is when the crew leaves position k, in the earliest schedule.
func (r *route) left(k int) Time { return r.begin[k+1] - r.leg[k] }

// takeRests lengthens the stay at position k by the breaks taken there, the first of which is number rest; it gives the
// number of the next.
func (r *route) takeRests(k, rest int) int {
	if r.rests == nil {
		return 0
	}
	breaks := r.m.Crews[r.crew].Breaks
	for range r.rests[k] {
		begin := max(r.ready[k], breaks[rest].Earliest)
		if begin > breaks[rest].Latest {
			begin = Unreachable
		}
		r.ready[k] = begin + breaks[rest].Duration
		rest++
	}
	return rest
}

// backward finds the latest times, from the end of the crew's hours.
func (r *route) backward() {
	m := r.m
	end := len(r.node) - 1
	rest := len(m.Crews[r.crew].Breaks)
	t, rest := r.beforeRests(end, rest, m.Crews[r.crew].Close)
	r.late[end] = t
	r.widest = -Unreachable
	for k := end - 1; k > 0; k-- {
		v := r.node[k]
		r.widest = max(r.widest, r.late[k+1]-r.leg[k]-r.ready[k])
		t, rest = r.beforeRests(k, rest, r.late[k+1]-r.leg[k])
		t -= m.service[v]
		if m.kept && k > 1 && r.after[k-1] >= 0 {
			q := r.after[k-1]
			t = min(t, r.late[q]-m.Visits[r.node[q]].Revisit.MinGap+r.leg[k-1])
		}
		r.late[k] = m.closing(v, t)
	}
	r.widest = max(r.widest, r.late[1]-r.leg[0]-r.ready[0])
	r.late[0] = t
}

// readyAt is when the stay at position k ends if the one before ends at t.
func (r *route) readyAt(k int, t Time) Time {
	return r.m.opening(r.node[k], t+r.leg[k-1]) + r.m.service[r.node[k]]
}

// beforeRests is the latest instant at which the breaks at position k, the last of which is number rest-1, may start
// to end by t; it gives the number of the first too.
func (r *route) beforeRests(k, rest int, t Time) (Time, int) {
	if r.rests == nil {
		return t, rest
	}
	breaks := r.m.Crews[r.crew].Breaks
	for range r.rests[k] {
		rest--
		t -= breaks[rest].Duration
		if t < breaks[rest].Earliest {
			t = -Unreachable
		}
		t = min(t, breaks[rest].Latest)
	}
	return t, rest
}

// link finds for each stay the ones before and after it at the same visit.
func (r *route) link() {
	for k := range r.node {
		r.before[k], r.after[k] = -1, -1
		v := r.node[k]
		if int(v) >= len(r.m.Visits) || r.m.hours[v] == nil {
			continue
		}
		for j := k - 1; j > 0; j-- {
			if r.node[j] == v {
				r.before[k], r.after[j] = int32(j), int32(k)
				break
			}
		}
	}
}
