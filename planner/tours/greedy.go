package tours

// Greedy is plain greedy insertion, for comparison: again and again the stay that gains most for the time it takes, musts
// before all, until none fits.
func Greedy(p Problem) (Solution, error) {
	if err := p.Validate(); err != nil {
		return Solution{}, err
	}
	s := newSearch(newModel(&p), 0)
	for {
		o, v, ok := s.greediest()
		if !ok || !s.routes[o.route].insert(v, o.at) {
			break
		}
		s.where[v] = int32(o.route)
	}
	if s.kept {
		s.dropWorthless()
	}
	s.accept()
	return s.solution(s.bound()), nil
}

// greediest is the offer that gains most for the time it takes, of all visits on all routes.
func (s *search) greediest() (best offer, visit int32, ok bool) {
	for v := range s.where {
		for c, r := range s.routes {
			once := s.hours[v] == nil
			if !s.may[v*len(s.routes)+c] || s.where[v] >= 0 && (once || int(s.where[v]) != c) {
				continue
			}
			o, fits := r.offer(int32(v))
			if fits && o.gain > 0 && (!ok || o.rate > best.rate) {
				best, visit, ok = o, int32(v), true
				best.route = c
			}
		}
	}
	return best, visit, ok
}

// offer is the best place for one more stay at v.
func (r *route) offer(v int32) (o offer, ok bool) {
	if r.m.kept {
		return r.bestStay(v)
	}
	at, cost := r.cheapest(v)
	o = offer{at: at, gain: r.m.worth[v]}
	o.rate = float64(o.gain) / float64(cost+r.m.service[v]+1)
	return o, at != nowhere
}
