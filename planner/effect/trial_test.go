package effect

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestDrawPairsTheLike(t *testing.T) {
	before := []int{3, 50, 9, 51, 10, 1, 2}
	pairs := Draw(before, 7)
	like := [][2]int{{3, 1}, {4, 2}, {0, 6}} // 51 and 50, 10 and 9, 3 and 2; 1 is left out
	for i, p := range pairs {
		if p != (Pair{like[i][0], like[i][1]}) && p != (Pair{like[i][1], like[i][0]}) {
			t.Errorf("pair %d is %v, want %v", i, p, like[i])
		}
	}
	if len(pairs) != 3 || !slices.Equal(pairs, Draw(before, 7)) {
		t.Errorf("%v, again %v", pairs, Draw(before, 7))
	}
	first := 0
	for seed := range uint64(1000) {
		if Draw(before, seed)[0].Treated == 3 {
			first++
		}
	}
	if first < 450 || first > 550 {
		t.Errorf("the busier of a pair is treated in %d of 1,000 draws", first)
	}
}

// Six pairs, the treated always 5 of 10: only the lot drawn and its opposite are as far apart, 2 of 64.
func TestJudgeIsArithmetic(t *testing.T) {
	treated, control := []int{5, 5, 5, 5, 5, 5}, []int{10, 10, 10, 10, 10, 10}
	o := Judge(treated, control, 1)
	if o.P != 2.0/64 || o.Ratio != 0.5 || !o.Sure.Holds(0.5) || o.Sure.Holds(1) {
		t.Errorf("%+v", o)
	}
	if even := Judge(control, control, 1); even.P != 1 || even.Ratio != 1 {
		t.Errorf("alike: %+v", even)
	}
	if few := Judge(treated[:4], control[:4], 1); !few.Sure.Holds(1000) || few.P != 2.0/16 {
		t.Errorf("four pairs: %+v", few)
	}
	if none := Judge([]int{0, 0}, []int{3, 4}, 1); !math.IsNaN(none.Ratio) || none.P != 1 {
		t.Errorf("none treated: %+v", none)
	}
}

// Twenty pairs of hot spots of 2 to 40 events, treated by lot with a known effect, 1,000 times over: nine of ten
// intervals hold it; without an effect one in ten finds one.
func TestTrialsCoverWhatIsTrue(t *testing.T) {
	if testing.Short() {
		t.Skip("a thousand trials; not in short runs")
	}
	for _, effect := range []float64{0.7, 1} {
		rng := rand.New(rand.NewPCG(3, 9))
		const runs = 1000
		held, invented := 0, 0
		for run := range runs {
			var treated, control []int
			for range 20 {
				rate := 2 + 38*rng.Float64()*rng.Float64()
				like := rate * math.Exp(0.2*rng.NormFloat64()) // no two places are quite alike; the lot decides
				if rng.IntN(2) == 1 {
					rate, like = like, rate
				}
				treated, control = append(treated, poisson(rng, effect*rate)), append(control, poisson(rng, like))
			}
			o := Judge(treated, control, uint64(run))
			if o.Sure.Holds(effect) {
				held++
			}
			if o.P <= 0.10 {
				invented++
			}
		}
		t.Logf("effect %g: %d of %d intervals hold it; %d find an effect", effect, held, runs, invented)
		if share := float64(held) / runs; math.Abs(share-0.90) > 0.03 {
			t.Errorf("effect %g: the 90 %% intervals hold it in %.3f of the trials", effect, share)
		}
		if effect == 1 && math.Abs(float64(invented)/runs-0.10) > 0.03 {
			t.Errorf("no effect, and %d of %d trials find one", invented, runs)
		}
	}
}
