package tours

import "slices"

// Underway is a solution that is being carried out when something changes.
type Underway struct {
	Routes [][]Call // by crew of the changed problem; a crew that is new has none
	Now    Time
	Gone   []int // crews that make no more calls
}

// Rest is the problem that is left at u.Now, over the same crews and visits as p, and the calls that are done, by crew.
// Done is every call that a crew has at least set out for. Each crew goes on from there, as soon as its service ends and
// not before Now; visits made once are no more; rounds go on from their last stay, by the same crew if that is not gone.
// A gap that can no more be kept is a lapse at the beginning of the rest's round.
func Rest(p Problem, u Underway) (rest Problem, done [][]Call) {
	rest = Problem{Travel: p.Travel, Crews: slices.Clone(p.Crews), Visits: slices.Clone(p.Visits)}
	done = make([][]Call, len(p.Crews))
	for c := range p.Crews {
		if c < len(u.Routes) {
			done[c] = u.begun(p, c)
		}
		rest.Crews[c] = p.crewAfter(c, done[c], u)
	}
	for v := range p.Visits {
		rest.Visits[v] = p.visitAfter(v, done, u)
	}
	return rest, done
}

// begun is the part of crew c's route that it has set out for.
func (u Underway) begun(p Problem, c int) []Call {
	crew := p.Crews[c]
	route := u.Routes[c]
	place := crew.Start
	for i, call := range route {
		to := p.Visits[call.Visit].Place
		set := call.Arrive - p.Travel[crew.Travel].At(place, to)
		if i > 0 {
			set = route[i-1].Leave
		}
		if set > u.Now {
			return route[:i]
		}
		place = to
	}
	return route
}

// crewAfter is crew c after its calls so far.
func (p Problem) crewAfter(c int, done []Call, u Underway) Crew {
	crew := p.Crews[c]
	crew.Open = max(crew.Open, u.Now)
	var taken Time
	for _, call := range done {
		visit := p.Visits[call.Visit]
		crew.Start = visit.Place
		crew.Open = max(u.Now, call.Arrive+visit.Service+call.Break)
		taken += call.Break
	}
	crew.Close = max(crew.Close, crew.Open)
	if slices.Contains(u.Gone, c) {
		crew.Close, crew.Breaks = crew.Open, nil
	}
	crew.Breaks = breaksAfter(crew.Breaks, taken, crew.Open)
	return crew
}

// breaksAfter are the breaks left once so many ticks of them are taken; one whose time is over by now is taken too.
func breaksAfter(breaks []Break, taken, now Time) []Break {
	for len(breaks) > 0 && (taken > 0 || breaks[0].Latest < now) {
		taken -= breaks[0].Duration
		breaks = breaks[1:]
	}
	return breaks
}

// visitAfter is visit v after the calls done.
func (p Problem) visitAfter(v int, done [][]Call, u Underway) Visit {
	visit := p.Visits[v]
	keeper, left := -1, Time(0)
	for c, calls := range done {
		for _, call := range calls {
			if call.Visit == v && (keeper < 0 || call.Leave > left) {
				keeper, left = c, u.left(call, visit.Service)
			}
		}
	}
	visit.Crews = p.crewsAfter(v, keeper, u)
	if keeper < 0 {
		return visit
	}
	if visit.Revisit.MaxGap == 0 {
		visit.Windows = []Window{never}
		visit.Must, visit.Reward = false, 0
		return visit
	}
	visit.Must = false // it has been made
	visit.Revisit.From = left
	visit.Windows = after(visit.Windows, left+visit.Revisit.MinGap)
	return visit
}

// left is when the crew leaves a call that it has set out for: as planned if that is past, else as soon as it can.
func (u Underway) left(call Call, service Time) Time {
	if call.Leave <= u.Now {
		return call.Leave
	}
	return max(u.Now, call.Arrive+service+call.Break)
}

// never is a window before all times.
var never = Window{-maxTime, -maxTime}

// after cuts windows off before t.
func after(windows []Window, t Time) []Window {
	if len(windows) == 0 {
		return []Window{{t, maxTime}}
	}
	var left []Window
	for _, w := range windows {
		if w.Close >= t {
			left = append(left, Window{max(w.Open, t), w.Close})
		}
	}
	if len(left) == 0 {
		return []Window{never}
	}
	return left
}

// crewsAfter are the crews that may go on with visit v, of which keeper (-1 for none) made the last stay.
func (p Problem) crewsAfter(v, keeper int, u Underway) []int {
	visit := p.Visits[v]
	if keeper >= 0 && visit.Revisit.SameCrew && !slices.Contains(u.Gone, keeper) {
		return []int{keeper}
	}
	return visit.Crews
}
