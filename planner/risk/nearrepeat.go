package risk

import "context"

// NearRepeat raises the plain count near what has just happened: a crime makes others nearby likelier for some weeks
// (Johnson & Bowers 2004: 300 to 400 m and one to two months in Merseyside; Chen et al. 2013: 200 m and three weeks in
// Beijing),
//
//	λ(i) = β_0 Σ_e w_e [e in i] + Σ_(h,τ) β_hτ k_h(i; exp(-age/τ)),  h 300 and 600 m, τ 7 and 21 days
//
// with k a quartic kernel density of the faded events. How much each raises the risk is learned (see strengths).
type NearRepeat struct{}

// Name is "near-repeat".
func (NearRepeat) Name() string { return "near-repeat" }

// Surface forecasts the window.
func (n NearRepeat) Surface(ctx context.Context, events []Event, study Study, window Window) (Surface, error) {
	p, err := newPast(events, study, window)
	if err != nil {
		return Surface{}, err
	}
	return p.mixture(ctx, n.Name(), []feature{
		{name: "count"},
		{name: "own cell, 7 days", days: 7}, {name: "300 m, 7 days", reachM: 300, days: 7}, {name: "600 m, 7 days", reachM: 600, days: 7},
		{name: "own cell, 21 days", days: 21}, {name: "300 m, 21 days", reachM: 300, days: 21}, {name: "600 m, 21 days", reachM: 600, days: 21},
	})
}
