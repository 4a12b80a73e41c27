package tours

// search is a solution being ruined and recreated, and what is needed to go back.
type search struct {
	*model
	dice    *dice
	stop    *stop
	routes  []*route
	where   []int32   // by visit: the crew that makes it, or -1
	absent  []int32   // scratch: visits that nobody makes
	near    [][]int32 // by visit: what nearTo has found
	byWorth []int32
	musts   []int32
	cooling cooling
	rate    []float64    // scratch
	spots   []knownSpot  // by visit and crew, for visits made once
	offers  []knownOffer // by visit and crew, for problems with revisits
	tie     float64      // what a tick on the way costs the annealing
	seed    int32        // the visit that the ruin began at

	held    []held   // scratch
	trial   *route   // scratch: a route before a round was begun on it
	saved   []*route // routes as they were before this iteration, where touched
	touched []bool

	planned [][]int32 // by crew: the nodes that a repair keeps to
	limit   int       // at how many places they may change; 0 for no limit

	now  merit
	best answer
	pool pool
}

// newSearch has every crew at home.
func newSearch(m *model, seed int64) *search {
	s := &search{model: m, best: newAnswer(m), dice: newDice(seed, 0), stop: neverStop()}
	clock := new(int)
	for c := range m.Crews {
		s.routes = append(s.routes, newRoute(m, c, clock))
		s.saved = append(s.saved, newRoute(m, c, clock))
	}
	s.trial = newRoute(m, 0, clock)
	s.touched = make([]bool, len(m.Crews))
	s.rate = make([]float64, len(m.Visits))
	if m.kept {
		s.offers = make([]knownOffer, len(m.Visits)*len(m.Crews))
	} else {
		s.spots = make([]knownSpot, len(m.Visits)*len(m.Crews))
	}
	s.held = make([]held, 0, 16)
	s.where = make([]int32, len(m.Visits))
	for v := range s.where {
		s.where[v] = -1
		if m.Visits[v].Must {
			s.musts = append(s.musts, int32(v))
		}
	}
	return s
}

// start makes the first solution.
func (s *search) start() {
	s.prepare()
	if len(s.Visits) > 0 {
		s.recreate()
	}
	s.accept()
}

// prepare lays out what the iterations need.
func (s *search) prepare() {
	s.near = make([][]int32, len(s.Visits))
	s.byWorth = byWorth(s.model)
	s.cooling = newCooling(s.model)
	s.tie = tieOf(s.model)
}

// accept takes the routes as they are for the present and the best solution.
func (s *search) accept() {
	s.now = s.weigh()
	s.commit()
	s.keepBest()
}

// step is one iteration: ruin, recreate, and keep the outcome or go back. One that is cut short never was.
func (s *search) step() {
	s.ruin()
	s.recreate()
	if s.stop.up {
		s.undo()
		return
	}
	if m := s.weigh(); s.withinLimit() && s.accepts(m) {
		s.now = m
		s.pool.addTouched(s, m)
		s.commit()
		if m.beats(s.best.merit) {
			s.keepBest()
		}
	} else {
		s.undo()
	}
}

// touch saves route c before its first change of the iteration.
func (s *search) touch(c int) {
	if !s.touched[c] {
		s.touched[c] = true
		s.saved[c].copyFrom(s.routes[c])
	}
}

func (s *search) commit() {
	for c := range s.touched {
		s.touched[c] = false
	}
}

// undo goes back to the solution before the iteration.
func (s *search) undo() {
	for c, t := range s.touched {
		if t {
			for _, v := range s.visitsOf(c) {
				s.where[v] = -1
			}
		}
	}
	for c, t := range s.touched {
		if t {
			s.routes[c], s.saved[c] = s.saved[c], s.routes[c]
			for _, v := range s.visitsOf(c) {
				s.where[v] = int32(c)
			}
			s.touched[c] = false
		}
	}
	s.findShared()
}

// adopt goes on from these stays, by crew, if they beat the best solution and can be scheduled still.
func (s *search) adopt(routes [][]int32) {
	for v := range s.where {
		s.where[v] = -1
	}
	fits := true
	for c, r := range s.routes {
		s.touch(c)
		fits = r.become(routes[c]) && fits
		for _, v := range routes[c] {
			s.where[v] = int32(c)
		}
	}
	if m := s.weigh(); fits && s.withinLimit() && m.beats(s.best.merit) {
		s.now = m
		s.commit()
		s.keepBest()
	} else {
		s.undo()
	}
}

func (s *search) visitsOf(c int) []int32 {
	node := s.routes[c].node
	return node[1 : len(node)-1]
}

func (s *search) keepBest() {
	s.best.merit, s.best.musts = s.now, 0
	for _, v := range s.musts {
		if s.where[v] >= 0 {
			s.best.musts++
		}
	}
	for c, r := range s.routes {
		s.best.routes[c].copyFrom(r)
	}
}

// merit is how good a solution is: what its stays earn, and among equals the shorter way.
type merit struct {
	worth  int64
	travel Time
}

func (m merit) beats(o merit) bool {
	return m.worth > o.worth || m.worth == o.worth && m.travel < o.travel
}

func (s *search) weigh() (m merit) {
	for _, r := range s.routes {
		m.worth += r.worth
		m.travel += r.travel()
	}
	m.worth += s.sharedWorth()
	return m
}

// tieShare is a tick's price as part of the mean that a tick could earn.
const tieShare = 0.1

// tieOf is what the annealing takes off for a tick on the way: tieShare of all rewards over all crews' hours.
func tieOf(m *model) float64 {
	var reward int64
	for v := range m.Visits {
		reward += m.Visits[v].Reward
	}
	return tieShare * float64(reward) / float64(max(1, m.patrolTime()))
}
