package planner

import (
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Fairness sets the minutes that units stood in an area against the harm reported there, so that imbalance is seen.
type Fairness struct {
	Name      string // of the area; empty for what lies in none
	Minutes   float64
	Incidents int
	Harm      float64 // the incidents by the weights of their categories
	OfMinutes float64 // share of all minutes
	OfHarm    float64 // share of all harm
	Kind      string  // of the area
}

// Fair says it for each area and for what lies in none, over a period: each kind of areas by itself, by the names of the
// kinds, since a beat (巡区) may hold communities (社区). What lies in two areas of a kind counts in the first. Only what was
// reported counts, unless the request asks for what the police found: patrols must not justify themselves.
func Fair(req Request, areas []Area, period Shift, incidents []Incident, patrolled []Presence) ([]Fairness, error) {
	if len(areas) == 0 {
		return nil, invalid("areas", "there are none; give a file of named polygons, or keep some in the store")
	}
	if err := req.checkWeights(); err != nil {
		return nil, err
	}
	byKind := map[string][]Area{}
	for _, a := range areas {
		byKind[a.Kind] = append(byKind[a.Kind], a)
	}
	var all []Fairness
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		rows, err := fairAmong(req, kind, byKind[kind], period, incidents, patrolled)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// fairAmong says it for the areas of one kind.
func fairAmong(req Request, kind string, areas []Area, period Shift, incidents []Incident, patrolled []Presence) ([]Fairness, error) {
	rows := make([]Fairness, len(areas)+1)
	for i, a := range areas {
		rows[i].Name = a.Name
	}
	var minutes, harm float64
	for _, p := range patrolled {
		if period.holds(p.From) {
			m := p.Until.Sub(p.From).Minutes()
			rows[areaOf(areas, p.Place)].Minutes += m
			minutes += m
		}
	}
	for _, in := range counted(req, incidents) {
		if period.holds(in.At) {
			row, w := &rows[areaOf(areas, in.Place)], weightOf(req.Categories, in.Category)
			row.Incidents++
			row.Harm += w
			harm += w
		}
	}
	if minutes == 0 || harm == 0 {
		return nil, impossible("period", "it has %.0f minutes of patrol and %.0f of harm; give one with both", minutes, harm)
	}
	for i := range rows {
		rows[i].OfMinutes, rows[i].OfHarm, rows[i].Kind = rows[i].Minutes/minutes, rows[i].Harm/harm, kind
	}
	return rows, nil
}

// FairAtLeast are the rows for those who are told of no fewer than so many incidents at once: counts as Rounded has them, the
// harm h to the nearest of what so many weigh on average in areas of the kind, shares of the harm that is told. Areas of
// fewer incidents are left out.
//
//	h' = w · ⌊h/w + ½⌋ with w = fewest · Σh / Σincidents
func FairAtLeast(rows []Fairness, fewest int) []Fairness {
	incidents, harm, sum := map[string]int{}, map[string]float64{}, map[string]float64{} // by kind
	for _, r := range rows {
		incidents[r.Kind] += r.Incidents
		harm[r.Kind] += r.Harm
	}
	var told []Fairness
	for _, r := range rows {
		if r.Incidents = Rounded(r.Incidents, fewest); r.Incidents == 0 {
			continue
		}
		step := float64(fewest) * harm[r.Kind] / float64(incidents[r.Kind])
		r.Harm = step * math.Round(r.Harm/step)
		sum[r.Kind] += r.Harm
		told = append(told, r)
	}
	for i, r := range told {
		if told[i].OfHarm = 0; sum[r.Kind] > 0 {
			told[i].OfHarm = r.Harm / sum[r.Kind]
		}
	}
	return told
}

// areaOf is the first area with a place in it, one beyond the last where none has.
func areaOf(areas []Area, place orb.Point) int {
	for i, a := range areas {
		if a.Holds(place) {
			return i
		}
	}
	return len(areas)
}
