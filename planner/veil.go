package planner

import (
	"slices"

	"nightbeat/planner/words"
)

// Veiled is a plan for those who are told of no fewer than so many incidents at once, lest a count point at a single one:
// what its stops' reasons say of fewer is left out, and a stop's incidents are those that are still told.
func (plan *Plan) Veiled(fewest int) *Plan {
	veiled := *plan
	veiled.Stops, veiled.Spare = veil(plan.Stops, fewest), veil(plan.Spare, fewest)
	return &veiled
}

func veil(stops []Stop, fewest int) []Stop {
	stops = slices.Clone(stops)
	for i := range stops {
		s := &stops[i]
		s.Reason = s.Reason.veiled(fewest)
		s.Incidents = 0
		for _, c := range s.Reason.Categories {
			s.Incidents += c.Count
		}
	}
	return stops
}

// veiled leaves out categories and hours of fewer incidents, and the hours as a whole where a few lie within the shift's
// or outside: from the share the others' number could be told.
func (r Reason) veiled(fewest int) Reason {
	all := len(r.Categories)
	r.Categories = slices.DeleteFunc(slices.Clone(r.Categories), func(c CategoryCount) bool { return c.Count < fewest })
	if len(r.Categories) < all {
		r.Fewer = fewest
	}
	if r.InHours < fewest || r.Clocked-r.InHours < fewest {
		r.Clocked, r.InHours, r.Hours = 0, 0, nil
	}
	r.Hours = slices.Clone(r.Hours)
	for h, n := range r.Hours {
		if n < fewest {
			r.Hours[h] = 0
		}
	}
	return r
}

// few says that something was left out, after what is told.
func (r Reason) few(told []words.Note) words.Note {
	switch {
	case r.Fewer == 0 && told == nil:
		return words.New("no incident")
	case r.Fewer == 0:
		return words.And(told)
	case told == nil:
		return words.New("fewer than %d incidents of any category", r.Fewer)
	}
	return words.And(append(told, words.New("fewer than %d of others", r.Fewer)))
}
