package risk

import (
	"cmp"
	"context"
	"slices"

	"nightbeat/planner/words"
)

// Learned shrinks the count of each cell towards its neighbourhood, its recent past and the window's hours of the day,
// and, where it has marks, to days alike, as strongly as the last year says (see strengths). It holds the plain count as a special case.
type Learned struct{}

// features of the model: own counts of long to short memory, neighbourhoods of 300 to 1,200 m, the same of the part in
// the window's hours. Where the window is the whole day the latter say nothing new and are left out.
func (Learned) features(p past) []feature {
	features := []feature{
		{name: "count"}, {name: "two years", days: 730}, {name: "year", days: 365}, {name: "120 days", days: 120},
		{name: "30 days", days: 30}, {name: "week", days: 7},
		{name: "300 m", reachM: 300}, {name: "600 m", reachM: 600}, {name: "1,200 m", reachM: 1200},
		{name: "300 m of 60 days", reachM: 300, days: 60}, {name: "600 m of 14 days", reachM: 600, days: 14},
		{name: "everywhere", reachM: everywhere},
	}
	if p.window.Marks != 0 {
		features = append(features, feature{name: "days alike", alike: true}, feature{name: "days alike of a year", days: 365, alike: true},
			feature{name: "days alike, 300 m", reachM: 300, alike: true})
		if !p.clock.always() {
			features = append(features, feature{name: "hours of days alike", alike: true, inHours: true})
		}
	}
	if p.clock.always() {
		return features
	}
	return append(features,
		feature{name: "hours", inHours: true}, feature{name: "hours of a year", days: 365, inHours: true},
		feature{name: "hours of 90 days", days: 90, inHours: true}, feature{name: "hours, 300 m", reachM: 300, inHours: true},
		feature{name: "hours, 600 m", reachM: 600, inHours: true}, feature{name: "hours, 1,200 m", reachM: 1200, inHours: true})
}

// Name is "learned".
func (Learned) Name() string { return "learned" }

// Surface forecasts the window.
func (l Learned) Surface(ctx context.Context, events []Event, study Study, window Window) (Surface, error) {
	p, err := newPast(events, study, window)
	if err != nil {
		return Surface{}, err
	}
	return p.mixture(ctx, l.Name(), l.features(p))
}

// mixture is the surface of features whose strengths are learned.
func (p past) mixture(ctx context.Context, model string, features []feature) (Surface, error) {
	taught, m, err := learn(ctx, p, features)
	if err != nil {
		return Surface{}, err
	}
	rates, parts := m.rates(strengths(taught, len(features)))
	s := p.surface(model, p.scaled(rates))
	s.Note = madeOf(features, parts, len(taught))
	return s, nil
}

// madeOf says of which features the rates are made up, the greatest first.
func madeOf(features []feature, parts []float64, weeks int) words.Note {
	if weeks == 0 {
		return words.New("the plain count: fewer than %d events to learn from", lessonFrom)
	}
	order := make([]int, len(parts))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(parts[b], parts[a]) })
	var said []words.Note
	for _, k := range order {
		if percent := 100 * parts[k] / sum(parts); percent >= 1 {
			said = append(said, words.New("%s %.0f %%", words.New(features[k].name), percent))
		}
	}
	return words.New("%s; learned from %d weeks", said, weeks)
}
