package risk

import (
	"math"
	"math/rand/v2"
	"testing"

	"nightbeat/geo"
)

// A value of 3 beside a straight street of 100 m lies on it in four pieces of 25 m, 0.75 each; one 200 m off stays.
func TestAlongIsArithmetic(t *testing.T) {
	s := NewStreets([][]geo.XY{{{X: 0, Y: 0}, {X: 100, Y: 0}}})
	places, shared := s.Along([]geo.XY{{X: 10, Y: 30}, {X: 0, Y: 200}}, []float64{3, 5})
	if len(places) != 5 || places[0] != (geo.XY{X: 0, Y: 200}) || shared[0] != 5 {
		t.Fatalf("%v, %v", places, shared)
	}
	for i := 1; i < 5; i++ {
		if want := (geo.XY{X: 25*float64(i) - 12.5}); places[i] != want || shared[i] != 0.75 {
			t.Errorf("%v has %g, want %v with 0.75", places[i], shared[i], want)
		}
	}
}

func TestAlongKeepsTheSum(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 14))
	s := blocks(rng, 6)
	var at []geo.XY
	var values []float64
	for range 300 {
		at, values = append(at, geo.XY{X: rng.Float64()*1200 - 500, Y: rng.Float64()*1200 - 500}), append(values, rng.Float64())
	}
	_, shared := s.Along(at, values)
	if math.Abs(sum(shared)-sum(values)) > 1e-9 {
		t.Errorf("%g became %g", sum(values), sum(shared))
	}
	_, metres := s.Pieces()
	if math.Abs(sum(metres)-s.LengthM()) > 1e-6 {
		t.Errorf("pieces of %g m of %g m", sum(metres), s.LengthM())
	}
}
