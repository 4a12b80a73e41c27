package tours

import "math"

// The annealing's temperatures, as parts of a mean visit's reward, and the length of its first cycle.
const (
	hot        = 1.0
	cold       = 0.2
	firstCycle = 4000 // iterations, where visits times crews are no more than fewPairs
	fewPairs   = 300
)

// cooling is a schedule that does not know how long the search will run, so that a search cut short is the beginning
// of a longer one: cycles from hot to cold, each half as long again as the one before. (Measured against twice as long, and
// against cycles that begin less hot.) The first is longer where there is more to choose, as the root of visits times crews.
type cooling struct {
	scale     float64 // a mean reward
	at, cycle int
}

func newCooling(m *model) cooling {
	var sum int64
	for v := range m.Visits {
		sum += m.Visits[v].Reward
	}
	pairs := float64(len(m.Visits) * len(m.Crews))
	return cooling{scale: float64(sum) / float64(max(1, len(m.Visits))), cycle: int(firstCycle * math.Sqrt(max(1, pairs/fewPairs)))}
}

// next is the temperature of the next iteration.
func (c *cooling) next() float64 {
	if c.at == c.cycle {
		c.at, c.cycle = 0, c.cycle*3/2
	}
	part := float64(c.at) / float64(c.cycle)
	c.at++
	return c.scale * hot * math.Pow(cold/hot, part)
}

// accepts tells whether to go on from a solution of this merit: always where it is better, else with a chance that
// sinks with the temperature (Metropolis). A shorter way counts too, as it leaves time for more.
func (s *search) accepts(m merit) bool {
	gain := float64(m.worth-s.now.worth) - float64(m.travel-s.now.travel)*s.tie
	return gain > s.cooling.next()*math.Log(s.dice.unit())
}
