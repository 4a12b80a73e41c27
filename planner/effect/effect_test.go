package effect

import (
	"math"
	"math/rand/v2"
	"testing"
)

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*(1+math.Abs(b)) }

// 300 to 121 is -59.7 %, between -67 and -50: exp(±1.96 √(1/121 + 1/300)) = exp(±0.2111) = 1.235.
func TestChangeIsArithmetic(t *testing.T) {
	c := NewChange(121, 300, 365, 365, 1)
	if !near(c.Ratio, 121.0/300) || math.Round(1000*(c.Ratio-1)) != -597 {
		t.Errorf("ratio %g", c.Ratio)
	}
	if low, high := math.Round(100*(c.Sure.Low-1)), math.Round(100*(c.Sure.High-1)); low != -67 || high != -50 {
		t.Errorf("from %g to %g %%, want -67 to -50", low, high)
	}
	if by := math.Exp(z95 * math.Sqrt(1.0/121+1.0/300)); !near(c.Sure.High, c.Ratio*by) || c.Wide != c.Sure {
		t.Errorf("%+v", c)
	}
	if wide := NewChange(121, 300, 365, 365, 4); !near(math.Log(wide.Wide.High/wide.Ratio), 2*math.Log(c.Sure.High/c.Ratio)) || wide.Sure != c.Sure {
		t.Errorf("four times the variance is twice as wide: %+v", wide)
	}
	if days := NewChange(100, 100, 31, 28, 1); !near(days.Ratio, 28.0/31) {
		t.Errorf("100 in 31 days against 100 in 28: %g", days.Ratio)
	}
	for _, c := range []Change{NewChange(0, 30, 1, 1, 1), NewChange(9, 30, 1, 1, 1), NewChange(30, 9, 1, 1, 1), NewChange(4, 0, 1, 1, 1)} {
		if !c.Few() {
			t.Errorf("%d to %d is enough for a percentage", c.Then, c.Now)
		}
	}
	if NewChange(10, 10, 1, 1, 1).Few() || !math.IsNaN(NewChange(0, 5, 1, 1, 1).Ratio) {
		t.Error("10 to 10 is few, or 5 to 0 a ratio")
	}
}

// Counts of rate 50 against rate 40: the 95 % interval holds 0.8 in 95 of 100 draws.
func TestChangeCoversWhatIsTrue(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 8))
	held := 0
	const runs = 4000
	for range runs {
		if NewChange(poisson(rng, 40), poisson(rng, 50), 1, 1, 1).Sure.Holds(0.8) {
			held++
		}
	}
	if share := float64(held) / runs; share < 0.94 || share > 0.965 {
		t.Errorf("the interval holds the truth in %.3f of the draws", share)
	}
}

// poisson draws by counting exponential gaps.
func poisson(rng *rand.Rand, mean float64) int {
	n := 0
	for at := rng.ExpFloat64(); at < mean; at += rng.ExpFloat64() {
		n++
	}
	return n
}

// 2, 4, 6, 8: mean 5, squares 9+1+1+9 = 20, 20/5/3 = 4/3.
func TestDispersionIsArithmetic(t *testing.T) {
	for _, c := range []struct {
		counts []int
		want   float64
	}{{[]int{2, 4, 6, 8}, 4.0 / 3}, {[]int{5, 5, 5}, 1}, {[]int{7}, 1}, {nil, 1}, {[]int{0, 0}, 1}} {
		if got := Dispersion(c.counts); !near(got, c.want) {
			t.Errorf("%v: %g, want %g", c.counts, got, c.want)
		}
	}
	if got := Dispersion([]int{2, 4, 6, 8}, []int{10, 14}); !near(got, (4+8.0/12)/(3+1)) { // 12 ± 2: 4/12 + 4/12
		t.Errorf("two series: %g", got)
	}
}

// 100 to 60 beside a control of 100 to 80: 0.6/0.8 = 0.75, variance 1/60 + 1/100 + 1/80 + 1/100.
func TestAgainstIsArithmetic(t *testing.T) {
	r := NewChange(60, 100, 1, 1, 1).Against(NewChange(80, 100, 1, 1, 1))
	by := math.Exp(z95 * math.Sqrt(1.0/60+1.0/100+1.0/80+1.0/100))
	if !near(r.Ratio, 0.75) || !near(r.Sure.Low, 0.75/by) || r.Few {
		t.Errorf("%+v", r)
	}
	if few := NewChange(60, 100, 1, 1, 1).Against(NewChange(8, 100, 1, 1, 1)); !few.Few {
		t.Error("a control of 8 is enough")
	}
	if none := NewChange(60, 100, 1, 1, 1).Against(NewChange(0, 100, 1, 1, 1)); !none.Few || !math.IsNaN(none.Ratio) {
		t.Errorf("a control of 0: %+v", none)
	}
}

// Treated 100 to 60, its ring 40 to 45; control 90 to 85, its ring 50 to 52: -40 + 5 - (-5) - 2 = -32, √522 of error.
func TestDisplacedIsArithmetic(t *testing.T) {
	d := Displaced(Ring{100, 60, 40, 45}, Ring{90, 85, 50, 52})
	if d.Difference != -32 || !near(d.Error, math.Sqrt(100+60+40+45+90+85+50+52)) || !near(d.Sure.High, -32+z95*d.Error) {
		t.Errorf("%+v", d)
	}
	if moved := Displaced(Ring{100, 60, 40, 80}, Ring{50, 50, 50, 50}); moved.Difference != 0 {
		t.Errorf("what moved next door is not prevented: %g", moved.Difference)
	}
}

// Four of five campaigns of just that effect show it, and the equation holds.
func TestDetectableShowsInFourOfFive(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 8))
	for _, before := range []int{100, 300, 2000} {
		r := Detectable(before, 1)
		x := float64(before)
		if !near(-math.Log(r), (z95+z80)*math.Sqrt(1/x+1/(r*x))) {
			t.Errorf("%d: %g does not solve the equation", before, r)
		}
		shown := 0
		for range 1500 {
			if c := NewChange(poisson(rng, r*x), poisson(rng, x), 1, 1, 1); c.Sure.High < 1 {
				shown++
			}
		}
		if share := float64(shown) / 1500; share < 0.76 || share > 0.84 {
			t.Errorf("%d before: %.3f shows in %.2f of the campaigns", before, r, share)
		}
	}
	if Detectable(3, 1) != 0 || Detectable(0, 1) != 0 {
		t.Error("3 events can show something")
	}
	if Detectable(28, 1) != 0 || Detectable(40, 1)*40 < Fewest { // 28 could show a fall to 8: too few for a percentage
		t.Errorf("28 events show %g, 40 %g", Detectable(28, 1), Detectable(40, 1))
	}
	if Detectable(300, 4) >= Detectable(300, 1) {
		t.Error("weeks that vary more show as much")
	}
}
