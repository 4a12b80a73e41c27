package risk

import (
	"context"
	"math"
)

// ProMap is prospective mapping (Bowers, Johnson & Pease 2004, British J. of Criminology 44): recent and near counts,
//
//	λ(i) ∝ Σ_e w_e / ((1 + weeks)(1 + cells)),  weeks < 8 whole weeks ago, cells < 8 whole cell sides away
type ProMap struct{}

// promapReach is both its weeks and its cells.
const promapReach = 8

// Name is "promap".
func (ProMap) Name() string { return "promap" }

// Surface forecasts the window.
func (m ProMap) Surface(_ context.Context, events []Event, study Study, window Window) (Surface, error) {
	p, err := newPast(events, study, window)
	if err != nil {
		return Surface{}, err
	}
	recent := make([]float64, len(study.Cells))
	for _, e := range p.events {
		if weeks := math.Floor((p.at - e.until) / weekS); weeks < promapReach {
			recent[e.cell] += e.weight / (1 + weeks)
		}
	}
	side := study.Grid.CellM
	near := kernel{reachM: promapReach * side, at: func(d float64) float64 {
		if cells := math.Floor(d / side); cells < promapReach {
			return 1 / (1 + cells)
		}
		return 0
	}}
	return p.surface(m.Name(), p.scaled(study.spread(recent, near))), nil
}
