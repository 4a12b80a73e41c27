package tours

import (
	"math"
	"testing"
)

func TestProtectIsTheFormula(t *testing.T) {
	for _, fade := range []Time{60, 3600, 7200} {
		for gap := Time(0); gap < 20*fade; gap += 1 + fade/97 {
			want := 1e6 * (1 - math.Exp(-float64(gap)/float64(fade)))
			// Straight lines between entries 1/64 apart lie at most (1/64)^2/8 = 3.1e-5 below the curve.
			if got := protect(1e6, fade, gap); math.Abs(float64(got)-want) > 32 {
				t.Fatalf("fade %d, gap %d: %d, want %.1f", fade, gap, got, want)
			}
		}
	}
	if protect(9, 0, 0) != 9 || protect(9, 0, -1) != 0 || protect(9, 5, -1) != 0 {
		t.Error("without fade a stay earns its reward whole, and nothing once its effect does not count")
	}
}

func TestWorthOfARound(t *testing.T) {
	v := Visit{Service: 10, Reward: 100, Revisit: Revisit{MaxGap: 50}} // no fade: each stay earns 100
	for _, c := range []struct {
		what  string
		stays []Call
		want  int64
	}{
		{"no stay", nil, 0},
		{"a whole round", []Call{{Arrive: 50, Leave: 60}, {Arrive: 110, Leave: 120}, {Arrive: 150, Leave: 160}}, 300},
		{"late by one tick: one stay is missing", []Call{{Arrive: 51, Leave: 61}, {Arrive: 110, Leave: 120}, {Arrive: 150, Leave: 160}}, 300 / 2},
		{"ends early: from 60 to 200 are 140, so two are missing", []Call{{Arrive: 50, Leave: 60}}, 100 / 3},
		{"a stay that ends after the hours earns nothing", []Call{{Arrive: 150, Leave: 160}, {Arrive: 195, Leave: 205}}, 100 / 3},
	} {
		if got := worth(v, hours{0, 200}, c.stays); got != c.want {
			t.Errorf("%s: %d, want %d", c.what, got, c.want)
		}
	}
}
