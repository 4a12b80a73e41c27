package risk

import (
	"context"
	"math"
	"slices"
)

// How strengths are learned.
const (
	weekS      = 7 * 86400.0
	lessons    = 52   // the weeks before the window, a year of them
	lessonFrom = 300  // events known before a week is learned from
	hotShare   = 0.10 // of the cells, hottest first: those between which patrols have to choose
	rounds     = 100  // of the ascent; it has settled by then
)

// lesson is a past week as it looked before it began, and what it brought to the cells that were hot then.
type lesson struct {
	hot    []int       // cells
	values [][]float64 // by feature, then hot cell
	ties   []float64   // by hot cell: what its surroundings had
	seen   []float64   // by hot cell: weight of the week's events in the window's hours
	totals []float64   // by feature: sum of the values
	weight float64     // sum of seen
}

// learn lets the past go by before a memory and keeps what each of its last weeks taught, oldest first.
func learn(ctx context.Context, p past, features []feature) ([]lesson, *memory, error) {
	m := remember(p, features)
	history, ties := m.fading(feature{}), p.study.spreader(quarticKernel(tiesCells*p.study.Grid.CellM))
	var taught []lesson
	for _, w := range p.weeks() {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		m.advance(w.from)
		if m.next >= lessonFrom {
			taught = append(taught, m.lesson(m.fadings[history].sums, ties, w.seen))
		}
	}
	m.advance(p.at)
	return taught, m, nil
}

// week is seven days that end a whole number of weeks before the window, and what each cell had in its hours then.
type week struct {
	span
	seen []float64 // by cell
}

// weeks are the last ones that had events, oldest first.
func (p past) weeks() []week {
	had := make([]bool, p.ago(p.start)+1)
	for _, e := range p.events {
		for k := p.ago(e.until); k <= p.ago(e.from); k++ {
			had[k] = true
		}
	}
	number, weeks := make([]int, len(had)), []week{}
	for k := range had {
		number[k] = -1
		if had[k] && len(weeks) < lessons {
			number[k] = len(weeks)
			weeks = append(weeks, week{span{p.at - float64(k+1)*weekS, p.at - float64(k)*weekS}, make([]float64, len(p.study.Cells))})
		}
	}
	for _, e := range p.events {
		if p.window.Marks != 0 && !e.alike {
			continue // what such days bring is learned from such days
		}
		for k := p.ago(e.until); k <= p.ago(e.from); k++ {
			if n := number[k]; n >= 0 {
				weeks[n].seen[e.cell] += e.weight * e.inHours * weeks[n].part(e.span)
			}
		}
	}
	slices.Reverse(weeks)
	return weeks
}

// ago is how many whole weeks before the window the week of an instant ended; an instant at a week's start is in it.
func (p past) ago(at float64) int { return max(0, int(math.Ceil((p.at-at)/weekS))-1) }

// hottest is the cells of the highest sums, a tenth of all or a few more where sums are equal, none without any.
func hottest(sums []float64) []int {
	sorted := slices.Sorted(slices.Values(sums))
	least := sorted[len(sorted)-1-int(hotShare*float64(len(sorted)-1))]
	var hot []int
	for c, v := range sums {
		if v >= least && v > 0 {
			hot = append(hot, c)
		}
	}
	return hot
}

func (m *memory) lesson(history []float64, ties *spreader, seen []float64) lesson {
	hot := hottest(history)
	l := lesson{hot: hot, seen: make([]float64, len(hot)), ties: make([]float64, len(hot))}
	for i, c := range hot {
		l.seen[i], l.ties[i] = seen[c], ties.at(history, c)
	}
	l.weight = sum(l.seen)
	for k := range m.features {
		l.values = append(l.values, m.values(k, hot))
		l.totals = append(l.totals, sum(l.values[k]))
	}
	return l
}

// strengths are the weights β >= 0 of the features, in which the rate of events in cell i before week t is
//
//	λ_i(t) = Σ_k β_k f_k(i, t)
//
// Summed counts beside densities of constant weight make this the posterior mean of a Gamma-Poisson model, the
// densities its prior mean (Clayton & Kaldor 1987, Biometrics 43): the longer the history, the less it shrinks. The
// strengths maximise the likelihood that the weeks' events fell on those hot cells on which they did,
//
//	ℓ(β) = Σ_t Σ_i y_i(t) log( λ_i(t) / Σ_j λ_j(t) )    i, j hot before week t
//
// so that neither the level of a week nor the many cells that no patrol will see decide. Ascent by minorisation (Hunter
// & Lange 2004, Am. Statistician 58): each round β_k is multiplied by the ratio of what the feature explains to what it
// claims, and ℓ never falls.
func strengths(taught []lesson, features int) []float64 {
	beta := start(taught, features)
	explained, claimed := make([]float64, features), make([]float64, features)
	for range rounds {
		clear(explained)
		clear(claimed)
		for _, l := range taught {
			l.weigh(beta, explained, claimed)
		}
		for k := range beta {
			if claimed[k] > 0 {
				beta[k] *= explained[k] / claimed[k]
			}
		}
	}
	return beta
}

// start gives each feature an equal part; where nothing was taught, all to the first.
func start(taught []lesson, features int) []float64 {
	beta, any := make([]float64, features), false
	for k := range beta {
		var total float64
		for _, l := range taught {
			total += l.totals[k]
		}
		if total > 0 {
			beta[k], any = 1/total, true
		}
	}
	if !any {
		beta[0] = 1
	}
	return beta
}

// weigh adds a lesson's part of both sides of the ascent.
func (l lesson) weigh(beta, explained, claimed []float64) {
	var rate float64
	for k, b := range beta {
		rate += b * l.totals[k]
	}
	if rate == 0 {
		return
	}
	for k := range beta {
		claimed[k] += l.weight * l.totals[k] / rate
	}
	for i, y := range l.seen {
		if y == 0 {
			continue
		}
		if r := l.rate(beta, i); r > 0 {
			for k := range beta {
				explained[k] += y * l.values[k][i] / r
			}
		}
	}
}

// rate is λ in a hot cell.
func (l lesson) rate(beta []float64, i int) float64 {
	var r float64
	for k, b := range beta {
		r += b * l.values[k][i]
	}
	return r
}

// rates are λ in every cell now, and of their sum the part of each feature.
func (m *memory) rates(beta []float64) (rates, parts []float64) {
	cells := make([]int, len(m.past.study.Cells))
	for i := range cells {
		cells[i] = i
	}
	rates, parts = make([]float64, len(cells)), make([]float64, len(beta))
	for k, b := range beta {
		if b == 0 {
			continue
		}
		for i, v := range m.values(k, cells) {
			rates[i] += b * v
			parts[k] += b * v
		}
	}
	return rates, parts
}
