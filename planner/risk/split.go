package risk

import "nightbeat/geo"

// Split divides a surface among groups of its events, such as categories, so that the parts add up to it in every cell:
//
//	expected_g(i) = expected(i) · (w_g(i) + W_g/W) / (w(i) + 1)
//
// w_g(i) weight of the group's events in cell i, W_g in all; without the subscript of all groups. Each cell's own mix
// counts as its events do, and the city's mix as one more event. Events outside the study area or after the surface's
// start do not count.
func (s Surface) Split(groups [][]Event) ([]geo.Raster, error) {
	own, totals := make([][]float64, len(groups)), make([]float64, len(groups))
	all := make([]float64, len(s.Cells))
	for g, events := range groups {
		p, err := newPast(events, s.Study, s.Window)
		if err != nil {
			return nil, err
		}
		own[g] = p.weights()
		totals[g] = sum(own[g])
		for i, w := range own[g] {
			all[i] += w
		}
	}
	total := sum(totals)
	parts := make([]geo.Raster, len(groups))
	for g := range groups {
		parts[g] = geo.NewRaster(s.Grid)
		if total == 0 {
			continue
		}
		for i, c := range s.Cells {
			parts[g].Values[c] = s.Expected.Values[c] * (own[g][i] + totals[g]/total) / (all[i] + 1)
		}
	}
	return parts, nil
}
