package effect

import "math"

// Provable is the largest ratio below 1 that Judge shows at 10 % in four of five trials, where each arm of pair i would have
// x_i events without the treatment and counts vary φ times as much as chance has it. Of a test by lot the least difference
// that shows is that of Student's t; n is the number of pairs, or fewer where some hold most of the events:
//
//	(1-r) Σx_i >= (t + 0.84) √(φ (1+r) Σx_i),  t = 1.64 √((n-1) / (n-1.64²)),  n = (Σx_i)² / Σx_i²
//
// 0 where nothing would show that leaves enough for a percentage (Fewest).
func Provable(expected []float64, dispersion float64) float64 {
	var sum, squares float64
	for _, x := range expected {
		sum, squares = sum+x, squares+x*x
	}
	n := sum * sum / squares
	if len(expected) < FewestPairs || !(n > z90*z90) {
		return 0
	}
	t := z90 * math.Sqrt((n-1)/(n-z90*z90))
	a := (t + z80) * (t + z80) * math.Max(1, dispersion) // q = 1-r solves q² Σx + a q - 2 a = 0
	ratio := 1 - (math.Sqrt(a*a+8*a*sum)-a)/(2*sum)
	if ratio*sum < Fewest {
		return 0
	}
	return ratio
}

// PairDispersion is how much more two of a pair differ than chance has it, 1 where they do not:
//
//	φ = Σ (a_i - b_i)² / Σ (a_i + b_i)
func PairDispersion(one, other []int) float64 {
	var squares, sum float64
	for i := range one {
		d := float64(one[i] - other[i])
		squares, sum = squares+d*d, sum+float64(one[i]+other[i])
	}
	return math.Max(1, squares/math.Max(1, sum))
}
