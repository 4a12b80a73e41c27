package risk

import "context"

// Decay counts what each cell has had, the older the less,
//
//	λ(i) ∝ Σ_e w_e Σ_τ β_τ exp(-age_e/τ),  τ from a month to never
//
// a mixture of memories, since no single one suits all cities; how much of each is learned (see strengths).
type Decay struct{}

// Name is "decay".
func (Decay) Name() string { return "decay" }

// Surface forecasts the window.
func (d Decay) Surface(ctx context.Context, events []Event, study Study, window Window) (Surface, error) {
	p, err := newPast(events, study, window)
	if err != nil {
		return Surface{}, err
	}
	return p.mixture(ctx, d.Name(), []feature{
		{name: "count"}, {name: "two years", days: 730}, {name: "year", days: 365}, {name: "120 days", days: 120}, {name: "30 days", days: 30},
	})
}
