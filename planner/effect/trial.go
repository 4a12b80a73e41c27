package effect

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Pair is two places (or nights) of like history, one of them treated by lot.
type Pair struct{ Treated, Control int }

// FewestPairs is how many pairs a trial needs: with four, even the clearest outcome comes by lot in one of eight.
const FewestPairs = 5

// Draw pairs places by what they had before, the busiest two first, and draws one of each pair to be treated; of an odd
// number the quietest is left out. The seed decides the draws.
func Draw(before []int, seed uint64) []Pair {
	order := make([]int, len(before))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(before[b], before[a]) })
	var pairs []Pair
	for i := 0; i+1 < len(order); i += 2 {
		pairs = append(pairs, Pair{order[i], order[i+1]})
	}
	return Toss(pairs, seed)
}

// Toss draws one of each pair to be treated. The seed decides the draws.
func Toss(pairs []Pair, seed uint64) []Pair {
	rng := rand.New(rand.NewPCG(seed, 1935))
	tossed := slices.Clone(pairs)
	for i, p := range tossed {
		if rng.IntN(2) == 1 {
			tossed[i] = Pair{p.Control, p.Treated}
		}
	}
	return tossed
}

// Outcome is what a trial says.
type Outcome struct {
	Pairs            int
	Treated, Control int      // events in all
	Ratio            float64  // of treated to control: 1 is no effect; NaN where either had none
	Sure             Interval // of Ratio, 90 %
	P                float64  // how often the lot alone gives as large a difference, were there no effect
	Differences      []int    // of treated less control, by each way that the lot could have fallen; the one drawn first
}

// redraws of the lot, besides the one that was drawn; all of them where there are fewer.
const redraws = 999

// level of a 90 % interval.
const level = 0.10

// Judge is the randomisation test (Fisher 1935, The Design of Experiments, ch. 3) of counts by pair. Were the ratio r,
// each pair's difference d_i = t_i - r c_i would as well have had the other sign, since the lot decided it:
//
//	p(r) = share of all signs s with |Σ s_i d_i| >= |Σ d_i|
//
// P is p(1); the interval is the ratios with p(r) > 0.10 (Hodges & Lehmann 1963). The seed draws signs where there are
// too many to try them all.
func Judge(treated, control []int, seed uint64) Outcome {
	o := Outcome{Pairs: len(treated), Ratio: math.NaN(), Sure: Interval{0, math.Inf(1)}, P: 1}
	for i := range treated {
		o.Treated, o.Control = o.Treated+treated[i], o.Control+control[i]
	}
	if o.Treated == 0 || o.Control == 0 {
		return o
	}
	sums := redrawn(treated, control, lots(len(treated), seed))
	for _, s := range sums {
		o.Differences = append(o.Differences, int(s.treated-s.control))
	}
	p := func(ratio float64) float64 { return byLot(sums, ratio) }
	o.Ratio, o.P = float64(o.Treated)/float64(o.Control), p(1)
	if o.Pairs >= FewestPairs {
		o.Sure = Interval{edge(p, o.Ratio, 1.0/1024), edge(p, o.Ratio, 1024)}
	}
	return o
}

// lots are the ways in which the lot could have fallen, the one drawn first.
func lots(pairs int, seed uint64) [][]float64 {
	drawn := make([]float64, pairs)
	for i := range drawn {
		drawn[i] = 1
	}
	all := [][]float64{drawn}
	if pairs < 10 && 1<<pairs <= redraws {
		for n := 1; n < 1<<pairs; n++ {
			signs := slices.Clone(drawn)
			for i := range signs {
				if n>>i&1 == 1 {
					signs[i] = -1
				}
			}
			all = append(all, signs)
		}
		return all
	}
	rng := rand.New(rand.NewPCG(seed, 1963))
	for range redraws {
		signs := slices.Clone(drawn)
		for i := range signs {
			signs[i] -= 2 * float64(rng.IntN(2))
		}
		all = append(all, signs)
	}
	return all
}

// signed are Σ s_i t_i and Σ s_i c_i of one way in which the lot could have fallen.
type signed struct{ treated, control float64 }

// redrawn are the sums of all ways.
func redrawn(treated, control []int, signs [][]float64) []signed {
	sums := make([]signed, len(signs))
	for k, lot := range signs {
		for i, s := range lot {
			sums[k].treated += s * float64(treated[i])
			sums[k].control += s * float64(control[i])
		}
	}
	return sums
}

// byLot is p(r).
func byLot(sums []signed, ratio float64) float64 {
	least, as := math.Abs(sums[0].treated-ratio*sums[0].control)*(1-1e-12), 0
	for _, s := range sums {
		if math.Abs(s.treated-ratio*s.control) >= least {
			as++
		}
	}
	return float64(as) / float64(len(sums))
}

// edge is where p falls to the level between a ratio and so many times it, on the logarithm.
func edge(p func(float64) float64, ratio, times float64) float64 {
	inside, outside := 0.0, math.Log(times)
	for range 30 {
		if middle := (inside + outside) / 2; p(ratio*math.Exp(middle)) > level {
			inside = middle
		} else {
			outside = middle
		}
	}
	return ratio * math.Exp(inside)
}
