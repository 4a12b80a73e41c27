package effect

import (
	"math"
	"math/rand/v2"
	"testing"
)

// With the ratio that is said to be provable, about four of five made-up trials find the effect by the test itself: pairs that are
// alike and pairs that are not, few and many, even and uneven. 300 trials have a standard deviation of 2.3 %.
func TestProvableIsFoundInFourOfFive(t *testing.T) {
	if testing.Short() {
		t.Skip("three thousand trials; not in short runs")
	}
	for _, c := range []struct {
		pairs          int
		events, unlike float64 // in each arm; standard deviation of the logarithm between two of a pair
		uneven         bool
	}{{8, 40, 0, false}, {10, 20, 0, true}, {20, 10, 0, true}, {20, 40, 0.15, false}, {100, 2, 0, false}, {180, 1, 0, false}} {
		rng := rand.New(rand.NewPCG(6, uint64(c.pairs)))
		expected := make([]float64, c.pairs)
		for i := range expected {
			expected[i] = c.events
			if c.uneven {
				expected[i] *= 0.5 + float64(i)/float64(c.pairs-1)
			}
		}
		// Of two arms with mean x and a log-normal factor the squared difference is 2x + 2x²s² in the mean: φ = 1 + x s².
		ratio := Provable(expected, 1+c.events*c.unlike*c.unlike)
		if ratio <= 0 || ratio >= 1 {
			t.Fatalf("%+v: ratio %g", c, ratio)
		}
		const runs = 300
		found := 0
		for run := range runs {
			var treated, control []int
			for _, x := range expected {
				treated = append(treated, poisson(rng, ratio*x*math.Exp(c.unlike*rng.NormFloat64())))
				control = append(control, poisson(rng, x*math.Exp(c.unlike*rng.NormFloat64())))
			}
			if o := Judge(treated, control, uint64(run)); o.P <= level && o.Ratio < 1 {
				found++
			}
		}
		t.Logf("%d pairs of %g: %.0f %% fewer is found in %d of %d trials", c.pairs, c.events, 100*(1-ratio), found, runs)
		if share := float64(found) / runs; share < 0.72 || share > 0.90 {
			t.Errorf("%+v: %.0f %% fewer is found in %.2f of the trials, not in 0.8", c, 100*(1-ratio), share)
		}
	}
}

// More events, more pairs and less dispersion prove more; too few of either prove nothing.
func TestProvableKnowsWhatIsTooLittle(t *testing.T) {
	of := func(pairs int, events, dispersion float64) float64 {
		all := make([]float64, pairs)
		for i := range all {
			all[i] = events
		}
		return Provable(all, dispersion)
	}
	if base := of(10, 20, 1); of(10, 40, 1) <= base || of(20, 20, 1) <= base || of(10, 20, 2) >= base {
		t.Errorf("10 pairs of 20: %g, of 40: %g; 20 pairs: %g; spread twice as wide: %g", base, of(10, 40, 1), of(20, 20, 1), of(10, 20, 2))
	}
	for _, nothing := range []float64{of(FewestPairs-1, 1000, 1), of(10, 1, 1), of(10, 0, 1), of(0, 0, 1)} {
		if nothing != 0 {
			t.Errorf("too little shows a ratio of %g", nothing)
		}
	}
	if phi := PairDispersion([]int{10, 0}, []int{0, 10}); phi != 10 { // (100 + 100) / 20
		t.Errorf("dispersion %g, want 10", phi)
	}
	if phi := PairDispersion(nil, nil); phi != 1 {
		t.Errorf("dispersion of nothing %g", phi)
	}
}
