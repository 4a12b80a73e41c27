package risk

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Interval is from the lower to the upper end of a 90 % interval.
type Interval struct{ Low, High float64 }

// Holds tells whether a value lies within the interval.
func (i Interval) Holds(v float64) bool { return i.Low <= v && v <= i.High }

const resamples = 1000

// resampled is the 90 % percentile interval of a figure over windows: that many windows are drawn with replacement,
// again and again (bootstrap: Efron 1979). Whole windows are drawn, since the events of one are not independent. The
// draws are always the same.
func resampled(windows int, figure func(draw []int) float64) Interval {
	if windows == 0 {
		return Interval{}
	}
	rng := rand.New(rand.NewPCG(uint64(windows), 90))
	draw, figures := make([]int, windows), make([]float64, 0, resamples)
	for range resamples {
		for i := range draw {
			draw[i] = rng.IntN(windows)
		}
		if f := figure(draw); !math.IsNaN(f) {
			figures = append(figures, f)
		}
	}
	if len(figures) == 0 {
		return Interval{}
	}
	slices.Sort(figures)
	at := func(p float64) float64 { return figures[int(math.Round(p*float64(len(figures)-1)))] }
	return Interval{at(0.05), at(0.95)}
}
