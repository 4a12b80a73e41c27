package planner

import (
	"context"
	"math"
	"slices"
	"time"

	"nightbeat/geo/road"
	"nightbeat/planner/tours"
	"nightbeat/planner/words"
)

// travel is the terrain with the travel times between the units' bases and the points: for each profile a matrix whose
// rows are first the bases (by unit), then the points.
type travel struct {
	*terrain
	profiles []string
	places   [][]road.Place // by profile, then row; Place.Point is NaN where the profile has no street near
	matrices []tours.Matrix // by profile; whole seconds
}

// FootM is how far from a point the streets of another profile may pass for its units to serve it.
const FootM = 50

func (t *terrain) travel(ctx context.Context, req Request, points []point) (*travel, error) {
	tr := &travel{terrain: t}
	for _, u := range req.Units {
		if !slices.Contains(tr.profiles, u.Profile) {
			tr.profiles = append(tr.profiles, u.Profile)
		}
	}
	for _, profile := range tr.profiles {
		places, usable := tr.placesOf(req, profile, points)
		matrix, err := tr.matrix(ctx, profile, places, usable)
		if err != nil {
			return nil, stage("travel times", err)
		}
		tr.places, tr.matrices = append(tr.places, places), append(tr.matrices, matrix)
	}
	return tr, nil
}

// placesOf are the rows of a profile's matrix as places, and which of them its units can use.
func (tr *travel) placesOf(req Request, profile string, points []point) (places []road.Place, usable []bool) {
	for i, u := range req.Units {
		places, usable = append(places, tr.bases[i]), append(usable, u.Profile == profile)
	}
	for _, p := range points {
		place, ok := p.place, !p.cut
		if profile != req.Units[0].Profile {
			var err error
			place, err = tr.roads.Snap(profile, p.Place, FootM)
			ok = err == nil
		}
		places, usable = append(places, place), append(usable, ok)
	}
	return places, usable
}

// matrix asks the roads for the table of the usable places; the others stay unreachable.
func (tr *travel) matrix(ctx context.Context, profile string, places []road.Place, usable []bool) (tours.Matrix, error) {
	var rows []int
	var asked []road.Place
	for i, ok := range usable {
		if ok {
			rows, asked = append(rows, i), append(asked, places[i])
		}
	}
	table, err := tr.roads.Table(ctx, profile, asked, asked)
	if err != nil {
		return tours.Matrix{}, err
	}
	m := tours.Matrix{N: len(places), T: slices.Repeat([]tours.Time{tours.Unreachable}, len(places)*len(places))}
	for i, a := range rows {
		for k, b := range rows {
			if s := table.Seconds[i][k]; !math.IsInf(s, 1) {
				m.T[a*m.N+b] = wholeSeconds(s)
			}
		}
	}
	return m, nil
}

// fit takes away the points that the units cannot keep where the request leaves their number to us, and tells the
// arithmetic.
func (tr *travel) fit(req Request, points []point) ([]point, Capacity) {
	n := len(points)
	mean := tr.meanTravel(req, n)
	if req.Stops == 0 {
		for n > 1 && !points[n-1].Must && n > pointsKept(req, mean) {
			n--
			mean = tr.meanTravel(req, n)
		}
	}
	capacity := Capacity{Points: pointsKept(req, mean)}
	for _, u := range req.Units {
		capacity.Possible += int(u.onDuty() / (req.Dwell + mean(u)))
	}
	for _, p := range points[:n] {
		capacity.Asked += visitsAsked(p, req.Shift.Length())
	}
	capacity.Arithmetic = arithmetic(req, mean, capacity, n)
	return points[:n], capacity
}

// meanTravel is, for each unit, the mean travel from each of the first n points to its two nearest others: what the legs
// of a good round come to (half its sum is the two-neighbour bound of the shortest round).
func (tr *travel) meanTravel(req Request, n int) func(Unit) time.Duration {
	means := make([]time.Duration, len(tr.profiles))
	for i, m := range tr.matrices {
		means[i] = meanOfNearest(m, len(req.Units), n)
	}
	return func(u Unit) time.Duration { return means[tr.profile(u)] }
}

// meanOfNearest is the mean travel to the two nearest others among the n places from row first.
func meanOfNearest(m tours.Matrix, first, n int) time.Duration {
	var sum, legs int64
	for a := range n {
		near := [2]tours.Time{tours.Unreachable, tours.Unreachable}
		for b := range n {
			switch t := m.At(first+a, first+b); {
			case a == b:
			case t < near[0]:
				near[0], near[1] = t, near[0]
			case t < near[1]:
				near[1] = t
			}
		}
		for _, t := range near {
			if t < tours.Unreachable {
				sum, legs = sum+t, legs+1
			}
		}
	}
	return time.Duration(sum/max(1, legs)) * time.Second
}

// arithmetic says in words what the units can keep: one clause for the units of each profile, whose points are those of
// pointsKept.
func arithmetic(req Request, mean func(Unit) time.Duration, c Capacity, asked int) words.Note {
	if req.Revisit <= 0 {
		return words.New("%d units have time for %d stays of %.0f min; %d points are asked for", len(req.Units), c.Possible, req.Dwell.Minutes(), asked)
	}
	var clauses []words.Note
	for _, group := range byProfile(req.Units) {
		stay := req.Dwell + mean(group[0])
		clauses = append(clauses, words.New("each of %d %s units keeps %d points (%.0f min at each and %.1f min on the way to the next make %.1f min, %d times in %.0f)",
			len(group), words.Note{Says: group[0].Profile}, int(req.Revisit/stay), req.Dwell.Minutes(), mean(group[0]).Minutes(), stay.Minutes(), int(req.Revisit/stay), req.Revisit.Minutes()))
	}
	return words.New("on a round of %.0f min %s: %d points together; %d are asked for", req.Revisit.Minutes(), clauses, c.Points, asked)
}

// byProfile groups units by their profile, in the order in which the profiles come up.
func byProfile(units []Unit) [][]Unit {
	var groups [][]Unit
next:
	for _, u := range units {
		for i, g := range groups {
			if g[0].Profile == u.Profile {
				groups[i] = append(g, u)
				continue next
			}
		}
		groups = append(groups, []Unit{u})
	}
	return groups
}
