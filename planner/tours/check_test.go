package tours

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// checked is a problem of one crew with a break, a round at place 1 and a visit at place 2, and a solution of it.
func checked() (Problem, Solution) {
	p := Problem{
		Travel: []Matrix{{3, []Time{0, 5, 5, 5, 0, 5, 5, 5, 0}}},
		Crews:  []Crew{{Close: 100, Breaks: []Break{{Earliest: 20, Latest: 40, Duration: 10}}}},
		Visits: []Visit{
			{Place: 1, Service: 10, Reward: 7, Revisit: Revisit{MinGap: 15, MaxGap: 40}},
			{Place: 2, Service: 4, Reward: 5, Windows: []Window{{10, 30}}},
		},
	}
	// 5 on the way, 10 of service to 15, 5 to place 2, 4 of service to 24, break to 34, 5 back: a gap of 24.
	s := Solution{Routes: [][]Call{{
		{Visit: 0, Arrive: 5, Leave: 15}, {Visit: 1, Arrive: 20, Leave: 34, Break: 10}, {Visit: 0, Arrive: 39, Leave: 60},
	}}, Reward: 7 + 7 + 5, Bound: 30}
	return p, s
}

func TestCheckNamesTheFault(t *testing.T) {
	if err := Check(checked()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		says  string
		spoil func(p *Problem, s *Solution)
	}{
		{"there are 0 routes", func(_ *Problem, s *Solution) { s.Routes = nil }},
		{"visit 9 does not exist", func(_ *Problem, s *Solution) { s.Routes[0][1].Visit = 9 }},
		{"no way from place 1 to 2", func(p *Problem, _ *Solution) { p.Travel[0].T[5] = Unreachable }},
		{"its hours begin at 1", func(p *Problem, _ *Solution) { p.Crews[0].Open = 1 }},
		{"the way before ends at 20", func(_ *Problem, s *Solution) { s.Routes[0][1].Arrive = 21 }},
		{"stays 14 ticks, needs 5", func(p *Problem, _ *Solution) { p.Visits[1].Service = 5 }},
		{"no window open at 20", func(p *Problem, _ *Solution) { p.Visits[1].Windows = []Window{{0, 19}, {21, 30}} }},
		{"is back at 65", func(p *Problem, _ *Solution) { p.Crews[0].Close = 64 }},
		{"may not make visit 1", func(p *Problem, s *Solution) {
			p.Crews = append(p.Crews, Crew{Close: 100})
			p.Visits[1].Crews = []int{1}
			s.Routes = append(s.Routes, nil)
		}},
		{"has not left visit 0", func(_ *Problem, s *Solution) {
			s.Routes[0] = []Call{{Visit: 0, Arrive: 5, Leave: 15}, {Visit: 0, Arrive: 15, Leave: 25}}
		}},
		{"is none that may begin then", func(p *Problem, _ *Solution) { p.Crews[0].Breaks[0].Latest = 23 }},
		{"is not taken", func(_ *Problem, s *Solution) { s.Routes[0][1].Break = 0 }},
		{"24 ticks after the one before", func(p *Problem, _ *Solution) { p.Visits[0].Revisit.MinGap = 25 }},
		{"24 ticks after the one before", func(p *Problem, _ *Solution) { p.Visits[0].Revisit = Revisit{MaxGap: 23} }},
		{"is made 2 times", func(p *Problem, _ *Solution) { p.Visits[0].Revisit = Revisit{} }},
		{"has 24 ticks of service, its limit is 23", func(p *Problem, _ *Solution) { p.Crews[0].Most = 23 }},
		{"the stays earn 19", func(_ *Problem, s *Solution) { s.Reward++ }},
		{"above the bound", func(_ *Problem, s *Solution) { s.Bound = 18 }},
	} {
		p, s := checked()
		c.spoil(&p, &s)
		if err := Check(p, s); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v, want it to say %q", err, c.says)
		}
	}
}

func TestCheckTwoCrewsAtOnePlace(t *testing.T) {
	p, s := checked()
	p.Crews = append(p.Crews, Crew{Close: 100})
	s.Routes = append(s.Routes, []Call{{Visit: 0, Arrive: 10, Leave: 20}})
	if err := Check(p, s); err == nil || !strings.Contains(err.Error(), "-5 ticks after") {
		t.Errorf("two crews at one place at once: %v", err)
	}
	s.Routes[1] = []Call{{Visit: 0, Arrive: 80, Leave: 90}} // 20 after the other has left
	s.Reward += 7
	if err := Check(p, s); err != nil {
		t.Error(err)
	}
	p.Visits[0].Revisit.SameCrew = true
	if err := Check(p, s); err == nil || !strings.Contains(err.Error(), "the first was crew 0's") {
		t.Errorf("two crews keep one round: %v", err)
	}
}

func TestValidateNamesTheFault(t *testing.T) {
	for _, c := range []struct {
		says  string
		spoil func(p *Problem)
	}{
		{"no travel matrix", func(p *Problem) { p.Travel = nil }},
		{"8 entries for 3 places", func(p *Problem) { p.Travel[0].T = p.Travel[0].T[:8] }},
		{"from place 0 to 1 takes -1", func(p *Problem) { p.Travel[0].T[1] = -1 }},
		{"no crew", func(p *Problem) { p.Crews = nil }},
		{"crew 0: travel matrix 1", func(p *Problem) { p.Crews[0].Travel = 1 }},
		{"crew 0: start 3", func(p *Problem) { p.Crews[0].Start = 3 }},
		{"balance 0.9", func(p *Problem) { p.Balance = 0.9 }},
		{"balance NaN", func(p *Problem) { p.Balance = math.NaN() }},
		{"crew 0: the limit of -1", func(p *Problem) { p.Crews[0].Most = -1 }},
		{"crew 0: hours 101 to 100", func(p *Problem) { p.Crews[0].Open = 101 }},
		{"crew 0: break 0 cannot begin in time: 50 ticks are needed, there are 40", func(p *Problem) { p.Crews[0].Open = 50 }},
		{"breaks end after its hours: 30 ticks are needed, there are 25", func(p *Problem) { p.Crews[0].Close = 25 }},
		{"visit 1: place -1", func(p *Problem) { p.Visits[1].Place = -1 }},
		{"visit 1: service of -1", func(p *Problem) { p.Visits[1].Service = -1 }},
		{"visit 1: reward -1", func(p *Problem) { p.Visits[1].Reward = -1 }},
		{"visit 0: gap of 50 to 40", func(p *Problem) { p.Visits[0].Revisit.MinGap = 50 }},
		{"visit 0: a place that is served again", func(p *Problem) { p.Visits[0].Service = 0 }},
		{"visit 1: window 30 to 10", func(p *Problem) { p.Visits[1].Windows = []Window{{30, 10}} }},
		{"visit 1: crew 1 does not exist", func(p *Problem) { p.Visits[1].Crews = []int{1} }},
		{"a gap of 1 ticks is missed up to 68719476736 times", func(p *Problem) { // 2^36 times 2^32
			p.Crews[0].Close = 1 << 36
			p.Visits[0] = Visit{Place: 1, Service: 1 << 35, Reward: maxReward, Revisit: Revisit{MaxGap: 1}}
		}},
		{"bring the total above", func(p *Problem) {
			p.Visits = slices.Repeat([]Visit{{Place: 1, Service: 1, Reward: maxReward, Revisit: Revisit{MaxGap: 5}}}, 100)
		}},
	} {
		p, _ := checked()
		c.spoil(&p)
		if err := p.Validate(); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v, want it to say %q", err, c.says)
		}
	}
}
