package stops

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"nightbeat/geo"
)

// ground with some hot cells, many cold ones, and whole numbers so that ties abound.
func hotGround(t testing.TB, rng *rand.Rand, sideM float64) geo.Raster {
	t.Helper()
	grid, err := geo.NewGrid(geo.XY{}, geo.XY{X: sideM - 1, Y: sideM - 1}, 150)
	if err != nil {
		t.Fatal(err)
	}
	r := geo.NewRaster(grid)
	for c := range r.Values {
		if rng.IntN(3) == 0 {
			r.Values[c] = float64(rng.IntN(5))
		}
	}
	return r
}

// places are candidates, some of them outside the grid and some at one spot.
func places(rng *rand.Rand, n int, sideM float64) []Candidate {
	candidates := make([]Candidate, n)
	for i := range candidates {
		candidates[i] = Candidate{i, geo.XY{X: (1.2*rng.Float64() - 0.1) * sideM, Y: (1.2*rng.Float64() - 0.1) * sideM}}
		if i > 0 && rng.IntN(10) == 0 {
			candidates[i].At = candidates[rng.IntN(i)].At
		}
	}
	return candidates
}

// slow is the twin: every round it looks at every candidate and every cell.
func slow(expected geo.Raster, candidates []Candidate, s Settings) []Pick {
	watched := make([]bool, expected.Cells())
	var picks []Pick
	for len(picks) < s.Count {
		best := offer{}
		for _, c := range candidates {
			o := offer{Candidate: c}
			for cell, v := range expected.Values {
				if d := expected.Centre(geo.Cell(cell)).Distance(c.At); d <= s.ReachM && !watched[cell] {
					o.gain += v
					o.spread += v * d * d
				}
			}
			free := true
			for _, p := range picks {
				free = free && p.At.Distance(c.At) >= s.ApartM
			}
			if free && (o.gain > best.gain || o.gain == best.gain && o.gain > 0 && better(o, best) < 0) {
				best = o
			}
		}
		if best.gain == 0 {
			return picks
		}
		pick := Pick{Candidate: best.Candidate, Expected: best.gain, Share: best.gain / expected.Sum()}
		for cell := range expected.Values {
			if expected.Centre(geo.Cell(cell)).Distance(best.At) <= s.ReachM && !watched[cell] {
				pick.Cells = append(pick.Cells, geo.Cell(cell))
				watched[cell] = true
			}
		}
		picks = append(picks, pick)
	}
	return picks
}

func TestChooseAgreesWithTheDoubleLoop(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 1))
		expected, candidates := hotGround(t, rng, 3000), places(rng, 150, 3000)
		s := Settings{Count: 1 + rng.IntN(40), ApartM: float64(rng.IntN(600)), ReachM: 60 + float64(rng.IntN(400))}
		got, want := Choose(expected, candidates, s), slow(expected, candidates, s)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d, %+v:\n%s\nwant\n%s", seed, s, brief(got), brief(want))
		}
	}
}

func brief(picks []Pick) string {
	var s string
	for _, p := range picks {
		s += fmt.Sprintf("%d (%g) ", p.ID, p.Expected)
	}
	return s
}

func TestPicksKeepTheirPromises(t *testing.T) {
	for seed := range uint64(10) {
		rng := rand.New(rand.NewPCG(seed, 2))
		expected, candidates := hotGround(t, rng, 6000), places(rng, 3000, 6000)
		picks := Choose(expected, candidates, Settings{Count: 60})
		if len(picks) != 60 {
			t.Fatalf("%d picks, want 60", len(picks))
		}
		watched := map[geo.Cell]bool{}
		var sum, shares float64
		for i, p := range picks {
			for _, o := range picks[:i] {
				if d := p.At.Distance(o.At); d < 250 {
					t.Fatalf("picks %d and %d are %g m apart, want 250", p.ID, o.ID, d)
				}
			}
			var own float64
			for _, c := range p.Cells {
				if watched[c] {
					t.Fatalf("cell %d is watched twice", c)
				}
				watched[c] = true
				own += expected.Values[c]
			}
			if own != p.Expected || i > 0 && p.Expected > picks[i-1].Expected {
				t.Fatalf("pick %d says %g, its cells %g", i, p.Expected, own)
			}
			sum, shares = sum+own, shares+p.Share
		}
		if math.Abs(shares-sum/expected.Sum()) > 1e-12 {
			t.Fatalf("shares sum to %g, want %g", shares, sum/expected.Sum())
		}
		rng.Shuffle(len(candidates), func(i, j int) { candidates[i], candidates[j] = candidates[j], candidates[i] })
		if !reflect.DeepEqual(picks, Choose(expected, candidates, Settings{Count: 60})) {
			t.Fatal("the order of the candidates changed the picks")
		}
	}
}

// By default a place watches at least the cell it stands in: the farthest corner is 0.707 cell from the centre.
func TestDefaultReachHoldsOwnCell(t *testing.T) {
	expected := hotGround(t, rand.New(rand.NewPCG(1, 3)), 600)
	for c := range expected.Values {
		expected.Values[c] = 0
	}
	expected.Values[5] = 1
	corner := expected.Corner(5)
	picks := Choose(expected, []Candidate{{7, corner}}, Settings{Count: 1})
	if len(picks) != 1 || picks[0].Expected != 1 || picks[0].Share != 1 {
		t.Errorf("a place in the corner of the only hot cell gave %+v", picks)
	}
}

func TestNothingToChoose(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 4))
	expected := hotGround(t, rng, 600)
	if picks := Choose(expected, nil, Settings{Count: 3}); len(picks) != 0 {
		t.Errorf("no candidates gave %d picks", len(picks))
	}
	if picks := Choose(geo.NewRaster(expected.Grid), places(rng, 9, 600), Settings{Count: 3}); len(picks) != 0 {
		t.Errorf("nothing expected gave %d picks", len(picks))
	}
}

// 100,000 candidates on a grid of 50,000 cells.
func BenchmarkChoose(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 5))
	expected, candidates := hotGround(b, rng, 33_600), places(rng, 100_000, 33_600)
	b.ReportAllocs()
	for b.Loop() {
		if n := len(Choose(expected, candidates, Settings{Count: 100})); n != 100 {
			b.Fatal(n)
		}
	}
}
