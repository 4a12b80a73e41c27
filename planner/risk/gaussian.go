package risk

import (
	"context"
	"math"

	"nightbeat/planner/words"
)

// Gaussian is the kernel density estimate with a normal kernel of the normal scale rule's width,
//
//	λ(i) ∝ Σ_j w(j) exp(-d_ij² / 2σ²),  cut off at 4σ (0.03 % of its mass)
type Gaussian struct{}

// Name is "gaussian".
func (Gaussian) Name() string { return "gaussian" }

// Surface forecasts the window.
func (g Gaussian) Surface(_ context.Context, events []Event, study Study, window Window) (Surface, error) {
	p, err := newPast(events, study, window)
	if err != nil {
		return Surface{}, err
	}
	return p.density(g.Name(), gaussianKernel(p.normalScale())), nil
}

func gaussianKernel(sigma float64) kernel {
	return kernel{reachM: 4 * sigma, said: words.New("standard deviation %.0f m", sigma), at: func(d float64) float64 {
		if d > 4*sigma {
			return 0
		}
		return math.Exp(-d * d / (2 * sigma * sigma))
	}}
}
