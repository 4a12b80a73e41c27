package planner

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"nightbeat/planner/words"
)

// What is the kind of a difference.
type What string

// The kinds of differences between a plan and its parent.
const (
	Takes  What = "takes"  // a unit makes a visit that it did not have: From had it, where that is not empty
	Drops  What = "drops"  // a visit is not made, by nobody
	Shifts What = "shifts" // a unit makes its visit at another time
	Leaves What = "leaves" // a unit is off its round, until Until
)

// Difference is one thing that differs between a plan and its parent, in data, so that any language can tell it.
type Difference struct {
	What       What
	Unit, From string // ids
	Stop, Name string
	Was, At    time.Time // arrival in the parent and in the plan; zero where there is none
	Until      time.Time
}

// Note tells a difference: "A2 takes Xinhua Road 3 at 23:40 from A3". The names and the zone are the plan's.
func (d Difference) Note(plan *Plan) words.Note {
	clock := func(t time.Time) string { return t.In(plan.Request.Shift.Start.Location()).Format("15:04") }
	unit := plan.unitName(d.Unit)
	switch {
	case d.What == Takes && d.From != "":
		return words.New("%s takes %s at %s from %s", unit, d.Name, clock(d.At), plan.unitName(d.From))
	case d.What == Takes:
		return words.New("%s takes %s at %s", unit, d.Name, clock(d.At))
	case d.What == Drops:
		return words.New("%s drops %s at %s", unit, d.Name, clock(d.Was))
	case d.What == Shifts:
		return words.New("%s comes to %s at %s instead of %s", unit, d.Name, clock(d.At), clock(d.Was))
	}
	return words.New("%s is %s from %s until %s", unit, words.Note{Says: d.Name}, clock(d.At), clock(d.Until))
}

func (plan *Plan) unitName(id string) string {
	for _, u := range plan.Request.Units {
		if u.ID == id {
			return u.Name
		}
	}
	return id
}

// told is the least time by which a visit is shifted that is worth a word.
const told = time.Minute

// Differ tells how a plan differs from its parent since it was changed.
func Differ(parent, plan *Plan) []Difference { return DifferSince(parent, plan, plan.Since) }

// DifferSince tells how one version of a night differs from another since an instant, in the order of units and time. A
// visit is the same as the nearest in time at its stop, first by its own unit, then by another.
func DifferSince(from, plan *Plan, since time.Time) []Difference {
	was, is := from.visitsAfter(since), plan.visitsAfter(since)
	same := pair(was, is, func(a, b visit) bool { return a.unit == b.unit })
	var list []Difference
	for _, p := range same {
		if shift := p[1].Arrive.Sub(p[0].Arrive); shift.Abs() >= told {
			list = append(list, Difference{What: Shifts, Unit: p[1].unit, Stop: p[1].ID, Name: p[1].Name, Was: p[0].Arrive, At: p[1].Arrive})
		}
	}
	was, is = without(was, same, 0), without(is, same, 1)
	taken := pair(was, is, func(a, b visit) bool { return true })
	for _, p := range taken {
		list = append(list, Difference{What: Takes, Unit: p[1].unit, From: p[0].unit, Stop: p[1].ID, Name: p[1].Name, Was: p[0].Arrive, At: p[1].Arrive})
	}
	for _, v := range without(was, taken, 0) {
		if v.Reason.Off == "" {
			list = append(list, Difference{What: Drops, Unit: v.unit, Stop: v.ID, Name: v.Name, Was: v.Arrive})
		}
	}
	for _, v := range without(is, taken, 1) {
		d := Difference{What: Takes, Unit: v.unit, Stop: v.ID, Name: v.Name, At: v.Arrive}
		if v.Reason.Off != "" {
			d.What, d.Until = Leaves, v.Leave
		}
		list = append(list, d)
	}
	order := map[string]int{}
	for i, u := range plan.Request.Units {
		order[u.ID] = i
	}
	slices.SortStableFunc(list, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(order[a.Unit], order[b.Unit]), a.when().Compare(b.when()), strings.Compare(a.Stop, b.Stop), strings.Compare(string(a.What), string(b.What)))
	})
	return list
}

func (d Difference) when() time.Time {
	if d.At.IsZero() {
		return d.Was
	}
	return d.At
}

// visit is a call with its stop and its unit.
type visit struct {
	Stop
	Call
	unit string
}

// visitsAfter are the calls that begin after an instant.
func (plan *Plan) visitsAfter(t time.Time) (visits []visit) {
	for _, r := range plan.Routes {
		for _, c := range r.Calls {
			if c.Arrive.After(t) || plan.Stops[c.Stop].Reason.Off != "" && c.Leave.After(t) {
				visits = append(visits, visit{plan.Stops[c.Stop], c, r.Unit.ID})
			}
		}
	}
	return visits
}

// pair joins visits at the same stop that may be one another, the nearest in time first.
func pair(was, is []visit, may func(a, b visit) bool) (pairs [][2]visit) {
	for _, a := range was {
		for _, b := range is {
			if a.ID == b.ID && may(a, b) {
				pairs = append(pairs, [2]visit{a, b})
			}
		}
	}
	slices.SortStableFunc(pairs, func(p, q [2]visit) int {
		return cmp.Compare(p[1].Arrive.Sub(p[0].Arrive).Abs(), q[1].Arrive.Sub(q[0].Arrive).Abs())
	})
	var joined [][2]visit
	for _, p := range pairs {
		if !among(p[0], joined, 0) && !among(p[1], joined, 1) {
			joined = append(joined, p)
		}
	}
	return joined
}

func among(v visit, pairs [][2]visit, side int) bool {
	return slices.ContainsFunc(pairs, func(p [2]visit) bool {
		return p[side].ID == v.ID && p[side].unit == v.unit && p[side].Arrive.Equal(v.Arrive)
	})
}

func without(visits []visit, pairs [][2]visit, side int) []visit {
	return slices.DeleteFunc(slices.Clone(visits), func(v visit) bool { return among(v, pairs, side) })
}
