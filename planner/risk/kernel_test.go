package risk

import (
	"math"
	"math/rand/v2"
	"testing"

	"nightbeat/geo"
)

// The twin is the double loop over all pairs of cells.
func TestSpreadAgreesWithTheDoubleLoop(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	grid, err := geo.NewGrid(geo.XY{}, geo.XY{X: 2900, Y: 1900}, 100)
	if err != nil {
		t.Fatal(err)
	}
	s := study(grid, func(geo.Cell) bool { return rng.IntN(4) > 0 })
	values := make([]float64, len(s.Cells))
	for i := range values {
		values[i] = float64(rng.IntN(3))
	}
	for _, k := range []kernel{quarticKernel(450), quarticKernel(50)} {
		got := s.spread(values, k)
		want := make([]float64, len(values))
		for j, v := range values {
			var sum float64
			for _, c := range s.Cells {
				sum += k.at(grid.Centre(s.Cells[j]).Distance(grid.Centre(c)))
			}
			for i, c := range s.Cells {
				want[i] += v * k.at(grid.Centre(s.Cells[j]).Distance(grid.Centre(c))) / sum
			}
		}
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-12 {
				t.Fatalf("reach %g m, cell %d: %g, want %g", k.reachM, s.Cells[i], got[i], want[i])
			}
		}
	}
}
