package planner

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// AreaAttendance is an area's part of a night: what was planned and done at its stops.
type AreaAttendance struct {
	Area  Area // the zero value for what lies in none
	Stops int  // that are to be visited
	Attendance
}

// Holds tells whether a place lies in an area.
func (a Area) Holds(p orb.Point) bool { return planar.MultiPolygonContains(a.Shape, p) }

// ByArea gives a ledger's night by area, and at last what lies in none where there is any; nothing where there are no
// areas. What lies in several areas counts in each of them: a beat (巡区) may hold communities (社区). Service at no stop
// lies in none.
func (l Ledger) ByArea(plan *Plan, areas []Area) []AreaAttendance {
	if len(areas) == 0 {
		return nil
	}
	rows := make([]AreaAttendance, len(areas)+1)
	for i, a := range areas {
		rows[i] = AreaAttendance{Area: a, Attendance: Attendance{Service: make([]int, len(Services()))}}
	}
	last := &rows[len(areas)]
	last.Service = slices.Clone(l.Elsewhere)
	for i, stop := range l.Stops {
		nowhere := true
		for k, a := range areas {
			if a.Holds(plan.Stops[i].Place) {
				rows[k].add(stop)
				nowhere = false
			}
		}
		if nowhere {
			last.add(stop)
		}
	}
	if last.Stops == 0 && total(last.Service) == 0 {
		rows = rows[:len(areas)]
	}
	return rows
}

// add counts a stop in; one that no unit was to visit is none.
func (a *AreaAttendance) add(stop Attendance) {
	if stop.Asked == 0 {
		return
	}
	a.Stops++
	a.Attendance = a.plus(stop)
}

func total(counts []int) (sum int) {
	for _, n := range counts {
		sum += n
	}
	return sum
}
