package risk

import "context"

// Count expects of each cell what it has had, all history alike:
//
//	expected(i) = w(i) L / H    w(i) sum of the weights of the cell's events, L window and H history in seconds
//
// It is the bar for the other models: on open data of six cities it beats kernel densities and short memories at 0.5
// to 5 % of the area, once its many ties are broken by a kernel (compare Wheeler & Steenbeek 2020, J. Quant.
// Criminology 37, "Mapping the risk terrain for crime using machine learning": forests only just beat prior counts).
type Count struct{}

// Name is "count".
func (Count) Name() string { return "count" }

// Surface forecasts the window.
func (Count) Surface(_ context.Context, events []Event, study Study, window Window) (Surface, error) {
	p, err := newPast(events, study, window)
	if err != nil {
		return Surface{}, err
	}
	expected := p.weights()
	for i := range expected {
		expected[i] *= p.horizon()
	}
	return p.surface("count", expected), nil
}
