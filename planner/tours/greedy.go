package tours

// Greedy is plain greedy insertion, for comparison: again and again the stay that gains most for the time it takes, musts
// before all, until none fits.
func Greedy(p Problem) (Solution, error) {
	if err := p.Validate(); err != nil {
		return Solution{}, err
	}
	s := newSearch(newModel(&p), 0)
	s.dice = nil // overlooks nothing
	for s.takeGreediest() {
	}
	if s.kept {
		s.dropWorthless()
	}
	s.accept()
	return s.best.solution(s.model, 0, s.bound()), nil
}

// takeGreediest makes the stay that gains most for the time it takes, of all visits on all routes.
func (s *search) takeGreediest() bool {
	var best offer
	visit := int32(-1)
	for v := range s.where {
		if s.where[v] >= 0 && s.hours[v] == nil {
			continue
		}
		if o, ok := s.greedyOffer(int32(v)); ok && (visit < 0 || o.rate > best.rate) {
			best, visit = o, int32(v)
		}
	}
	switch {
	case visit < 0:
		return false
	case s.kept:
		s.take(visit, best)
		return true
	}
	s.place(visit)
	return s.where[visit] >= 0
}

// greedyOffer is the offer for v that gains most for its time on any route.
func (s *search) greedyOffer(v int32) (best offer, ok bool) {
	if s.kept {
		return s.offerFor(v)
	}
	spot := s.spotFor(v)
	best = offer{route: spot.route, at: spot.at, gain: s.worth[v]}
	best.rate = float64(best.gain) / float64(spot.cost+s.service[v]+1)
	return best, spot.route >= 0 && best.gain > 0
}
