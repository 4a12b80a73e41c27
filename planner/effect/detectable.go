package effect

import "math"

// z80 is the standard normal quantile of 80 % power.
const z80 = 0.8416212335729143

// z90 is that of 95 %: a tenth lies beyond it on both sides together.
const z90 = 1.6448536269514722

// Detectable is the largest ratio below 1 that a comparison of equal times shows at 5 % in four of five trials, where
// so many events come before:
//
//	-ln r = (1.96 + 0.84) √(φ (1/x + 1/(r x)))
//
// 0 where nothing would show that leaves enough for a percentage (Fewest). A campaign that can at best prevent less will look like chance.
func Detectable(before int, dispersion float64) float64 {
	x, phi := float64(before), math.Max(1, dispersion)
	shows := func(r float64) bool { return -math.Log(r) >= (z95+z80)*math.Sqrt(phi*(1/x+1/(r*x))) }
	low, high := lowest(shows, x), 1.0
	if low == 0 {
		return 0
	}
	for range 60 {
		if middle := (low + high) / 2; shows(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	if low*x < Fewest {
		return 0
	}
	return low
}

// lowest is the least ratio that shows, of those that leave whole events; 0 where none does.
func lowest(shows func(float64) bool, before float64) float64 {
	for left := 1.0; left < before; left++ {
		if shows(left / before) {
			return left / before
		}
	}
	return 0
}
