package tours

import (
	"context"
	"slices"
)

// Repair is an answer to a change under way.
type Repair struct {
	Rest     Problem  // what is left to do; Solution is a solution of it
	Done     [][]Call // by crew: the calls made or set out for
	Solution Solution
	Changes  []Change // what differs from the routes as they were, by crew in the order of time
}

// Change is a difference between two routes of a crew: a call dropped (Is nil), added (Was nil), or made at another time.
type Change struct {
	Crew    int
	Was, Is *Call
}

// Loyalty is how far a repair keeps to the routes as they were, beyond what cannot be otherwise. The zero value is not at all.
type Loyalty struct {
	// Most limits the changes of each crew that has a route; 0 for no limit. A change is a place that comes new to its route,
	// goes off it or gets another turn on it. A call more or fewer at a place that it keeps is none, nor are other times, nor
	// a place that it takes over from crews that can no longer serve it. (With 3 changes a crew the reward stays within 5
	// percent of solving afresh on nights of all kinds of change: see BenchmarkMend.)
	Most int

	// Price is the reward that each call that is other than planned has to bring: see fee.
	Price int64
}

// Mend solves what is left of p, which may have changed since u was planned, and keeps to the routes as they were as far as
// l says.
func Mend(ctx context.Context, p Problem, u Underway, l Loyalty, s Settings) (Repair, error) {
	if err := p.Validate(); err != nil {
		return Repair{}, err
	}
	r := Repair{}
	r.Rest, r.Done = Rest(p, u)
	stop := newStop(ctx, s, r.Rest)
	islands := newIslands(newModel(&r.Rest), s, stop)
	planned := make([][]Call, len(p.Crews))
	for c := range min(len(planned), len(u.Routes)) {
		planned[c] = u.Routes[c][len(r.Done[c]):]
	}
	islands.kind = p.everyCrew() // a crew is to keep to its own route
	islands.each(func(_ int, s *search) { s.startFrom(planned, l) })
	islands.run()
	r.Solution = islands.solution()
	r.Solution.Unserved = slices.DeleteFunc(r.Solution.Unserved, func(u Unserved) bool {
		return slices.Equal(r.Rest.Visits[u.Visit].Windows, []Window{never}) // made already
	})
	for c, route := range r.Solution.Routes {
		r.Changes = append(r.Changes, changes(c, planned[c], route)...)
	}
	return r, nil
}

// A repair begins with good routes and has little time, so its annealing is less hot and its first cycle shorter. (Measured
// by BenchmarkMend and BenchmarkAmend.)
const (
	repairHeat  = 0.1
	repairCycle = 300
)

// startFrom begins the search with the routes planned, as far as they can still be made, and keeps it loyal to those.
func (s *search) startFrom(planned [][]Call, l Loyalty) {
	s.prepare()
	s.cooling.scale *= repairHeat
	s.cooling.cycle = repairCycle
	for c, calls := range planned {
		r := s.routes[c]
		for _, call := range calls {
			v := int32(call.Visit)
			once := s.hours[v] == nil || s.Visits[v].Revisit.SameCrew && s.where[v] != int32(c)
			if !s.may[int(v)*len(s.routes)+c] || once && s.where[v] >= 0 || r.node[r.stays()] == v {
				continue
			}
			if r.insert(v, r.stays()) {
				s.where[v] = int32(c)
			}
		}
	}
	if s.kept {
		s.cutBroken()
	}
	if s.limit = l.Most; s.limit > 0 {
		s.notePlanned(planned)
	}
	for _, r := range s.routes {
		r.keepTo(l.Price)
	}
	s.accept()
}

// notePlanned takes the routes as they are for what crews keep to, and what else was planned for orphans.
func (s *search) notePlanned(planned [][]Call) {
	s.planned, s.orphan = make([][]int32, len(s.routes)), make([]bool, s.nodes)
	for c, r := range s.routes {
		if planned[c] != nil {
			s.planned[c] = slices.Clone(r.node)
		}
		for _, call := range planned[c] {
			s.orphan[call.Visit] = s.where[call.Visit] < 0
		}
	}
}

// withinLimit tells whether no crew has more changes than the limit.
func (s *search) withinLimit() bool {
	if s.limit == 0 {
		return true
	}
	for c, r := range s.routes {
		if s.touched[c] && s.planned[c] != nil && changed(s.planned[c], r.node, s.orphan) > s.limit {
			return false
		}
	}
	return true
}

// changed counts the changes of a route from was to is: visits that go off it, get another turn, or come new to it and are
// no orphans.
func changed(was, is []int32, orphan []bool) (n int) {
	left, right := slices.Clone(was), slices.Clone(is) // calls without a partner on the other route
	common(was, is, func(i, j int) { left[i], right[j] = none, none })
	for _, v := range distinct(left) {
		if !slices.Contains(is, v) || slices.Contains(right, v) {
			n++
		}
	}
	for _, v := range distinct(right) {
		if !slices.Contains(was, v) && !orphan[v] {
			n++
		}
	}
	return n
}

// none stands where there is no visit.
const none = -1

// distinct are the visits among these calls, each once.
func distinct(calls []int32) []int32 {
	visits := slices.Clone(calls)
	slices.Sort(visits)
	visits = slices.Compact(visits)
	if len(visits) > 0 && visits[0] == none {
		return visits[1:]
	}
	return visits
}

// common is the length of the longest common subsequence of a and b; with each, it is called for the members of one,
// the last first.
func common(a, b []int32, each func(i, j int)) int {
	width := len(b) + 1
	length := make([]int16, (len(a)+1)*width) // of the longest one of a[:i] and b[:j]
	for i := range a {
		for j := range b {
			if a[i] == b[j] {
				length[(i+1)*width+j+1] = length[i*width+j] + 1
			} else {
				length[(i+1)*width+j+1] = max(length[i*width+j+1], length[(i+1)*width+j])
			}
		}
	}
	for i, j := len(a), len(b); each != nil && i > 0 && j > 0; {
		switch here := length[i*width+j]; here {
		case length[(i-1)*width+j]:
			i--
		case length[i*width+j-1]:
			j--
		default:
			i, j = i-1, j-1
			each(i, j)
		}
	}
	return int(length[len(length)-1])
}

// changes lists how crew c's route differs from what it was.
func changes(c int, was, is []Call) (list []Change) {
	partner := make([]int, len(is)) // in was; -1 for none
	for i := range partner {
		partner[i] = -1
	}
	common(visitsIn(was), visitsIn(is), func(i, j int) { partner[j] = i })
	next := 0
	for j := range is {
		if partner[j] < 0 {
			list = append(list, Change{c, nil, &is[j]})
			continue
		}
		for ; next < partner[j]; next++ {
			list = append(list, Change{c, &was[next], nil})
		}
		if was[next].Arrive != is[j].Arrive {
			list = append(list, Change{c, &was[next], &is[j]})
		}
		next++
	}
	for ; next < len(was); next++ {
		list = append(list, Change{c, &was[next], nil})
	}
	return list
}

func visitsIn(calls []Call) (visits []int32) {
	for _, c := range calls {
		visits = append(visits, int32(c.Visit))
	}
	return visits
}
