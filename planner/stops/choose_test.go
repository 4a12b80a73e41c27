package stops

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"nightbeat/geo"
)

// hotPlaces are some places with much demand among many with little: whole numbers, so that ties abound and sums are
// exact in any order.
func hotPlaces(rng *rand.Rand, n, sideM int) []Demand {
	demand := make([]Demand, n)
	for i := range demand {
		demand[i] = Demand{somewhere(rng, sideM), float64(rng.IntN(5))}
	}
	return demand
}

func somewhere(rng *rand.Rand, sideM int) geo.XY {
	return geo.XY{X: float64(rng.IntN(sideM)), Y: float64(rng.IntN(sideM))}
}

// places are candidates, some of them at one spot.
func places(rng *rand.Rand, n, sideM int) []Candidate {
	candidates := make([]Candidate, n)
	for i := range candidates {
		candidates[i] = Candidate{i, somewhere(rng, sideM)}
		if i > 0 && rng.IntN(10) == 0 {
			candidates[i].At = candidates[rng.IntN(i)].At
		}
	}
	return candidates
}

// slow is the twin: every round it looks at every candidate and all demand.
func slow(demand []Demand, candidates []Candidate, s Settings) []Pick {
	watched := make([]bool, len(demand))
	near := func(at geo.XY, visit func(i int, d2 float64)) {
		for i, d := range demand {
			dx, dy := d.At.X-at.X, d.At.Y-at.Y
			if d2 := dx*dx + dy*dy; d2 <= s.ReachM*s.ReachM && !watched[i] {
				visit(i, d2)
			}
		}
	}
	var picks []Pick
	for len(picks) < s.Count {
		best := offer{}
		for _, c := range candidates {
			o := offer{Candidate: c}
			near(c.At, func(i int, d2 float64) { o.gain += demand[i].Expected; o.spread += demand[i].Expected * d2 })
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
		pick := Pick{Candidate: best.Candidate, Expected: best.gain}
		near(best.At, func(i int, _ float64) { pick.Watched = append(pick.Watched, i) })
		for _, i := range pick.Watched {
			watched[i] = true
		}
		picks = append(picks, pick)
	}
	return picks
}

func TestChooseAgreesWithTheDoubleLoop(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 1))
		demand, candidates := hotPlaces(rng, 400, 3000), places(rng, 150, 3000)
		s := Settings{Count: 1 + rng.IntN(40), ApartM: float64(rng.IntN(600)), ReachM: 60 + float64(rng.IntN(400))}
		got, want := Choose(demand, candidates, s), slow(demand, candidates, s)
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
	settings := Settings{Count: 60, ApartM: 250, ReachM: 140}
	for seed := range uint64(10) {
		rng := rand.New(rand.NewPCG(seed, 2))
		demand, candidates := hotPlaces(rng, 3000, 6000), places(rng, 3000, 6000)
		picks := Choose(demand, candidates, settings)
		if len(picks) != settings.Count {
			t.Fatalf("%d picks, want %d", len(picks), settings.Count)
		}
		watched := map[int]bool{}
		for i, p := range picks {
			apart(t, picks[:i], p)
			var own float64
			for _, d := range p.Watched {
				if watched[d] {
					t.Fatalf("demand %d is watched twice", d)
				}
				watched[d] = true
				own += demand[d].Expected
			}
			if own != p.Expected || i > 0 && p.Expected > picks[i-1].Expected {
				t.Fatalf("pick %d says %g, what it watches %g", i, p.Expected, own)
			}
		}
		rng.Shuffle(len(candidates), func(i, j int) { candidates[i], candidates[j] = candidates[j], candidates[i] })
		if !reflect.DeepEqual(picks, Choose(demand, candidates, settings)) {
			t.Fatal("the order of the candidates changed the picks")
		}
	}
}

func apart(t *testing.T, others []Pick, p Pick) {
	t.Helper()
	for _, o := range others {
		if d := p.At.Distance(o.At); d < 250 {
			t.Fatalf("picks %d and %d are %g m apart, want 250", p.ID, o.ID, d)
		}
	}
}

func TestNothingToChoose(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 4))
	s := Settings{Count: 3, ApartM: 250, ReachM: 100}
	if picks := Choose(hotPlaces(rng, 20, 600), nil, s); len(picks) != 0 {
		t.Errorf("no candidates gave %d picks", len(picks))
	}
	if picks := Choose(nil, places(rng, 9, 600), s); len(picks) != 0 {
		t.Errorf("nothing expected gave %d picks", len(picks))
	}
}

// 100,000 candidates over 50,000 places of demand.
func BenchmarkChoose(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 5))
	demand, candidates := hotPlaces(rng, 50_000, 33_600), places(rng, 100_000, 33_600)
	b.ReportAllocs()
	for b.Loop() {
		if n := len(Choose(demand, candidates, Settings{Count: 100, ApartM: 250, ReachM: 100})); n != 100 {
			b.Fatal(n)
		}
	}
}

// Of 1 at 0 m, 2 at 50 m and 4 at 90 m, the pick at 0 m with a reach of 60 m adds 3, the one at 80 m the 4 that is left.
func TestAddsIsArithmetic(t *testing.T) {
	demand := []Demand{{geo.XY{}, 1}, {geo.XY{X: 50}, 2}, {geo.XY{X: 90}, 4}, {geo.XY{X: 500}, 8}}
	picks := []Pick{{Candidate: Candidate{At: geo.XY{}}}, {Candidate: Candidate{At: geo.XY{X: 80}}}}
	if got := Adds(demand, picks, 60); !reflect.DeepEqual(got, []float64{3, 4}) {
		t.Errorf("%v, want 3 and 4", got)
	}
}
