package tours

// cut removes the stays of crew c at positions first to last.
func (s *search) cut(c, first, last int) {
	r := s.routes[c]
	for _, v := range r.node[first : last+1] {
		s.where[v] = -1
	}
	r.remove(first, last)
	if s.kept {
		for _, v := range s.visitsOf(c) {
			s.where[v] = int32(c)
		}
	}
	s.findShared()
}

// settle schedules what is left of crew c's route, and shortens it until it can be made: where a detour is shorter
// than the direct way, removing a stay may make the rest late.
func (s *search) settle(c int) {
	r := s.routes[c]
	s.joinTwins(c)
	for !r.schedule() {
		s.cut(c, r.stays(), r.stays())
	}
}

// joinTwins leaves one of two stays at the same visit that have come to lie side by side.
func (s *search) joinTwins(c int) {
	r := s.routes[c]
	for k := r.stays(); k > 1; k-- {
		if r.node[k] == r.node[k-1] {
			s.cut(c, k, k)
		}
	}
}

// cutBroken removes stays until no gap between two stays is too long: of a broken round it leaves the part that earns
// most.
func (s *search) cutBroken() {
	for again := true; again; again = s.cutShared() {
		for c := range s.routes {
			for v := s.broken(c); v >= 0; v = s.broken(c) {
				s.touch(c)
				s.leaveBestPart(c, v)
			}
		}
	}
}

// broken is a visit on crew c's route with too long a gap between two stays, or -1.
func (s *search) broken(c int) int32 {
	r := s.routes[c]
	for k := 1; k <= r.stays(); k++ {
		v := r.node[k]
		if q := r.after[k]; q >= 0 && !s.isShared[v] && r.begin[q]-r.left(k) > s.Visits[v].Revisit.MaxGap {
			return v
		}
	}
	return -1
}

// leaveBestPart leaves the longest part of v's round without too long a gap.
func (s *search) leaveBestPart(c int, v int32) {
	r := s.routes[c]
	first, length, bestFirst, bestLength := r.next(v, 0), 0, 0, 0
	for k := first; k >= 0; k = int(r.after[k]) {
		if length++; length > bestLength {
			bestFirst, bestLength = first, length
		}
		if q := int(r.after[k]); q >= 0 && r.begin[q]-r.left(k) > s.Visits[v].Revisit.MaxGap {
			first, length = q, 0
		}
	}
	s.keepOnly(c, v, bestFirst, bestLength)
}

// drop removes all stays at v.
func (s *search) drop(v int32) {
	for c := s.where[v]; c >= 0; c = s.where[v] {
		s.touch(int(c))
		s.keepOnly(int(c), v, len(s.routes[c].node), 0)
	}
}

// keepOnly removes crew c's stays at v but for so many from position first on.
func (s *search) keepOnly(c int, v int32, first, length int) {
	r := s.routes[c]
	nth := 0
	for k, u := range r.node[1 : r.stays()+1] {
		if u == v && k+1 >= first {
			nth++
		}
	}
	for k := r.stays(); k > 0; k-- {
		if r.node[k] != v {
			continue
		}
		if k < first || nth > length {
			s.cut(c, k, k)
		}
		if k >= first {
			nth--
		}
	}
	s.settle(c)
}

// dropWorthless removes rounds that earn nothing, until none is left.
func (s *search) dropWorthless() {
	for v := range s.Visits {
		s.dropIfWorthless(int32(v))
	}
	s.cutBroken()
}

// dropIfWorthless removes v's stays if they earn nothing together, unless v is a must.
func (s *search) dropIfWorthless(v int32) {
	c := s.where[v]
	if c < 0 || s.hours[v] == nil || s.Visits[v].Must {
		return
	}
	if s.promise(v) <= 0 {
		s.drop(v)
	}
}
