package tours

import (
	"cmp"
	"slices"
)

// guess is the chance that a watcher who saw one night of the pool and waits at the place and time of one of its stays
// meets a crew that comes within near ticks on another night:
//
//	guess = mean over ordered pairs (a, b) of alike(a, b)
//
// 1 for a pool of one. It is estimated from the pool's own nights, drawn with equal chances.
func guess(pool []Solution, near Time) float64 {
	if len(pool) < 2 {
		return 1
	}
	var sum float64
	for i, a := range pool {
		for j, b := range pool {
			if i != j {
				sum += alike(a, b, near)
			}
		}
	}
	return sum / float64(len(pool)*(len(pool)-1))
}

// known is the chance of a watcher who saw all nights of the pool but tonight's: at each instant (2 near apart, so that
// each stay counts at one of them) he waits where a crew came within near ticks on most of those nights, and is right
// if one does tonight. The mean is over instants at which someone comes anywhere, and over nights left out in turn; 1
// for a pool of one.
func known(pool []Solution, near Time) float64 {
	if len(pool) < 2 {
		return 1
	}
	hits, instants := 0, 0
	total := map[slot]int{}
	nights := make([]map[slot]bool, len(pool))
	for i, s := range pool {
		nights[i] = slots(s, near)
		for at := range nights[i] {
			total[at]++
		}
	}
	for _, tonight := range nights {
		busy := map[Time]bool{}
		for at := range tonight {
			busy[at.instant] = true
		}
		instants += len(busy)
		for _, at := range likeliest(total, tonight) {
			if tonight[at] {
				hits++
			}
		}
	}
	return float64(hits) / float64(max(1, instants))
}

// likeliest is by instant where a crew comes on most nights but tonight; the lower visit of several.
func likeliest(total map[slot]int, tonight map[slot]bool) map[Time]slot {
	best := map[Time]slot{}
	for at := range total {
		b, ok := best[at.instant]
		if !ok || cmp.Or(others(total, tonight, at)-others(total, tonight, b), b.visit-at.visit) > 0 {
			best[at.instant] = at
		}
	}
	return best
}

// slot is a place at one of the instants at which a watcher chooses where to be.
type slot struct {
	instant Time
	visit   int
}

// slots are those at which a crew comes.
func slots(s Solution, near Time) map[slot]bool {
	set := map[slot]bool{}
	for _, route := range s.Routes {
		for _, call := range route {
			set[slot{call.Arrive / (2*near + 1), call.Visit}] = true
		}
	}
	return set
}

// others is on how many nights but tonight a crew comes.
func others(total map[slot]int, tonight map[slot]bool, at slot) int {
	if tonight[at] {
		return total[at] - 1
	}
	return total[at]
}

// alike is the share of a's stays for which b has one at the same visit that begins within near ticks, by any crew.
func alike(a, b Solution, near Time) float64 {
	arrivals := map[int][]Time{}
	for _, route := range b.Routes {
		for _, call := range route {
			arrivals[call.Visit] = append(arrivals[call.Visit], call.Arrive)
		}
	}
	stays, met := 0, 0
	for _, route := range a.Routes {
		for _, call := range route {
			stays++
			if slices.ContainsFunc(arrivals[call.Visit], func(t Time) bool { return max(t-call.Arrive, call.Arrive-t) <= near }) {
				met++
			}
		}
	}
	if stays == 0 {
		return 1
	}
	return float64(met) / float64(stays)
}
