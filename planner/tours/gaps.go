package tours

// appraise computes what the stays earn and the slack of the gaps. It uses the parts of worth that each gap adds.
func (r *route) appraise() {
	r.worth = -r.fee()
	if !r.m.kept {
		for _, v := range r.node[1 : len(r.node)-1] {
			r.worth += r.m.worth[v]
		}
		return
	}
	for k := range r.slack {
		r.slack[k] = Unreachable
	}
	for k := 1; k < len(r.node)-1; k++ {
		v := r.node[k]
		if r.m.hours[v] == nil {
			r.worth += r.m.worth[v]
			continue
		}
		if r.m.isShared[v] {
			continue // see sharedWorth
		}
		g := r.m.Visits[v].Revisit.MaxGap
		if r.before[k] < 0 {
			from := r.m.hours[v][r.crew].from
			r.worth += r.m.worth[v] - r.m.Visits[v].Reward + r.round(k)
			r.narrow(0, k, g-(r.begin[k]-from))
		}
		if q := r.after[k]; q >= 0 {
			r.narrow(k, int(q), g-(r.begin[q]-r.left(k)))
		}
	}
}

// round is what the stays at a place earn together, the first of which is at position k; see worth.
func (r *route) round(k int) int64 {
	v := r.node[k]
	visit, h := &r.m.Visits[v], r.m.hours[v][r.crew]
	missed := miss(r.begin[k]-h.from, visit.Revisit.MaxGap)
	var sum int64
	for ; k >= 0; k = int(r.after[k]) {
		next, left := r.nextBegin(k), r.left(k)
		sum += protect(visit.Reward, visit.Revisit.Fade, min(next, h.until)-left)
		missed += miss(next-left, visit.Revisit.MaxGap)
	}
	return ofWhole(sum, missed)
}

// nextBegin is when the stay after the one at position k begins at its place, or when the place's hours end.
func (r *route) nextBegin(k int) Time {
	if q := r.after[k]; q >= 0 {
		return r.begin[q]
	}
	return r.m.hours[r.node[k]][r.crew].until
}

// narrow limits the slack of positions from to until-1 to s, unless the gap is too long already.
func (r *route) narrow(from, until int, s Time) {
	if s < 0 {
		return
	}
	for k := from; k < until; k++ {
		r.slack[k] = min(r.slack[k], s)
	}
}

// opened is what the time before the first stay at v adds to worth.
func (r *route) opened(v int32, begin Time) int64 {
	visit := &r.m.Visits[v]
	return -visit.Reward * miss(begin-r.m.hours[v][r.crew].from, visit.Revisit.MaxGap)
}

// between is what a stay at v that ends at left adds to worth when the next begins at next, or the place's hours end
// then. (Between two stays there is never more than MaxGap, but while the search mends a route there may be.)
func (r *route) between(v int32, left, next Time) int64 {
	visit := &r.m.Visits[v]
	until := min(next, r.m.hours[v][r.crew].until)
	return protect(visit.Reward, visit.Revisit.Fade, until-left) - visit.Reward*miss(next-left, visit.Revisit.MaxGap)
}
