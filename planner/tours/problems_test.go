package tours

import (
	"math"
	"math/rand/v2"
)

// patrolNight is a night of so many crews and stops, as the planner asks for it: eight hours in seconds, stops strewn
// over a town of 6 by 6 km, streets at 7 m/s with a detour of 1.3, stays of 14 minutes, a round of two hours.
func patrolNight(seed int64, crews, stops int) Problem {
	dice := rand.New(rand.NewPCG(uint64(seed), 1))
	places := []point{{3000, 3000}}
	p := Problem{}
	for v := range stops {
		places = append(places, point{dice.Float64() * 6000, dice.Float64() * 6000})
		p.Visits = append(p.Visits, Visit{
			Place: v + 1, Service: 840, Reward: int64(1000 / (1 + v/4)),
			Revisit: Revisit{MinGap: 1800, MaxGap: 7200, Fade: 3600, Until: 28800, SameCrew: true},
		})
	}
	p.Travel = []Matrix{matrixOf(places, Unreachable, func(d float64) Time { return Time(math.Ceil(d * 1.3 / 7)) })}
	p.Crews = sameCrews(crews, Crew{Close: 28800})
	return p
}

// anyProblem is a small problem with a little of everything.
func anyProblem(seed uint64) Problem {
	dice := rand.New(rand.NewPCG(seed, 2))
	places := make([]point, 2+dice.IntN(8))
	for i := range places {
		places[i] = point{dice.Float64() * 50, dice.Float64() * 50}
	}
	p := Problem{}
	for range 1 + dice.IntN(2) {
		m := matrixOf(places, Unreachable, func(d float64) Time { return Time(d) })
		for range dice.IntN(4) {
			m.T[dice.IntN(len(m.T))] = Unreachable
		}
		p.Travel = append(p.Travel, m)
	}
	for range 1 + dice.IntN(3) {
		p.Crews = append(p.Crews, anyCrew(dice, p))
	}
	for range dice.IntN(10) {
		p.Visits = append(p.Visits, anyVisit(dice, p))
	}
	return p
}

func anyCrew(dice *rand.Rand, p Problem) Crew {
	open := Time(dice.IntN(50))
	c := Crew{
		Travel: dice.IntN(len(p.Travel)), Start: dice.IntN(p.Travel[0].N), End: dice.IntN(p.Travel[0].N),
		Open: open, Close: open + Time(dice.IntN(400)),
	}
	now := open
	for range dice.IntN(3) {
		b := Break{Earliest: now + Time(dice.IntN(100)), Duration: 1 + Time(dice.IntN(20))}
		b.Latest = b.Earliest + Time(dice.IntN(100))
		if now = b.Latest + b.Duration; now > c.Close {
			break
		}
		c.Breaks = append(c.Breaks, b)
	}
	return c
}

func anyVisit(dice *rand.Rand, p Problem) Visit {
	v := Visit{Place: dice.IntN(p.Travel[0].N), Service: 1 + Time(dice.IntN(30)), Reward: int64(dice.IntN(100)), Must: dice.IntN(8) == 0}
	for range dice.IntN(4) - 1 {
		open := Time(dice.IntN(400))
		v.Windows = append(v.Windows, Window{open, open + Time(dice.IntN(100))})
	}
	for range dice.IntN(4) - 1 {
		v.Crews = append(v.Crews, dice.IntN(len(p.Crews)))
	}
	if dice.IntN(2) == 0 {
		gap := Time(dice.IntN(60))
		v.Revisit = Revisit{MinGap: gap, MaxGap: gap + 1 + Time(dice.IntN(100)), Fade: Time(dice.IntN(80)), SameCrew: dice.IntN(2) == 0}
		if dice.IntN(2) == 0 {
			v.Revisit.Until = Time(dice.IntN(400))
		}
	}
	return v
}
