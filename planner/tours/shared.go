package tours

import "cmp"

// A shared place is one to be revisited that several crews may serve, each some of its stays: a gap lies between a stay
// and the next, whoever makes them. A crew's schedule does not heed the others' but for an instant before which a stay is
// not to begin, so that a change on one route moves nothing on another: stays at a shared place that would come to lie too
// near to each other, or too far apart, are not added, and those that do when others move are removed.

// shares tells whether several crews may serve visit v in turn.
func (p *Problem) shares(v int) bool {
	visit := &p.Visits[v]
	if visit.Revisit.MaxGap == 0 || visit.Revisit.SameCrew || len(p.Crews) < 2 {
		return false
	}
	for _, c := range visit.Crews {
		if c != visit.Crews[0] {
			return true
		}
	}
	return len(visit.Crews) == 0
}

// held is a stay at a shared place, and at which position of whose route.
type held struct {
	crew, at    int
	begin, left Time
}

// timeline is a shared place's stays in the order of time; nil for a place that is not shared.
type timeline []held

// timeline lists all stays at v in the search's scratch.
func (s *search) timeline(v int32) timeline {
	list := s.held[:0]
	for c, r := range s.routes {
		if r.count[v] == 0 {
			continue
		}
		for k := r.next(v, 0); k >= 0; k = int(r.after[k]) {
			h := held{c, k, r.begin[k], r.left(k)}
			i := len(list)
			list = append(list, h)
			for ; i > 0 && before(h, list[i-1]); i-- {
				list[i] = list[i-1]
			}
			list[i] = h
		}
	}
	s.held = list
	return list
}

func before(a, b held) bool {
	return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(a.crew, b.crew)) < 0
}

// timelineOf is v's timeline where v is shared.
func (s *search) timelineOf(v int32) timeline {
	if s.isShared[v] {
		return s.timeline(v)
	}
	return nil
}

// others is another number for every other set of stays at v.
func (s *search) others(v int32) (mark int) {
	for _, h := range s.timeline(v) {
		mark = ((mark*1_000_003+h.crew)*1_000_003+int(h.begin))*1_000_003 + int(h.left)
	}
	return mark
}

// anyCrew is the first crew that serves v, or -1.
func (s *search) anyCrew(v int32) int32 {
	for c, r := range s.routes {
		if r.count[v] > 0 {
			return int32(c)
		}
	}
	return -1
}

// faults counts the stays at v that come too soon after the one before, and those that come too late.
func (s *search) faults(v int32) (soon, late int) {
	list := s.timeline(v)
	revisit := &s.Visits[v].Revisit
	for i := 1; i < len(list); i++ {
		switch gap := list[i].begin - list[i-1].left; {
		case gap < revisit.MinGap:
			soon++
		case gap > revisit.MaxGap:
			late++
		}
	}
	return soon, late
}

// faultsOf sums up the faults of the shared places that crew c serves.
func (s *search) faultsOf(c int) (soon, late int) {
	for k, v := range s.visitsOf(c) {
		if s.isShared[v] && s.routes[c].before[k+1] < 0 {
			a, b := s.faults(v)
			soon, late = soon+a, late+b
		}
	}
	return soon, late
}

// sharedWorth is what the shared places earn, with the bonus for musts.
func (s *search) sharedWorth() (sum int64) {
	for _, v := range s.shared {
		if s.where[v] >= 0 {
			protected, missed := s.protection(v)
			sum += ofWhole(protected, missed) + s.worth[v] - s.Visits[v].Reward
		}
	}
	return sum
}

// protection is what the stays at the shared place v protect, and how many are missing from its round; see worth.
func (s *search) protection(v int32) (protected, missed int64) {
	list := s.timeline(v)
	visit, h := &s.Visits[v], s.hours[v][0]
	missed = miss(list[0].begin-h.from, visit.Revisit.MaxGap)
	for i, stay := range list {
		next := h.until
		if i+1 < len(list) {
			next = list[i+1].begin
		}
		protected += protect(visit.Reward, visit.Revisit.Fade, min(next, h.until)-stay.left)
		missed += miss(next-stay.left, visit.Revisit.MaxGap)
	}
	return protected, missed
}

// release is the first instant from at on at which no other crew is at the place, comes too soon or has left too lately.
func (t timeline) release(crew int, at, service, minGap Time) Time {
	for _, stay := range t {
		if stay.crew == crew || stay.left+minGap <= at {
			continue
		}
		if at+service+minGap <= stay.begin {
			break
		}
		at = stay.left + minGap
	}
	return at
}

// around finds the time left alone in which the stay offered would come to lie; ok is false where it would be too near
// to its neighbours.
func (t timeline) around(o *offer, revisit *Revisit, h hours) (a around, ok bool) {
	a = around{from: h.from, next: h.until, first: true, last: true}
	for _, stay := range t {
		delay := Time(0)
		if stay.crew == o.route && stay.at > o.at {
			delay = o.delay
		}
		if stay.begin+delay >= o.begin {
			a.next, a.delay, a.last = stay.begin, delay, false
			break
		}
		a.from, a.first = stay.left, false
	}
	ok = (a.first || o.begin-a.from >= revisit.MinGap) && (a.last || a.next+a.delay-o.leave >= revisit.MinGap)
	return a, ok
}

// addShared is insert for the stay offered at v where places are shared: it takes the stay back if more stays then come
// too soon or too late.
func (s *search) addShared(v int32, o offer) bool {
	r := s.routes[o.route]
	version := r.version
	soonBefore, lateBefore := s.faultsOf(o.route)
	if !r.insertHeld(v, o.at, o.hold) {
		return false
	}
	if soon, late := s.faultsOf(o.route); soon > soonBefore || late > lateBefore {
		r.takeBack(o.at+1, version)
		return false
	}
	return true
}

// findShared looks who serves the shared places that a crew has just left.
func (s *search) findShared() {
	for _, v := range s.shared {
		if s.where[v] < 0 {
			s.where[v] = s.anyCrew(v)
		}
	}
}

// cutShared removes stays at shared places that come too soon or too late, and tells whether there were any.
func (s *search) cutShared() (any bool) {
	for _, v := range s.shared {
		for s.where[v] >= 0 && s.cutFault(v) {
			any = true
		}
	}
	return any
}

// cutFault removes a stay at v that comes too soon, or else all but the longest part of its round without too long a
// gap; it tells whether there was any.
func (s *search) cutFault(v int32) bool {
	list := s.timeline(v)
	revisit := &s.Visits[v].Revisit
	first, bestFirst, bestEnd := 0, 0, 0
	for i := range list {
		if i > 0 && list[i].begin-list[i-1].left < revisit.MinGap {
			s.cutStay(list[i])
			return true
		}
		if i > 0 && list[i].begin-list[i-1].left > revisit.MaxGap {
			first = i
		}
		if i+1-first > bestEnd-bestFirst {
			bestFirst, bestEnd = first, i+1
		}
	}
	for i, h := range list {
		if i < bestFirst || i >= bestEnd {
			s.cutStay(h)
			return true
		}
	}
	return false
}

func (s *search) cutStay(h held) {
	s.touch(h.crew)
	s.cut(h.crew, h.at, h.at)
	s.settle(h.crew)
}
