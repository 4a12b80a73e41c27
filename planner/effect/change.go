package effect

import "math"

// Fewest is how many each count has to be for a percentage to be given.
const Fewest = 10

// z95 is the standard normal quantile of a 95 % interval.
const z95 = 1.959963984540054

// Change is a count over some days against an earlier count over some days.
type Change struct {
	Now, Then  int
	Dispersion float64  // how many times more weeks vary than by chance
	Ratio      float64  // of the rates a day: 1 is no change
	Sure       Interval // of Ratio, 95 %, where events come by chance (Poisson)
	Wide       Interval // of Ratio, 95 %, where weeks vary as much as they did
}

// Interval is from its lower to its upper end.
type Interval struct{ Low, High float64 }

// Holds tells whether a value lies within the interval.
func (i Interval) Holds(v float64) bool { return i.Low <= v && v <= i.High }

// Few tells whether a count is too small for a percentage.
func (c Change) Few() bool { return c.Now < Fewest || c.Then < Fewest }

// NewChange sets x1 events in t1 days against x0 events in t0 days:
//
//	r = (x1/t1) / (x0/t0),   r · exp(±1.96 √(φ (1/x1 + 1/x0)))
//
// the interval of the ratio of two Poisson rates on the logarithm; with φ, the dispersion of the weeks (see Dispersion),
// that of counts which vary more than by chance (quasi-Poisson; McCullagh & Nelder 1989, 6.2.3). Without events on
// either side the ratio is NaN.
func NewChange(now, then int, nowDays, thenDays, dispersion float64) Change {
	c := Change{Now: now, Then: then, Dispersion: math.Max(1, dispersion), Ratio: math.NaN()}
	if now == 0 || then == 0 || nowDays <= 0 || thenDays <= 0 {
		return c
	}
	c.Ratio = float64(now) / nowDays / (float64(then) / thenDays)
	c.Sure, c.Wide = about(c.Ratio, c.variance()), about(c.Ratio, c.Dispersion*c.variance())
	return c
}

// variance of the logarithm of the ratio, where events come by chance.
func (c Change) variance() float64 { return 1/float64(c.Now) + 1/float64(c.Then) }

// about is the interval of a ratio whose logarithm has a variance.
func about(ratio, variance float64) Interval {
	by := math.Exp(z95 * math.Sqrt(variance))
	return Interval{ratio / by, ratio * by}
}

// Dispersion is how many times more counts of equal stretches vary than by chance (Pearson's statistic by its degrees
// of freedom), at least 1, over series that each have a mean of their own:
//
//	φ = Σ_s Σ_i (x_si - x̄_s)² / x̄_s / Σ_s (n_s - 1)
func Dispersion(series ...[]int) float64 {
	var statistic, freedom float64
	for _, counts := range series {
		var sum float64
		for _, x := range counts {
			sum += float64(x)
		}
		if mean := sum / float64(len(counts)); mean > 0 {
			for _, x := range counts {
				statistic += (float64(x) - mean) * (float64(x) - mean) / mean
			}
			freedom += float64(len(counts) - 1)
		}
	}
	if freedom == 0 {
		return 1
	}
	return math.Max(1, statistic/freedom)
}

// Against sets a change beside a control's: the ratio of their ratios, which is what is left when the control would have
// changed alike (difference in differences on the logarithm). Few where one of the four counts is.
func (c Change) Against(control Change) Relative {
	r := Relative{Few: c.Few() || control.Few(), Ratio: c.Ratio / control.Ratio}
	if !(r.Ratio > 0) || math.IsInf(r.Ratio, 0) {
		r.Ratio, r.Few = math.NaN(), true
		return r
	}
	r.Sure = about(r.Ratio, c.variance()+control.variance())
	r.Wide = about(r.Ratio, c.Dispersion*c.variance()+control.Dispersion*control.variance())
	return r
}

// Relative is a change relative to a control's.
type Relative struct {
	Few   bool
	Ratio float64
	Sure  Interval
	Wide  Interval
}
