package risk_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"nightbeat/geo"
	"nightbeat/planner/risk"
)

// nights plays two districts of the same rate for many nights. Each night one patrol goes to one of them, drawn by the
// weight of what was found there so far, and finds something with an even chance, the same in both. It gives the
// share of the last nights that district 0 got.
func nights(rng *rand.Rand, n int, corrected bool) float64 {
	grid, err := geo.NewGrid(geo.XY{}, geo.XY{X: 199, Y: 99}, 100)
	if err != nil {
		panic(err)
	}
	patrolled := geo.NewRaster(grid)
	patrolled.Values[0], patrolled.Values[1] = 1, 1
	places := [2]geo.XY{{X: 50, Y: 50}, {X: 150, Y: 50}}
	weights := [2]float64{1, 1} // a first find in each
	last, zero := n/4, 0.0
	for night := range n {
		district := 1
		if rng.Float64()*(weights[0]+weights[1]) < weights[0] {
			district = 0
		}
		if rng.Float64() < 0.5 {
			found := []risk.Event{{At: places[district], Weight: 1}}
			if corrected {
				found = risk.CorrectForPatrols(found, patrolled)
			}
			weights[district] += found[0].Weight
		}
		patrolled.Values[district]++
		if night >= n-last && district == 0 {
			zero++
		}
	}
	return zero / float64(last)
}

// Two equal districts over 1,000 nights: corrected, each keeps about half of the patrols; the naive loop (a Pólya urn,
// whose limit is spread evenly from 0 to 1) often runs far away.
func TestEqualDistrictsStayEqual(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 10))
	const runs = 300
	var naive, corrected float64
	ranAway, keptEven := 0, 0
	for range runs {
		a, b := nights(rng, 1000, false), nights(rng, 1000, true)
		naive, corrected = naive+math.Abs(a-0.5)/runs, corrected+math.Abs(b-0.5)/runs
		if math.Abs(a-0.5) > 0.2 {
			ranAway++
		}
		if math.Abs(b-0.5) < 0.15 {
			keptEven++
		}
	}
	t.Logf("from an even share: naive %.3f off on average, %d of %d runs over 0.2; corrected %.3f, %d within 0.15", naive, ranAway, runs, corrected, keptEven)
	if ranAway < runs/2 {
		t.Errorf("the naive loop ran away in %d of %d runs only: the test shows nothing", ranAway, runs)
	}
	if keptEven < runs*9/10 || corrected > naive/3 {
		t.Errorf("corrected, %d of %d runs stayed within 0.15 of even; off by %.3f on average, naive %.3f", keptEven, runs, corrected, naive)
	}
}

// Patrol time 1, 4 and 0: a find in the second counts a quarter, elsewhere whole.
func TestCorrectForPatrolsIsArithmetic(t *testing.T) {
	grid, err := geo.NewGrid(geo.XY{}, geo.XY{X: 299, Y: 99}, 100)
	if err != nil {
		t.Fatal(err)
	}
	patrolled := geo.NewRaster(grid)
	patrolled.Values[0], patrolled.Values[1] = 1, 4
	var found []risk.Event
	for _, x := range []float64{50, 150, 250, 1000} {
		found = append(found, risk.Event{At: geo.XY{X: x, Y: 50}, Weight: 2})
	}
	for i, want := range []float64{2, 0.5, 2, 2} {
		if got := risk.CorrectForPatrols(found, patrolled)[i].Weight; got != want {
			t.Errorf("find %d weighs %g, want %g", i, got, want)
		}
	}
	if found[1].Weight != 2 {
		t.Error("the events given were changed")
	}
}
