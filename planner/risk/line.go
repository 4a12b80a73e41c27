package risk

import "math"

// Line is how one model did at one share of the area over all windows.
type Line struct {
	Model  string
	Share  float64  // of the area asked for
	Area   float64  // of the area chosen, cells being whole
	Hits   float64  // events found, weighted
	Events float64  // events in all, weighted
	Found  float64  // Hits / Events
	Sure   Interval // of Found
	PAI    float64  // Found / Area: how many times more than by chance (Chainey, Tompson & Uhlig 2008)
	PEI    float64  // PEI*: Hits / the most that as many cells could have held (Hunt 2016)
	More   float64  // Hits / those of the first model - 1
	MoreBy Interval // of More, over the same windows (paired)
}

// Lines are the figures of every model at every share.
func (r *Record) Lines() []Line {
	var lines []Line
	for m := range r.Models {
		for s := range r.Shares {
			lines = append(lines, r.line(m, []int{s}, r.Shares[s]))
		}
	}
	return lines
}

// Pooled is each model's figures over all shares together; Share and Area are their means.
func (r *Record) Pooled() []Line {
	all, mean := make([]int, len(r.Shares)), 0.0
	for s, share := range r.Shares {
		all[s] = s
		mean += share / float64(len(r.Shares))
	}
	lines := make([]Line, len(r.Models))
	for m := range lines {
		lines[m] = r.line(m, all, mean)
	}
	return lines
}

func (r *Record) line(m int, shares []int, share float64) Line {
	windows := make([]int, len(r.Windows))
	for w := range windows {
		windows[w] = w
	}
	all := r.pool(m, shares, windows)
	l := Line{Model: r.Models[m], Share: share, Hits: all.Hits, Events: all.Events}
	l.Area = float64(all.Cells) / float64(all.Area)
	l.Found = ratio(all.Hits, all.Events)
	l.PAI, l.PEI = ratio(l.Found, l.Area), ratio(all.Hits, all.Best)
	found := func(draw []int) float64 { t := r.pool(m, shares, draw); return t.Hits / t.Events }
	more := func(draw []int) float64 { return r.pool(m, shares, draw).Hits/r.pool(0, shares, draw).Hits - 1 }
	l.More = ratio(all.Hits, r.pool(0, shares, windows).Hits) - 1
	l.Sure, l.MoreBy = resampled(len(windows), found), resampled(len(windows), more)
	return l
}

// pool sums a model's scores.
func (r *Record) pool(m int, shares, windows []int) Score {
	var t Score
	for _, s := range shares {
		for _, w := range windows {
			score := r.Scores[m][s][w]
			t.Cells, t.Area = t.Cells+score.Cells, t.Area+score.Area
			t.Hits, t.Best, t.Events = t.Hits+score.Hits, t.Best+score.Best, t.Events+score.Events
		}
	}
	return t
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}
