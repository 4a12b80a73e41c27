package tours

import (
	"cmp"
	"fmt"
	"slices"
)

// Check verifies s from nothing against p and names the first fault: hours, travel, windows, services, breaks, work, who may,
// gaps, and the reward.
func Check(p Problem, s Solution) error {
	if err := p.Validate(); err != nil {
		return err
	}
	if len(s.Routes) != len(p.Crews) {
		return fmt.Errorf("there are %d routes for %d crews", len(s.Routes), len(p.Crews))
	}
	for c, route := range s.Routes {
		if err := p.checkRoute(c, route); err != nil {
			return fmt.Errorf("crew %d: %w", c, err)
		}
	}
	var reward int64
	for v, stays := range p.staysByVisit(s.Routes) {
		if err := p.checkStays(v, stays); err != nil {
			return fmt.Errorf("visit %d: %w", v, err)
		}
		reward += p.earned(v, stays)
	}
	switch {
	case reward != s.Reward:
		return fmt.Errorf("the stays earn %d, the solution says %d", reward, s.Reward)
	case s.Bound < s.Reward:
		return fmt.Errorf("the reward %d is above the bound %d", s.Reward, s.Bound)
	}
	return nil
}

// stay is a call and who makes it.
type stay struct {
	crew int
	Call
}

func (p *Problem) staysByVisit(routes [][]Call) [][]stay {
	stays := make([][]stay, len(p.Visits))
	for c, route := range routes {
		for _, call := range route {
			stays[call.Visit] = append(stays[call.Visit], stay{c, call})
		}
	}
	return stays
}

// earned is what the stays at visit v, in any order, are worth together.
func (p *Problem) earned(v int, stays []stay) int64 {
	if len(stays) == 0 {
		return 0
	}
	calls := make([]Call, len(stays))
	for i, s := range stays {
		calls[i] = s.Call
	}
	slices.SortFunc(calls, func(a, b Call) int { return cmp.Compare(a.Arrive, b.Arrive) })
	return worth(p.Visits[v], p.hoursBy(v, stays[0].crew), calls)
}

// checkRoute follows crew c from its start through its calls to its end.
func (p *Problem) checkRoute(c int, route []Call) error {
	if len(route) == 0 {
		return nil
	}
	crew := p.Crews[c]
	travel := p.Travel[crew.Travel]
	place, left := crew.Start, crew.Open
	for i, call := range route {
		if call.Visit < 0 || call.Visit >= len(p.Visits) {
			return fmt.Errorf("call %d: visit %d does not exist", i, call.Visit)
		}
		v := p.Visits[call.Visit]
		arrive := left + travel.At(place, v.Place)
		switch {
		case travel.At(place, v.Place) == Unreachable:
			return fmt.Errorf("call %d: there is no way from place %d to %d", i, place, v.Place)
		case i > 0 && route[i-1].Visit == call.Visit:
			return fmt.Errorf("call %d: the crew has not left visit %d since the call before", i, call.Visit)
		case i == 0 && call.Arrive < arrive:
			return fmt.Errorf("call 0: arrives at %d, its hours begin at %d and the way takes %d", call.Arrive, crew.Open, arrive-left)
		case i > 0 && call.Arrive != arrive:
			return fmt.Errorf("call %d: arrives at %d, the way before ends at %d", i, call.Arrive, arrive)
		case call.Break < 0 || call.Leave-call.Arrive < v.Service+call.Break:
			return fmt.Errorf("call %d: stays %d ticks, needs %d of service and %d of break", i, call.Leave-call.Arrive, v.Service, call.Break)
		case !v.opensAt(call.Arrive):
			return fmt.Errorf("call %d: visit %d has no window open at %d", i, call.Visit, call.Arrive)
		case len(v.Crews) > 0 && !slices.Contains(v.Crews, c):
			return fmt.Errorf("call %d: the crew may not make visit %d", i, call.Visit)
		}
		place, left = v.Place, call.Leave
	}
	if work := p.workOf(route); crew.Most > 0 && work > crew.Most && !p.onlyMusts(route) {
		return fmt.Errorf("has %d ticks of service, its limit is %d", work, crew.Most)
	}
	if back := left + travel.At(place, crew.End); back > crew.Close {
		return fmt.Errorf("is back at %d, its hours end at %d", back, crew.Close)
	}
	return p.checkBreaks(c, route)
}

