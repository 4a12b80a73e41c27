package risk

import "math"

const daysAWeek = 7

// weekdays is what the past brought in the window's hours of the week, and in the same hours on the days after it.
type weekdays struct {
	clock   *clock             // nil where the window covers the whole week
	zone    float64            // how many seconds the window's clock is ahead of UTC
	weights [daysAWeek]float64 // sum of w, by days after the window's weekday
	squares [daysAWeek]float64 // sum of w²
}

func (p past) weekdays() weekdays {
	d := weekdays{clock: p.window.clock(minutesAWeek)}
	if d.clock.always() {
		return weekdays{}
	}
	d.zone = float64(offset(p.window.From, d.clock.zone))
	for _, e := range p.events {
		for r := range daysAWeek {
			w := e.weight * d.clock.share(e.from+float64(e.ahead-r*86400), e.until-e.from)
			d.weights[r], d.squares[r] = d.weights[r]+w, d.squares[r]+w*w
		}
	}
	return d
}

// against is how much more, or less, the window's weekdays bring than the mean: empirical Bayes by moments (Marshall
// 1991, Applied Statistics 40),
//
//	v = 1 + (x_0/x̄ - 1) · A / (A + V_0),   A = max(0, Σ_r (x_r - x̄)² / 6 - Σ_r V_r / 7)
//
// x_r rate of events in the window's hours r days after its weekday, V_r its variance by chance (Σ w² over the hours
// squared), x̄ of all. So a weekday counts as far as weekdays differ by more than chance; 1 where they do not.
func (d weekdays) against(start, at float64) float64 {
	if d.clock == nil {
		return 1
	}
	var rates, noise [daysAWeek]float64
	var events, hours, between, chance float64
	for r := range daysAWeek {
		shift := d.zone - float64(r)*86400
		covered := d.clock.until(at+shift) - d.clock.until(start+shift)
		if covered <= 0 {
			return 1 // a weekday that history has not seen
		}
		rates[r], noise[r] = d.weights[r]/covered, d.squares[r]/covered/covered
		events, hours = events+d.weights[r], hours+covered
	}
	mean := events / hours
	for r := range daysAWeek {
		between += (rates[r] - mean) * (rates[r] - mean) / (daysAWeek - 1)
		chance += noise[r] / daysAWeek
	}
	differ := math.Max(0, between-chance)
	if mean == 0 || differ == 0 {
		return 1
	}
	return 1 + (rates[0]/mean-1)*differ/(differ+noise[0])
}
