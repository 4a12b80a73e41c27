package planner

import (
	"slices"

	"nightbeat/planner/words"
)

// Rounded is a count for those who are told of no fewer than so many at once:
//
//	Rounded(n, k) = 0 for n < k, else k · ⌊n/k + ½⌋
//
// Any sum or difference of such counts is a multiple of k: none of 1 to k-1 can be found by taking rows from a total, nor by
// setting one page beside another. To leave out rows beside exact totals would take all tables to agree on which
// (conventional rounding: Hundepool and others 2012, Statistical Disclosure Control, chapter 5). Without a k above 1 it is n.
func Rounded(n, k int) int {
	switch {
	case k <= 1:
		return n
	case n < k:
		return 0
	}
	return (2*n + k) / (2 * k) * k
}

// RoundedNote says so to whoever is told such counts.
func RoundedNote(k int) words.Note {
	return words.New("Counts are told to the nearest %d, and fewer than %d as 0: they need not add up.", k, k)
}

// Veiled is a plan for those who are told of no fewer than so many incidents at once, lest a count point at a single one:
// what its stops' reasons say of fewer is left out, the rest is rounded, and a stop's incidents are those that are still told.
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

// veiled rounds, and leaves out categories and hours of fewer incidents.
func (r Reason) veiled(fewest int) Reason {
	all := len(r.Categories)
	r.Categories = roundedCategories(r.Categories, fewest)
	if len(r.Categories) < all {
		r.Fewer = fewest
	}
	r.Clocked, r.InHours = Rounded(r.Clocked, fewest), Rounded(r.InHours, fewest)
	r.Hours = roundedAll(r.Hours, fewest)
	return r
}

// roundedAll are counts as Rounded has them.
func roundedAll(counts []int, fewest int) []int {
	told := slices.Clone(counts)
	for i, n := range told {
		told[i] = Rounded(n, fewest)
	}
	return told
}

// roundedCategories are the categories that have a count left.
func roundedCategories(counts []CategoryCount, fewest int) []CategoryCount {
	var told []CategoryCount
	for _, c := range counts {
		if n := Rounded(c.Count, fewest); n > 0 {
			told = append(told, CategoryCount{c.Category, n})
		}
	}
	return told
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
