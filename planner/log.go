package planner

import (
	"cmp"
	"slices"
	"strings"
)

// Served is service counted: so many of a kind in one night, by one unit, at one place.
type Served struct {
	Night string // the day on which its shift began, 2006-01-02
	Unit  string // what the plan calls it; empty for the desk
	Place string // what the plan calls the stop; empty for elsewhere
	Area  string // that the stop lies in; empty for none
	Kind  ReportKind
	Count int
}

// Log counts service by night, unit, place and kind. Every total is a sum over the same Served, so all agree.
type Log []Served

// Add counts the service among the reports of a plan's night.
func (l *Log) Add(plan *Plan, reports []Report, areas []Area) {
	for _, r := range reports {
		if !slices.Contains(Services(), r.Kind) {
			continue
		}
		one := Served{Night: plan.Request.Shift.Start.Format("2006-01-02"), Unit: plan.unitName(r.Unit), Kind: r.Kind, Count: 1}
		if i := slices.IndexFunc(plan.Stops, func(s Stop) bool { return s.ID == r.Stop && s.Reason.Off == "" }); i >= 0 {
			one.Place = plan.Stops[i].Name
			if a := areaOf(areas, plan.Stops[i].Place); a < len(areas) {
				one.Area = areas[a].Name
			}
		}
		l.count(one)
	}
}

// count adds one where it belongs in the order.
func (l *Log) count(one Served) {
	at, found := slices.BinarySearchFunc(*l, one, func(a, b Served) int {
		return cmp.Or(strings.Compare(a.Night, b.Night), strings.Compare(a.Unit, b.Unit), strings.Compare(a.Area, b.Area), strings.Compare(a.Place, b.Place),
			cmp.Compare(slices.Index(Services(), a.Kind), slices.Index(Services(), b.Kind)))
	})
	if found {
		(*l)[at].Count += one.Count
		return
	}
	*l = slices.Insert(*l, at, one)
}

// Tally is a total: what of, how many of each kind in the order of Services, and of all.
type Tally struct {
	Of    string
	Kinds []int
	All   int
}

// By gives the totals by what names a Served, in the order of the names.
func (l Log) By(name func(Served) string) []Tally {
	var tallies []Tally
	for _, s := range l {
		of := name(s)
		at, found := slices.BinarySearchFunc(tallies, of, func(t Tally, of string) int { return strings.Compare(t.Of, of) })
		if !found {
			tallies = slices.Insert(tallies, at, Tally{Of: of, Kinds: make([]int, len(Services()))})
		}
		tallies[at].Kinds[slices.Index(Services(), s.Kind)] += s.Count
		tallies[at].All += s.Count
	}
	return tallies
}

// Total is the sum of all.
func (l Log) Total() Tally {
	if all := l.By(func(Served) string { return "" }); len(all) > 0 {
		return all[0]
	}
	return Tally{Kinds: make([]int, len(Services()))}
}
