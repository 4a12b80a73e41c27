package tours

// spreadRests puts each break at the first position that is ready for it, or before the one that is ready too late.
func (r *route) spreadRests() {
	breaks, now := r.m.Crews[r.crew].Breaks, r.m.Crews[r.crew].Open
	for k := range r.node {
		if k > 0 {
			now = r.readyAt(k, now)
		}
		left, until := restUntil(breaks, now, func(t Time) Time {
			if k == len(r.node)-1 {
				return Unreachable
			}
			return r.readyAt(k+1, t)
		})
		r.rests[k] = int8(len(breaks) - len(left))
		breaks, now = left, until
	}
}

// Breaks that are still to be taken when a route ends wait there: at base. Then a stay may be put before the end that
// begins only when they are over; and a crew without stays has its breaks where its first stay leaves room for them.

// alone tries a stay at v, not before hold, as the only one of a crew that has none.
func (r *route) alone(v int32, hold Time) (o offer, cost Time, ok bool) {
	version, home := r.version, r.begin[1]
	if !r.insertHeld(v, 0, hold) {
		return offer{}, Unreachable, false
	}
	o = offer{route: r.crew, begin: r.begin[1], leave: r.left(1), delay: r.begin[2] - home, hold: hold}
	cost = r.travel() - r.to[int(r.node[0])*r.m.nodes+int(r.node[2])]
	r.takeBack(1, version)
	return o, cost, true
}

// spreadRestsOfOne puts the breaks of a route of one stay wherever it can be made with them, and tells whether it can.
func (r *route) spreadRestsOfOne() bool {
	breaks := int8(len(r.m.Crews[r.crew].Breaks))
	for first := range breaks + 1 {
		for last := range breaks - first + 1 {
			r.rests[0], r.rests[1], r.rests[2] = first, breaks-first-last, last
			if r.time() {
				return true
			}
		}
	}
	return false
}

// restsWait tells whether breaks wait for the route's end.
func (r *route) restsWait() bool { return r.rests != nil && r.rests[len(r.node)-1] > 0 }

// lastStay is when a stay at v that is put before the end begins, not before the instant from, and when the crew comes to the
// end, if the breaks that wait there are taken before the stay and after it where they have to be. out and back are the ways
// there and on.
func (r *route) lastStay(v int32, from, out, back Time) (begin, arrive Time, ok bool) {
	crew, end := &r.m.Crews[r.crew], len(r.node)-1
	opens := func(t Time) Time { return r.m.opening(v, max(from, t+out)) }
	waiting := crew.Breaks[len(crew.Breaks)-int(r.rests[end]):]
	waiting, left := restUntil(waiting, r.ready[end-1], func(t Time) Time { return opens(t) + r.m.service[v] })
	if begin = opens(left); begin > r.m.close[v] {
		return 0, 0, false
	}
	waiting, left = restUntil(waiting, begin+r.m.service[v], func(t Time) Time { return t + back })
	arrive = left + back
	_, left = restUntil(waiting, arrive, func(Time) Time { return Unreachable })
	return begin, arrive, left <= crew.Close
}

// restUntil is the rule for breaks: it takes them from the instant t on, each as soon as it may begin, until one can wait until
// the crew is ready next. It gives those that are left and the instant after those taken, far beyond all hours where one is missed.
func restUntil(breaks []Break, t Time, next func(Time) Time) ([]Break, Time) {
	for len(breaks) > 0 && (t >= breaks[0].Earliest || next(t) > breaks[0].Latest) {
		if t = max(t, breaks[0].Earliest); t > breaks[0].Latest {
			return nil, 2 * Unreachable
		}
		t, breaks = t+breaks[0].Duration, breaks[1:]
	}
	return breaks, t
}
