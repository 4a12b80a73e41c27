package planner

import (
	"math"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/planner/risk"
	"nightbeat/planner/words"
)

// Presence is a time that a unit stood at a place.
type Presence struct {
	Place       orb.Point
	From, Until time.Time
}

// Presence is where and when the plan's units stand to watch.
func (plan *Plan) Presence() []Presence {
	var stood []Presence
	for _, r := range plan.Routes {
		for _, c := range r.Calls {
			if s := plan.Stops[c.Stop]; s.Reason.Off == "" {
				stood = append(stood, Presence{s.Place, c.Arrive, c.Leave})
			}
		}
	}
	return stood
}

// CountsFound tells whether the request gives weight to incidents that the police find by looking.
func (r Request) CountsFound() bool {
	if r.Discovered {
		return true
	}
	for category, w := range r.Categories {
		if w > 0 && isProactive(category) {
			return true
		}
	}
	return false
}

// found tells whether police find an incident like this by looking.
func (in Incident) found() bool { return in.Discovered || isProactive(in.Category) }

// presenceBefore is what was stood up to an instant.
func presenceBefore(all []Presence, until time.Time) []Presence {
	var before []Presence
	for _, p := range all {
		if p.Until.After(until) {
			p.Until = until
		}
		if p.From.Before(p.Until) {
			before = append(before, p)
		}
	}
	return before
}

// firstStood is when the record of presence begins; zero where there is none.
func firstStood(patrolled []Presence) time.Time {
	if len(patrolled) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(patrolled, func(a, b Presence) int { return a.From.Compare(b.From) }).From
}

// correct weakens what was found by looking by how long each cell was watched, and notes what that did.
func (g *ground) correct(patrolled []Presence) {
	if len(patrolled) == 0 {
		return
	}
	var where []int
	var found []risk.Event
	for i, in := range g.incidents {
		if in.found() {
			where, found = append(where, i), append(found, g.events[i])
		}
	}
	watched := g.watched(patrolled)
	var was, is, minutes float64
	for n, e := range risk.CorrectForPatrols(found, watched) {
		was, is = was+g.events[where[n]].Weight, is+e.Weight
		g.events[where[n]] = e
	}
	if len(found) == 0 {
		return
	}
	for _, p := range patrolled {
		minutes += p.Until.Sub(p.From).Minutes()
	}
	g.corrected = append(g.corrected, words.New("%d incidents that police found by looking weigh %.3g instead of %.3g: each by the least patrol time of a cell "+
		"over that of its own, from %.0f minutes of presence since %s",
		len(found), is, was, minutes, firstStood(patrolled).Format("2006-01-02")))
}

// watched is for how many seconds each cell was watched: those whose middle lies within WatchM of where a unit stood,
// and the one that it stood in.
func (g *ground) watched(patrolled []Presence) geo.Raster {
	seconds := geo.NewRaster(g.study.Grid)
	reach := int(math.Ceil(WatchM / g.study.Grid.CellM))
	for _, p := range patrolled {
		at := g.frame.ToXY(p.Place)
		own, ok := seconds.CellAt(at)
		if !ok {
			continue
		}
		seconds.Around(own, reach, func(c geo.Cell) {
			if c == own || seconds.Centre(c).Distance(at) <= WatchM {
				seconds.Values[c] += p.Until.Sub(p.From).Seconds()
			}
		})
	}
	return seconds
}
