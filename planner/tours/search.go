package tours

// search is a solution being ruined and recreated, and what is needed to go back.
type search struct {
	*model
	dice    *dice
	routes  []*route
	where   []int32 // by visit: the crew that makes it, or -1
	absent  []int32 // scratch: visits that nobody makes
	near    [][]int32
	byWorth []int32
	cooling cooling
	tie     float64 // what a tick on the way costs
	seed    int32   // the visit that the ruin began at

	saved   []*route // routes as they were before this iteration, where touched
	touched []bool

	best       []*route
	bestScore  float64
	score      float64
	iterations int
}

// newSearch has every crew at home.
func newSearch(m *model, seed int64) *search {
	s := &search{model: m, dice: newDice(seed)}
	for c := range m.Crews {
		s.routes = append(s.routes, newRoute(m, c))
		s.saved = append(s.saved, newRoute(m, c))
		s.best = append(s.best, newRoute(m, c))
	}
	s.touched = make([]bool, len(m.Crews))
	s.where = make([]int32, len(m.Visits))
	for v := range s.where {
		s.where[v] = -1
	}
	return s
}

// start makes the first solution.
func (s *search) start() {
	s.near = nearest(s.model)
	s.byWorth = byWorth(s.model)
	s.cooling = newCooling(s.model)
	s.tie = tieOf(s.model, s.cooling.scale)
	if len(s.Visits) > 0 {
		s.recreate()
	}
	s.score = s.scoreNow()
	s.commit()
	s.keepBest()
}

// step is one iteration: ruin, recreate, and keep the outcome or go back.
func (s *search) step() {
	s.ruin()
	s.recreate()
	if score := s.scoreNow(); s.accepts(score) {
		s.score = score
		s.commit()
		if score > s.bestScore {
			s.keepBest()
		}
	} else {
		s.undo()
	}
	s.iterations++
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
}

func (s *search) visitsOf(c int) []int32 {
	node := s.routes[c].node
	return node[1 : len(node)-1]
}

func (s *search) keepBest() {
	s.bestScore = s.score
	for c := range s.routes {
		s.best[c].copyFrom(s.routes[c])
	}
}

// scoreNow is what the search maximises: the worth of all stays, and among equals the shorter way.
func (s *search) scoreNow() float64 {
	var worth int64
	var travel Time
	for _, r := range s.routes {
		worth += r.worth
		travel += r.travel()
	}
	return float64(worth) - float64(travel)*s.tie
}

// tieOf is a tick's price: all crews' hours together cost a tenth of a mean visit's reward.
func tieOf(m *model, reward float64) float64 {
	var hours Time
	for _, c := range m.Crews {
		hours += c.Close - c.Open
	}
	return reward / 10 / float64(max(1, hours))
}
