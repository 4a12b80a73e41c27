package risk

import (
	"math"
	"slices"

	"nightbeat/geo"
)

// HotSpot is how much more a cell and its eight neighbours have had than cells do on average.
type HotSpot struct {
	Z           float64 // standard scores
	Significant bool    // with the false discovery rate over all cells at 5 %
}

// falseDiscoveries is the share of the cells called significant that may be so by chance.
const falseDiscoveries = 0.05

// HotSpots is the Getis-Ord Gi* of each cell of the study area (Ord & Getis 1995, Geographical Analysis 27), itself and
// its neighbours in the area counted alike:
//
//	z_i = (Σ_j x_j - k x̄) / (s √((n k - k²)/(n - 1)))    j of the k cells around i, n cells, mean x̄, s² = Σx²/n - x̄²
//
// by the weight of the events; and whether it is significant with the false discovery rate under control (Benjamini &
// Hochberg 1995). It describes: the cell beside a peak has a high z as well, so it does not rank.
func (s Surface) HotSpots(events []Event) ([]HotSpot, error) {
	p, err := newPast(events, s.Study, s.Window)
	if err != nil {
		return nil, err
	}
	x := p.weights()
	n, mean, squares := float64(len(x)), sum(x)/float64(len(x)), 0.0
	for _, v := range x {
		squares += v * v
	}
	deviation := math.Sqrt(math.Max(0, squares/n-mean*mean))
	index, spots := s.Index(), make([]HotSpot, len(x))
	for i, c := range s.Cells {
		around, k := 0.0, 0.0
		s.Grid.Around(c, 1, func(o geo.Cell) {
			if j := index[o]; j >= 0 {
				around, k = around+x[j], k+1
			}
		})
		if scale := deviation * math.Sqrt((n*k-k*k)/(n-1)); scale > 0 {
			spots[i].Z = (around - k*mean) / scale
		}
	}
	controlDiscoveries(spots)
	return spots, nil
}

// controlDiscoveries marks the spots with the r smallest p-values, r the largest for which p_(r) <= q r / n. One-sided:
// only hot spots are looked for.
func controlDiscoveries(spots []HotSpot) {
	byZ := make([]float64, len(spots))
	for i, s := range spots {
		byZ[i] = -s.Z
	}
	slices.Sort(byZ)
	least := math.Inf(1)
	for r, z := range byZ {
		if upperTail(-z) <= falseDiscoveries*float64(r+1)/float64(len(spots)) {
			least = -z
		}
	}
	for i := range spots {
		spots[i].Significant = spots[i].Z >= least
	}
}

// upperTail is the chance of a standard normal value above z.
func upperTail(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }
