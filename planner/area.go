package planner

import (
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// AreaPresence is how long units stand in an area through a night: as planned, and as they told.
type AreaPresence struct {
	Area          Area // the zero value for what lies in none
	Asked, Stayed time.Duration
}

// Holds tells whether a place lies in an area.
func (a Area) Holds(p orb.Point) bool { return planar.MultiPolygonContains(a.Shape, p) }

// ByArea gives a ledger's minutes by area, and at last of what lies in none. What lies in several areas counts in each of
// them: a beat (巡区) may hold communities (社区).
func (l Ledger) ByArea(plan *Plan, areas []Area) []AreaPresence {
	rows := make([]AreaPresence, len(areas)+1)
	for i, a := range areas {
		rows[i].Area = a
	}
	for i, stop := range l.Stops {
		add := func(row *AreaPresence) {
			row.Asked += stop.MinutesAsked
			row.Stayed += stop.Minutes
		}
		nowhere := true
		for k, a := range areas {
			if a.Holds(plan.Stops[i].Place) {
				add(&rows[k])
				nowhere = false
			}
		}
		if nowhere {
			add(&rows[len(areas)])
		}
	}
	return rows
}
