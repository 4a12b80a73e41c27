package geo

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// TestChinaShifts compares with the values that the coordtransform libraries print for Beijing.
func TestChinaShifts(t *testing.T) {
	at := orb.Point{116.404, 39.915}
	if got, want := GCJ02(at), (orb.Point{116.41024449916938, 39.91640428150164}); Distance(got, want) > 0.01 {
		t.Errorf("GCJ-02: %v, want %v", got, want)
	}
	// Baidu's system from GCJ-02 (116.404, 39.915)
	if got, want := BD09(Unshift(GCJ02, at)), (orb.Point{116.41036949371029, 39.92133699351021}); Distance(got, want) > 0.01 {
		t.Errorf("BD-09: %v, want %v", got, want)
	}
	if abroad := (orb.Point{-122.4, 37.7}); GCJ02(abroad) != abroad || BD09(abroad) != abroad {
		t.Error("a place abroad is shifted")
	}
}

func TestUnshiftIsExact(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		p := orb.Point{74 + 60*rng.Float64(), 2 + 52*rng.Float64()}
		for _, shift := range []func(orb.Point) orb.Point{GCJ02, BD09} {
			shifted := shift(p)
			if far := Distance(p, shifted); far < 10 || far > 5000 {
				t.Fatalf("%v is shifted by %.0f m", p, far)
			}
			if back := Unshift(shift, shifted); math.Abs(back[0]-p[0]) > 1e-9 || math.Abs(back[1]-p[1]) > 1e-9 {
				t.Fatalf("%v came back as %v", p, back)
			}
		}
	}
}
