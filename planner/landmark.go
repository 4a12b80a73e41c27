package planner

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb/planar"

	"nightbeat/geo"
	"nightbeat/geo/road"
)

// Landmark is a place of public life (a school, a bank, a hospital), from the streets' file or the station's own list.
type Landmark = road.Landmark

// resolve is the request with its defaults, and with a must point for each landmark of the kinds that it names.
func (in Inputs) resolve() (Request, error) {
	req, err := in.Request.visiting(in.Landmarks)
	if err != nil {
		return Request{}, err
	}
	return req.TheNightAfter(in.Incidents).Resolve()
}

// visiting turns MustKinds into must points: the landmarks of each kind, within the area where there is one.
func (r Request) visiting(all []Landmark) (Request, error) {
	r.Must = slices.Clone(r.Must)
	if len(r.MustKinds) > 0 && len(all) == 0 {
		return Request{}, invalid("must_kinds", "no landmark is known here; give streets that have some, or a list of the station's own")
	}
	for i, kind := range r.MustKinds {
		found := false
		for _, l := range all {
			if l.Kind != kind || len(r.Area) > 0 && !planar.MultiPolygonContains(r.Area, l.Place) {
				continue
			}
			found = true
			if !r.visits(l) {
				r.Must = append(r.Must, Must{ID: l.ID, Name: l.Name, Place: l.Place})
			}
		}
		if !found {
			return Request{}, invalid(fmt.Sprintf("must_kinds[%d]", i), "there is no landmark of kind %q here; there are: %s", kind, kindsOf(all))
		}
	}
	r.MustKinds = nil
	return r, nil
}

// alikeM is how near to a landmark a must point is that landmark, in metres: a building's depth.
const alikeM = 30.0

// visits tells whether a landmark is a must point already.
func (r Request) visits(l Landmark) bool {
	return slices.ContainsFunc(r.Must, func(m Must) bool { return m.ID == l.ID || geo.Distance(m.Place, l.Place) < alikeM })
}

// kindsOf are the kinds of landmarks there are, for people.
func kindsOf(all []Landmark) string {
	var kinds []string
	for _, l := range all {
		kinds = append(kinds, l.Kind)
	}
	slices.Sort(kinds)
	return strings.Join(slices.Compact(kinds), ", ")
}
