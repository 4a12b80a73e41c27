package risk

import (
	"cmp"
	"math"
	"slices"

	"nightbeat/geo"
)

// chosen is how many cells make up a share of the study area, at least one.
func chosen(share float64, cells int) int {
	return max(1, int(math.Round(share*float64(cells))))
}

// Score is how one surface did in its window at one share of the area.
type Score struct {
	Cells, Area int     // chosen, and in the study area
	Hits        float64 // events in the chosen cells; one known to an interval counts by its part in the window
	Best        float64 // the most that as many cells could have held
	Events      float64 // in the window, in the study area or not
}

// score compares surfaces with what a window brought, at each share of the area.
func (s Surface) score(truth truth, shares []float64) []Score {
	hottest := make([]geo.Cell, len(s.Cells))
	for _, c := range s.Cells {
		hottest[s.Rank[c]-1] = c
	}
	busiest := slices.Clone(s.Cells)
	slices.SortFunc(busiest, func(a, b geo.Cell) int { return cmp.Compare(truth.seen[b], truth.seen[a]) })
	scores := make([]Score, len(shares))
	for i, share := range shares {
		n := chosen(share, len(s.Cells))
		scores[i] = Score{Cells: n, Area: len(s.Cells), Events: truth.events}
		for j := range n {
			scores[i].Hits += truth.seen[hottest[j]]
			scores[i].Best += truth.seen[busiest[j]]
		}
	}
	return scores
}
