package risk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Auto tries the learned model on the user's own past weeks against the plain count, takes the count only where the
// learned model is clearly worse, and says how sure it is.
type Auto struct{}

// Name is "auto".
func (Auto) Name() string { return "auto" }

// Surface forecasts the window.
func (Auto) Surface(ctx context.Context, events []Event, study Study, window Window) (Surface, error) {
	p, err := newPast(events, study, window)
	if err != nil {
		return Surface{}, err
	}
	features := Learned{}.features(p)
	taught, m, err := learn(ctx, p, features)
	if err != nil {
		return Surface{}, err
	}
	gain, sure, weeks := trial(taught, len(features), len(study.Cells))
	if sure.High < 0 {
		s := p.surface("count", p.scaled(p.weights()))
		s.Note = fmt.Sprintf("the plain count is better here: %s", found(gain, sure, weeks))
		return s, nil
	}
	rates, parts := m.rates(strengths(taught, len(features)))
	s := p.surface("learned", p.scaled(rates))
	s.Note = fmt.Sprintf("%s; %s", found(gain, sure, weeks), madeOf(features, parts, len(taught)))
	return s, nil
}

func found(gain float64, sure Interval, weeks int) string {
	if weeks == 0 {
		return "too few weeks to compare models on"
	}
	word := "more"
	if gain < 0 {
		gain, sure, word = -gain, Interval{-sure.High, -sure.Low}, "less"
	}
	said := fmt.Sprintf("on %d weeks kept back the learned model found %.1f %% %s than the plain count (90 %% interval %.1f to %.1f)",
		weeks, 100*gain, word, 100*sure.Low, 100*sure.High)
	if sure.Holds(0) {
		said += ", so these data cannot tell the two apart"
	}
	return said
}

// trialWeeks is how many weeks a trial needs on either side.
const trialWeeks = 4

// trialShares are the parts of the study area whose hits a trial pools.
var trialShares = [...]float64{0.005, 0.01, 0.02}

// trial learns from the older half of the lessons and scores on the later half: how much more of the events lie in the
// learned model's hottest cells than in the plain count's, as a share, with its interval over weeks.
func trial(taught []lesson, features, cells int) (gain float64, sure Interval, weeks int) {
	older, later := taught[:len(taught)/2], taught[len(taught)/2:]
	if len(older) < trialWeeks {
		return 0, Interval{}, 0
	}
	beta, count := strengths(older, features), make([]float64, features)
	count[0] = 1
	ours, theirs := make([]float64, len(later)), make([]float64, len(later))
	for i, l := range later {
		ours[i], theirs[i] = l.hits(beta, cells), l.hits(count, cells)
	}
	more := func(draw []int) float64 {
		var a, b float64
		for _, i := range draw {
			a, b = a+ours[i], b+theirs[i]
		}
		return a/b - 1
	}
	all := make([]int, len(later))
	for i := range all {
		all[i] = i
	}
	return more(all), resampled(len(later), more), len(later)
}

// hits is the weight of the week's events in the cells of the highest rates, summed over the trial's shares of the
// area. Of equal rates the one with the livelier surroundings comes first, as in a surface.
func (l lesson) hits(beta []float64, cells int) float64 {
	rates, order := make([]float64, len(l.hot)), make([]int, len(l.hot))
	for i := range order {
		order[i], rates[i] = i, l.rate(beta, i)
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(rates[b], rates[a]), cmp.Compare(l.ties[b], l.ties[a]), cmp.Compare(a, b))
	})
	var sum float64
	for _, share := range trialShares {
		for _, i := range order[:min(len(order), chosen(share, cells))] {
			sum += l.seen[i]
		}
	}
	return sum
}
