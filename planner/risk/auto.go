package risk

import (
	"cmp"
	"context"
	"math"
	"slices"

	"nightbeat/planner/words"
)

// Auto blends the learned model with the plain count, by as much as a backtest on the user's own past weeks supports,
// and says how sure it is. The count moves little by chance, so of the blends that are about as good it takes the one
// nearest to the count.
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
	t := newTrial(taught, len(features), len(study.Cells))
	part := t.choose()
	if part == 1 {
		s := p.surface(Count{}.Name(), p.scaled(p.weights()))
		s.Note = words.New("the plain count is enough: %s", t.said(0))
		return s, nil
	}
	rates, parts := m.rates(blend(taught, strengths(taught, len(features)), part))
	s := p.surface(Learned{}.Name(), p.scaled(rates))
	s.Note = words.New("%s; %s", t.said(part), madeOf(features, parts, len(taught)))
	return s, nil
}

// blend mixes learned strengths with the plain count, each brought to the same total over the lessons: part of the
// count, 1 - part of the learned.
func blend(taught []lesson, beta []float64, part float64) []float64 {
	var ours, theirs float64
	for _, l := range taught {
		theirs += l.totals[0]
		for k, b := range beta {
			ours += b * l.totals[k]
		}
	}
	mixed := make([]float64, len(beta))
	if ours == 0 || theirs == 0 {
		mixed[0] = 1
		return mixed
	}
	for k, b := range beta {
		mixed[k] = (1 - part) * b / ours
	}
	mixed[0] += part / theirs
	return mixed
}

// trialWeeks is how many weeks a trial needs on either side.
const trialWeeks = 4

// trialShares are the parts of the study area whose hits a trial pools.
var trialShares = [...]float64{0.005, 0.01, 0.02}

// trialParts are the parts of the count in the blends tried, the count itself first.
var trialParts = [...]float64{1, 0.75, 0.5, 0.25, 0}

// trial is the hits of each blend in each week kept back.
type trial struct {
	hits [len(trialParts)][]float64
}

// newTrial learns from one half of the lessons and scores on the other, both ways round.
func newTrial(taught []lesson, features, cells int) trial {
	var t trial
	older, later := taught[:len(taught)/2], taught[len(taught)/2:]
	if len(older) < trialWeeks {
		return t
	}
	for _, half := range [][2][]lesson{{older, later}, {later, older}} {
		beta := strengths(half[0], features)
		for i, part := range trialParts {
			mixed := blend(half[0], beta, part)
			for _, l := range half[1] {
				t.hits[i] = append(t.hits[i], l.hits(mixed, cells))
			}
		}
	}
	return t
}

// choose is the part of the count in the blend to use: the greatest whose hits fall short of the best blend's by no
// more than the standard error of the difference (the one-standard-error rule: Breiman et al. 1984, 3.4.3).
func (t trial) choose() float64 {
	best := 0
	for i := range t.hits {
		if sum(t.hits[i]) > sum(t.hits[best]) {
			best = i
		}
	}
	for i := range t.hits {
		short := make([]float64, len(t.hits[i]))
		for w := range short {
			short[w] = t.hits[best][w] - t.hits[i][w]
		}
		if sum(short) <= standardError(short) {
			return trialParts[i]
		}
	}
	return trialParts[best]
}

// standardError of the sum of values.
func standardError(values []float64) float64 {
	mean, squares := sum(values)/float64(len(values)), 0.0
	for _, v := range values {
		squares += (v - mean) * (v - mean)
	}
	return math.Sqrt(squares * float64(len(values)) / math.Max(1, float64(len(values)-1)))
}

// said is what the blend with a part of the count found, against the count alone.
func (t trial) said(part float64) words.Note {
	weeks := len(t.hits[0])
	if weeks == 0 {
		return words.New("too few weeks to compare models on")
	}
	ours := t.hits[slices.Index(trialParts[:], part)]
	more := func(draw []int) float64 {
		var a, b float64
		for _, w := range draw {
			a, b = a+ours[w], b+t.hits[0][w]
		}
		return a/b - 1
	}
	all := make([]int, weeks)
	for w := range all {
		all[w] = w
	}
	gain, sure := more(all), resampled(weeks, more)
	said := words.New("learning, with %.0f %% of the plain count, found %.1f %% more than the count on %d weeks kept back (90 %% interval %.1f to %.1f)",
		100*part, 100*gain, weeks, 100*sure.Low, 100*sure.High)
	if gain < 0 {
		said = words.New("learning, with %.0f %% of the plain count, found %.1f %% less than the count on %d weeks kept back (90 %% interval %.1f to %.1f)",
			100*part, -100*gain, weeks, -100*sure.High, -100*sure.Low)
	}
	if sure.Holds(0) {
		return words.New("%s, so these data cannot tell the two apart", said)
	}
	return said
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
