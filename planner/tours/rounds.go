package tours

// recreateRounds is recreate for problems with revisits: it mends the rounds that the ruin broke, cuts off what cannot
// be mended, begins new rounds, and fills what time is left with more stays.
func (s *search) recreateRounds() {
	order := s.roundOrder()
	s.completeAll(order)
	s.cutBroken()
	if s.dice.below(100) < rateOrder {
		s.fillByRate()
	} else {
		for _, v := range order {
			if s.where[v] < 0 {
				s.begin(v)
			}
		}
	}
	s.completeAll(order)
	s.dropWorthless()
	s.fill(order)
	s.fillPartly(order)
	s.cutBroken() // a delay may grow where a window or a break is missed by it
}

// completeAll completes the rounds that have been begun.
func (s *search) completeAll(order []int32) {
	for _, v := range order {
		if s.where[v] >= 0 {
			s.complete(v)
		}
	}
}

// roundOrder lists all visits: musts, then those by worth, or the nearest to the ruin first, or in any order.
func (s *search) roundOrder() []int32 {
	s.absent = append(s.absent[:0], s.musts...)
	from := s.byWorth
	d := s.dice.below(100)
	if anyOrder <= d && d < anyOrder+nearOrder {
		from = s.nearTo(s.seed)
	}
	for _, v := range from {
		if !s.Visits[v].Must {
			s.absent = append(s.absent, v)
		}
	}
	if d < anyOrder {
		shuffle(s.dice, s.absent[len(s.musts):])
	}
	return s.absent
}

// complete adds stays at v, which has some, until its round misses none or no more fits.
func (s *search) complete(v int32) {
	if s.hours[v] == nil {
		return
	}
	for s.lapses(v) && s.addStay(v) {
	}
}

// lapses tells whether v's round misses stays.
func (s *search) lapses(v int32) bool {
	if s.isShared[v] {
		_, missed := s.protection(v)
		return missed > 0
	}
	r := s.routes[s.where[v]]
	gap := s.Visits[v].Revisit.MaxGap
	h := s.hours[v][r.crew]
	k := r.next(v, 0)
	if r.begin[k]-h.from > gap {
		return true
	}
	for ; k >= 0; k = int(r.after[k]) {
		if r.nextBegin(k)-r.left(k) > gap {
			return true
		}
	}
	return false
}

// addStay puts one more stay at v where it gains most for its time, and tells whether one fits that gains at all.
func (s *search) addStay(v int32) bool {
	for {
		if o, ok := s.offerFor(v); !ok || s.take(v, o) {
			return ok
		}
	}
}

// offerFor is the offer for v that gains most for its time on any route that may serve it. Now and then it overlooks a
// route. When the time is up there are no more offers.
func (s *search) offerFor(v int32) (best offer, ok bool) {
	if s.stop.after(len(s.routes)) {
		return best, false
	}
	others := 0
	if s.isShared[v] {
		others = s.others(v)
	}
	for c, r := range s.routes {
		if !s.may[int(v)*len(s.routes)+c] || s.where[v] >= 0 && int(s.where[v]) != c && !s.isShared[v] {
			continue
		}
		known := &s.offers[int(v)*len(s.routes)+c]
		if known.version != r.version || known.others != others {
			known.version, known.others = r.version, others
			known.offer, known.ok = r.bestStay(v, s.timelineOf(v))
			s.stop.work += len(r.node)
		}
		if rate := known.rate * r.room(); known.ok && known.gain > 0 && (!ok || rate > best.rate) && !s.dice.blinks() {
			best, ok = known.offer, true
			best.rate = rate
		}
	}
	return best, ok
}

// take makes the stay offered. If that does not work out after all, the route makes no more offer for v as it is.
func (s *search) take(v int32, o offer) bool {
	s.touch(o.route)
	if !s.add(v, o) {
		s.offers[int(v)*len(s.routes)+o.route].ok = false
		return false
	}
	s.where[v] = int32(o.route)
	return true
}

func (s *search) add(v int32, o offer) bool {
	if len(s.shared) > 0 {
		return s.addShared(v, o)
	}
	return s.routes[o.route].insert(v, o.at)
}

// fillByRate takes again and again the offer that gains most for its time, give or take a chance that goes with the
// visit, until there is none.
func (s *search) fillByRate() {
	for v := range s.rate {
		s.rate[v] = 1 + s.dice.unit()
	}
	for {
		var best offer
		visit := int32(-1)
		for v := range s.rate {
			if s.where[v] >= 0 && s.hours[v] == nil {
				continue
			}
			o, ok := s.offerFor(int32(v))
			if ok && (visit < 0 || o.rate*s.rate[v] > best.rate*s.rate[visit]) {
				best, visit = o, int32(v)
			}
		}
		if visit < 0 {
			return
		}
		s.take(visit, best)
	}
}

// knownOffer is the best offer for a visit on one route, as long as the route has this version.
type knownOffer struct {
	offer
	ok      bool
	version int
	others  int // what others said of a shared place
}

// firstRounds is the number of stays that a crew has before a round is judged as soon as it is begun: a first one alone
// cannot be completed, as a crew has to be elsewhere between two stays.
const firstRounds = 3

// begin starts a round at v and completes it as far as may be; one that earns nothing then is taken back.
func (s *search) begin(v int32) {
	o, ok := s.offerFor(v)
	if !ok {
		return
	}
	r := s.routes[o.route]
	s.trial.copyFrom(r)
	if !s.take(v, o) || s.hours[v] == nil {
		return
	}
	s.complete(v)
	switch {
	case r.stays() <= firstRounds || s.Visits[v].Must || s.promise(v) > 0:
	case s.isShared[v]:
		s.drop(v)
	default:
		r.copyFrom(s.trial)
		s.where[v] = -1
	}
}

// fillPartly begins rounds with what time is left, whether or not they can be kept whole.
func (s *search) fillPartly(order []int32) {
	for _, v := range order {
		if s.where[v] < 0 {
			for s.addStay(v) {
			}
		}
	}
}

// fill adds stays that gain, in turn, until none fits.
func (s *search) fill(order []int32) {
	for again := true; again; {
		again = false
		for _, v := range order {
			if s.where[v] >= 0 && s.hours[v] != nil && s.addStay(v) {
				again = true
			}
		}
	}
}
