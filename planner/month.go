package planner

import (
	"cmp"
	"slices"
	"time"

	"nightbeat/planner/tours"
)

// MonthWork is a unit's part of the work of several nights.
type MonthWork struct {
	Unit   string // its id
	Duties int    // nights on which it was on duty
	Late   int    // of those, how many reached into the hours from 22 to 6
	Asked  time.Duration
	Hours  time.Duration
	Ratio  float64 // Asked over an even share by hours, as in Workload; 0 where there is no work
}

// WorkOf adds up what was asked of each unit in some plans, by the units' ids. Even is 1; the largest ratio is the largest
// part to the mean, by hours.
func WorkOf(plans []*Plan) []MonthWork {
	byUnit := map[string]*MonthWork{}
	var asked, hours time.Duration
	for _, plan := range plans {
		for _, r := range plan.Routes {
			w := byUnit[r.Unit.ID]
			if w == nil {
				w = &MonthWork{Unit: r.Unit.ID}
				byUnit[r.Unit.ID] = w
			}
			w.Duties++
			if r.Unit.late() {
				w.Late++
			}
			work, on := plan.workOf(r).Asked, plan.onRound(r)
			w.Asked, w.Hours = w.Asked+work, w.Hours+on
			asked, hours = asked+work, hours+on
		}
	}
	var all []MonthWork
	for _, w := range byUnit {
		if w.Asked > 0 {
			w.Ratio = w.rate() / (float64(asked) / float64(max(1, hours)))
		}
		all = append(all, *w)
	}
	slices.SortFunc(all, func(a, b MonthWork) int { return cmp.Compare(a.Unit, b.Unit) })
	return all
}

// rate is the work an hour on duty.
func (w MonthWork) rate() float64 { return float64(w.Asked) / float64(max(1, w.Hours)) }

// late tells whether a unit is on duty at any time from 22 to 6 by its clock.
func (u Unit) late() bool {
	for at := u.Start; at.Before(u.End); at = at.Add(15 * time.Minute) {
		if h := at.Hour(); h >= 22 || h < 6 {
			return true
		}
	}
	return false
}

// Largest is the largest ratio of some units' work; 0 where there is none.
func Largest(all []MonthWork) float64 {
	largest := 0.0
	for _, w := range all {
		largest = max(largest, w.Ratio)
	}
	return largest
}

// evened gives each route to the unit that has worked least so far, the longest first: among units that are alike in all
// but their names, so that the plan is worth the same.
func (r Request) evened(worked []MonthWork, points []point, s tours.Solution) tours.Solution {
	if len(worked) == 0 {
		return s
	}
	rate := func(unit int) float64 {
		i := slices.IndexFunc(worked, func(w MonthWork) bool { return w.Unit == r.Units[unit].ID })
		if i < 0 {
			return 0
		}
		return worked[i].rate()
	}
	work := func(route []tours.Call) (sum time.Duration) {
		for _, c := range route {
			sum += points[c.Visit].dwell
		}
		return sum
	}
	routes := slices.Clone(s.Routes)
	for _, group := range r.alike() {
		least, longest := slices.Clone(group), slices.Clone(group)
		slices.SortStableFunc(least, func(a, b int) int { return cmp.Compare(rate(a), rate(b)) })
		slices.SortStableFunc(longest, func(a, b int) int { return cmp.Compare(work(s.Routes[b]), work(s.Routes[a])) })
		for k, unit := range least {
			routes[unit] = s.Routes[longest[k]]
		}
	}
	s.Routes = routes
	return s
}

// alike groups the units that differ in their names only.
func (r Request) alike() [][]int {
	var groups [][]int
next:
	for i, u := range r.Units {
		for k, g := range groups {
			if o := r.Units[g[0]]; o.Profile == u.Profile && o.Base == u.Base && o.Start.Equal(u.Start) && o.End.Equal(u.End) && slices.EqualFunc(o.Breaks, u.Breaks, sameBreak) {
				groups[k] = append(g, i)
				continue next
			}
		}
		groups = append(groups, []int{i})
	}
	return groups
}

func sameBreak(a, b Break) bool {
	return a.Earliest.Equal(b.Earliest) && a.Latest.Equal(b.Latest) && a.Duration == b.Duration
}
