package tours

// recreate puts absent visits where they lengthen the ways least, one after the other in an order by lot.
func (s *search) recreate() {
	if s.kept {
		s.recreateRounds()
		return
	}
	for _, v := range s.order() {
		if s.where[v] < 0 {
			s.place(v)
		}
	}
}

// order lists the absent visits: the best paid first, the nearest to the ruin first, or in any order.
func (s *search) order() []int32 {
	from, mixed := s.byWorth, false
	switch s.dice.below(8) {
	case 0, 1, 2, 3:
		mixed = true
	case 4:
		from = s.near[s.seed]
	}
	s.absent = s.absent[:0]
	for _, v := range from {
		if s.where[v] < 0 {
			s.absent = append(s.absent, v)
		}
	}
	if mixed {
		shuffle(s.dice, s.absent)
	}
	return s.absent
}

// place puts visit v into the route that it lengthens least, if any has room.
func (s *search) place(v int32) {
	best, at, cost := -1, 0, Unreachable
	for c, r := range s.routes {
		if !s.may[int(v)*len(s.routes)+c] {
			continue
		}
		if k, extra := r.cheapest(v, s.dice); extra < cost {
			best, at, cost = c, k, extra
		}
	}
	if best < 0 {
		return
	}
	s.touch(best)
	if s.routes[best].insert(v, at) {
		s.where[v] = int32(best)
	}
}
