package risk

import "context"

// Quartic is the kernel density estimate of the crime-mapping textbooks (Chainey & Ratcliffe 2005): all history alike,
//
//	λ(i) ∝ Σ_j w(j) (1 - d_ij²/h²)²  for d_ij <= h,    h = 4σ of the normal scale rule
//
// with each cell's kernel kept inside the study area. Work: cells with events × cells within h, whatever the number of
// events.
type Quartic struct{}

// Name is "quartic".
func (Quartic) Name() string { return "quartic" }

// Surface forecasts the window.
func (q Quartic) Surface(_ context.Context, events []Event, study Study, window Window) (Surface, error) {
	p, err := newPast(events, study, window)
	if err != nil {
		return Surface{}, err
	}
	return p.density(q.Name(), quarticKernel(4*p.normalScale())), nil
}

// density is the surface of all history spread out by a kernel.
func (p past) density(model string, k kernel) Surface {
	s := p.surface(model, p.scaled(p.study.spread(p.weights(), k)))
	s.Note = k.said
	return s
}
