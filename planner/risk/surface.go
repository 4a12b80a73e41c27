package risk

import (
	"cmp"
	"slices"

	"nightbeat/geo"
)

// tiesCells is the bandwidth in cells of the kernel that breaks ties: the next ring and the one after it.
const tiesCells = 3

// surface lays the expected values out by grid cell and ranks the cells: by expected, then by the quartic kernel of all
// events (so that of two equal cells the one in the livelier surroundings comes first), then by number.
func (p past) surface(model string, expected []float64) Surface {
	s := Surface{Study: p.study, Model: model, Window: p.window, Expected: geo.NewRaster(p.study.Grid),
		Count: make([]int, p.study.Grid.Cells()), Rank: make([]int, p.study.Grid.Cells()), Events: len(p.events)}
	for _, e := range p.events {
		s.Count[p.study.Cells[e.cell]]++
	}
	for i, c := range p.study.Cells {
		s.Expected.Values[c] = expected[i]
	}
	for n, i := range p.study.ranked(expected, p.weights()) {
		s.Rank[p.study.Cells[i]] = n + 1
	}
	return s
}

// ranked is the places in Study.Cells, the highest value first; of equal values the one with more weight around it,
// then the lower place, so that there are no ties.
func (s Study) ranked(values, weights []float64) []int {
	ties := s.spread(weights, quarticKernel(tiesCells*s.Grid.CellM))
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(values[b], values[a]), cmp.Compare(ties[b], ties[a]), cmp.Compare(a, b))
	})
	return order
}
