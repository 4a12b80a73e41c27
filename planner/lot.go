package planner

import (
	"fmt"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/planner/words"
)

// Lot is what an experiment has a night do: of its points so many are patrolled, so many are left.
type Lot struct {
	Experiment        string // its name
	Patrolled, Spared int
}

// Lots are the spots that are patrolled on a night, and those that are left; none of either where the lot says nothing of it.
func (e *Experiment) Lots(night time.Time) (patrolled, spared []Spot) {
	for _, arm := range e.Arms {
		switch {
		case e.Unit == OfNights && !arm.Night.Equal(night):
		case e.Unit == OfNights && arm.Patrolled:
			return e.Spots, nil
		case e.Unit == OfNights:
			return nil, e.Spots
		case arm.Patrolled:
			patrolled = append(patrolled, arm.Spot)
		default:
			spared = append(spared, arm.Spot)
		}
	}
	return patrolled, spared
}

// Obey is a request that goes by the draw, where its shift lies in a night of the experiment: the patrolled spots are must
// points, and no stop is chosen near the others. What the commander asked for stays. Obeying twice changes nothing.
func (e *Experiment) Obey(r Request) (obeyed Request, obeys bool) {
	night, ok := e.NightOf(r.Shift)
	if !ok || !e.Ended.IsZero() && !r.Shift.Start.Before(e.Ended) {
		return r, false
	}
	patrolled, spared := e.Lots(night)
	if len(patrolled)+len(spared) == 0 {
		return r, false
	}
	r.Must, r.Avoid = slices.Clone(r.Must), slices.Clone(r.Avoid)
	revisit := max(0, r.withDefaults().Revisit)
	for i, s := range patrolled {
		m := Must{ID: lotID(i), Name: s.Name, Place: s.Place, Revisit: revisit}
		if !slices.ContainsFunc(r.Must, func(had Must) bool { return had.ID == m.ID || geo.Distance(had.Place, m.Place) < alikeM }) {
			r.Must = append(r.Must, m)
		}
	}
	for _, s := range spared {
		if !slices.ContainsFunc(r.Avoid, func(p orb.Point) bool { return geo.Distance(p, s.Place) < 1 }) {
			r.Avoid = append(r.Avoid, s.Place)
		}
	}
	r.Lot = Lot{e.Name, len(patrolled), len(spared)}
	return r, true
}

// lotID is the id of the must point that a patrolled spot becomes, by its place among them.
func lotID(i int) string { return fmt.Sprintf("X%02d", i+1) }

// Release is a request without what Obey put into it: what the commander asked for, so that another night goes by its own
// draw.
func (e *Experiment) Release(r Request) Request {
	night, ok := e.NightOf(r.Shift)
	if !ok || r.Lot.Experiment != e.Name {
		return r
	}
	patrolled, spared := e.Lots(night)
	r.Must = slices.DeleteFunc(slices.Clone(r.Must), func(m Must) bool {
		for i, s := range patrolled {
			if m.ID == lotID(i) && geo.Distance(m.Place, s.Place) < 1 {
				return true
			}
		}
		return false
	})
	r.Avoid = slices.DeleteFunc(slices.Clone(r.Avoid), func(p orb.Point) bool {
		return slices.ContainsFunc(spared, func(s Spot) bool { return geo.Distance(s.Place, p) < 1 })
	})
	r.Lot = Lot{}
	return r
}

// lotNotes say what an experiment has the night do, and where the commander's own points break it.
func (plan *Plan) lotNotes() (notes []words.Note) {
	switch lot := plan.Request.Lot; {
	case lot.Experiment == "":
		return nil
	case lot.Spared == 0:
		notes = append(notes, words.New("the lot of the experiment %s has this night patrolled: its %d points are must points", lot.Experiment, lot.Patrolled))
	case lot.Patrolled == 0:
		notes = append(notes, words.New("the lot of the experiment %s leaves this night without patrols at its %d points", lot.Experiment, lot.Spared))
	default:
		notes = append(notes, words.New("the lot of the experiment %s is obeyed: %d of its points are must points, no stop is chosen near the other %d", lot.Experiment, lot.Patrolled, lot.Spared))
	}
	for _, stop := range plan.Stops {
		if plan.Request.avoids(stop.Place) && stop.Reason.Off == "" {
			notes = append(notes, words.New("%s lies within %.0f m of a point that the lot leaves without patrols: it stays, and the judgement counts it as a breach", stop.Name, ApartM))
		}
	}
	return notes
}
