package tours

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// exact are rewards of instances for which best_known.csv says more than any routes collect (75 and 170, after Chao 1996):
// all routes within the limit were listed, and all threes of them without a visit in common compared.
var exact = map[string]string{"p1.3.h": "70", "p2.3.h": "165"}

func TestBoundOfPublished(t *testing.T) {
	for _, set := range []string{"top", "toptw"} {
		f, err := os.Open(filepath.Join("../../../shared/benchmarks", set, "best_known.csv"))
		if err != nil {
			t.Skip("the published benchmarks are not beside this checkout")
		}
		defer f.Close()
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows[1:] {
			best := row[5]
			if e, ok := exact[row[0]]; ok {
				best = e
			}
			testBound(t, filepath.Join(set, row[0]+".txt"), row[2], best, i%71 == 35)
		}
	}
}

// testBound compares an instance's bound with its best known reward, where there is one; that by prices too, if asked. (All
// by prices: go run ./bench.)
func testBound(t *testing.T, file, crews, best string, prices bool) {
	t.Helper()
	reward, err := strconv.ParseInt(best, 10, 64)
	if err != nil {
		return
	}
	m, err := strconv.Atoi(crews)
	if err != nil {
		t.Fatal(err)
	}
	p := published(t, file, m)
	r := newRelaxation(newModel(&p))
	if prices {
		r.round(notOver)
	}
	if r.least < reward {
		t.Errorf("%s for %d crews: bound %d, best known %d", file, m, r.least, reward)
	}
}

// A knapsack by hand: hours of 10, stays of 3 and ways of 1, so that a stay takes 3 + (1+1)/2 = 4; two and a half fit,
// the best paid first: 9 + 8 + 6/2 = 20, and one for the rounding.
func TestBoundIsTheKnapsack(t *testing.T) {
	p := Problem{
		Travel: []Matrix{{4, []Time{0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0}}},
		Crews:  []Crew{{Close: 10}},
		Visits: []Visit{{Place: 1, Service: 3, Reward: 6}, {Place: 2, Service: 3, Reward: 9}, {Place: 3, Service: 3, Reward: 8}},
	}
	if b := newModel(&p).bound(); b != 21 {
		t.Errorf("bound %d", b)
	}
}

// A stay or a way of nearly all the time that there can be is still one that the bound counts.
func TestBoundOfHugeTimes(t *testing.T) {
	const far = maxTime/2 + 1
	ways := Matrix{2, []Time{0, far, far, 0}}
	for _, service := range []Time{0, maxTime / 2, maxTime} {
		for place := range 2 {
			p := Problem{Travel: []Matrix{ways}, Crews: []Crew{{Open: -maxTime, Close: maxTime}}, Visits: []Visit{{Place: place, Service: service, Reward: 9}}}
			s := solve(t, p, Settings{Iterations: 5})
			if fits := service+Time(place)*2*far <= 2*maxTime; fits && s.Bound < 9 || s.Reward > s.Bound {
				t.Errorf("service %d at place %d: reward %d, bound %d", service, place, s.Reward, s.Bound)
			}
		}
	}
}
