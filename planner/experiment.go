package planner

import (
	"slices"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/planner/effect"
)

// Experiment is hot spots of which a lot has drawn one of each pair to be patrolled, so that the other tells what would
// have happened.
type Experiment struct {
	Seed int64
	Arms []Arm // by pair, the patrolled one first
}

// Arm is a hot spot of an experiment.
type Arm struct {
	Spot
	Pair      int // from 1
	Patrolled bool
	Before    int // incidents within WatchM of it before the draw
}

// NewExperiment pairs hot spots by their incidents in a period before and draws one of each pair. Those nearer to each
// other than ApartM are refused: one's patrol would be the other's.
func NewExperiment(req Request, spots []Spot, period Shift, incidents []Incident, seed int64) (*Experiment, error) {
	if len(spots) < 2*effect.FewestPairs {
		return nil, impossible("points", "%d are too few; give at least %d, or nothing could be told from chance", len(spots), 2*effect.FewestPairs)
	}
	for i, a := range spots {
		for _, b := range spots[:i] {
			if d := geo.Distance(a.Place, b.Place); d < ApartM {
				return nil, impossible("points", "%s and %s are %.0f m apart; give points at least %.0f m apart", a.Name, b.Name, d, ApartM)
			}
		}
	}
	before := counts(counted(req, incidents), spots, period)
	e := &Experiment{Seed: seed}
	for i, p := range effect.Draw(before, uint64(seed)) {
		e.Arms = append(e.Arms, Arm{spots[p.Treated], i + 1, true, before[p.Treated]}, Arm{spots[p.Control], i + 1, false, before[p.Control]})
	}
	return e, nil
}

// counts is how many incidents of a period lie within WatchM of each spot.
func counts(kept []Incident, spots []Spot, period Shift) []int {
	all := make([]int, len(spots))
	for i, s := range spots {
		near := within([]Spot{s}, WatchM)
		for _, in := range kept {
			if period.holds(in.At) && near(in) {
				all[i]++
			}
		}
	}
	return all
}

// Obey is a request that goes by the draw: the patrolled spots are must points, and no stop is near the others.
func (e *Experiment) Obey(r Request) Request {
	r.Must, r.Avoid = slices.Clone(r.Must), slices.Clone(r.Avoid)
	for _, arm := range e.Arms {
		if arm.Patrolled {
			r.Must = append(r.Must, Must{Name: arm.Name, Place: arm.Place, Revisit: max(0, r.withDefaults().Revisit)})
		} else {
			r.Avoid = append(r.Avoid, arm.Place)
		}
	}
	return r
}

// Judge says what the patrols did in a period, by the test of the lot.
func (e *Experiment) Judge(req Request, period Shift, incidents []Incident) (effect.Outcome, error) {
	if !period.End.After(period.Start) {
		return effect.Outcome{}, invalid("period", "its end is not after its start")
	}
	var patrolled, others []Spot
	for _, arm := range e.Arms {
		if arm.Patrolled {
			patrolled = append(patrolled, arm.Spot)
		} else {
			others = append(others, arm.Spot)
		}
	}
	kept := counted(req, incidents)
	return effect.Judge(counts(kept, patrolled, period), counts(kept, others, period), uint64(e.Seed)), nil
}

// avoids tells whether a place is too near to one that is to be avoided.
func (r Request) avoids(place orb.Point) bool {
	return slices.ContainsFunc(r.Avoid, func(p orb.Point) bool { return geo.Distance(p, place) < ApartM })
}