// opensAt tells whether a stay may begin at t.
func (v *Visit) opensAt(t Time) bool {
	return len(v.Windows) == 0 ||
		slices.ContainsFunc(v.Windows, func(w Window) bool { return w.Open <= t && t <= w.Close })
}

// checkBreaks sees that every break is taken once, in order, at the start, in calls that are long enough, or at the end.
func (p *Problem) checkBreaks(c int, route []Call) (fault error) {
	crew := p.Crews[c]
	depart := route[0].Arrive - p.Travel[crew.Travel].At(crew.Start, p.Visits[route[0].Visit].Place)
	var before Time
	for n := 0; n <= len(crew.Breaks); n++ {
		left, taken := rest(crew.Breaks, crew.Open, depart, before)
		if taken != before {
			break
		}
		if fault = p.checkBreaksOnWay(c, route, left); fault == nil {
			break
		}
		if n < len(crew.Breaks) {
			before += crew.Breaks[n].Duration
		}
	}
	return fault
}

// checkBreaksOnWay sees that the breaks not taken at the start are taken in the calls that say so, or at the end.
func (p *Problem) checkBreaksOnWay(c int, route []Call, breaks []Break) error {
	for i, call := range route {
		var taken Time
		breaks, taken = rest(breaks, call.Arrive+p.Visits[call.Visit].Service, call.Leave, call.Break)
		if taken != call.Break {
			return fmt.Errorf("call %d: its break of %d ticks is none that may begin then", i, call.Break)
		}
	}
	last, crew := route[len(route)-1], p.Crews[c]
	back := last.Leave + p.Travel[crew.Travel].At(p.Visits[last.Visit].Place, crew.End)
	if breaks, _ = rest(breaks, back, crew.Close, maxTime); len(breaks) > 0 {
		return fmt.Errorf("a break, to begin within %d to %d, is not taken", breaks[0].Earliest, breaks[0].Latest)
	}
	return nil
}

// rest takes as many of breaks as fit one after another between from and until, at most limit ticks in all; it gives
// the breaks that are left and how long those taken last.
func rest(breaks []Break, from, until, limit Time) (left []Break, taken Time) {
	for len(breaks) > 0 {
		b := breaks[0]
		begin := max(from, b.Earliest)
		if begin > b.Latest || begin+b.Duration > until || taken+b.Duration > limit {
			break
		}
		from, taken, breaks = begin+b.Duration, taken+b.Duration, breaks[1:]
	}
	return breaks, taken
}

// checkStays sees that the stays at visit v keep their distance from each other.
func (p *Problem) checkStays(v int, stays []stay) error {
	r := p.Visits[v].Revisit
	if len(stays) > 1 && r.MaxGap == 0 {
		return fmt.Errorf("is made %d times", len(stays))
	}
	slices.SortFunc(stays, func(a, b stay) int { return cmp.Compare(a.Arrive, b.Arrive) })
	for i := 1; i < len(stays); i++ {
		gap := stays[i].Arrive - stays[i-1].Leave
		if gap < r.MinGap || gap > r.MaxGap {
			return fmt.Errorf("stay %d begins %d ticks after the one before, allowed are %d to %d", i, gap, r.MinGap, r.MaxGap)
		}
		if r.SameCrew && stays[i].crew != stays[0].crew {
			return fmt.Errorf("stay %d is crew %d's, the first was crew %d's", i, stays[i].crew, stays[0].crew)
		}
	}
	return nil
}
