package road

import (
	"encoding/csv"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// pair is a row of the reference routes: two places and what other routers answer, NaN where they found no way.
type pair struct {
	id       string
	from, to orb.Point
	answers  map[string]float64
}

func readPairs(t *testing.T, path string) []pair {
	f, err := os.Open(sharedFile(t, path))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var pairs []pair
	for _, row := range rows[1:] {
		p := pair{id: row[0], answers: map[string]float64{}}
		for i, name := range rows[0] {
			v, err := strconv.ParseFloat(row[i], 64)
			if err != nil {
				v = math.NaN()
			}
			p.answers[name] = v
		}
		p.from = orb.Point{p.answers["from_lon"], p.answers["from_lat"]}
		p.to = orb.Point{p.answers["to_lon"], p.answers["to_lat"]}
		pairs = append(pairs, p)
	}
	return pairs
}

// at is every place on a street that the profile can use at a point of the network: at a junction, one for each street.
func (g *Graph) at(p orb.Point) []Place {
	var places []Place
	flat := newLocal(p)
	distance := func(e int) float64 {
		_, metres := g.net.nearestOn(e, flat)
		return metres
	}
	g.net.index.nearest(flat, 0.05, distance, func(e int) bool {
		if g.open(int32(2*e)) || g.open(int32(2*e+1)) {
			places = append(places, g.net.placeNear(e, flat))
		}
		return false
	})
	return places
}

// bar is what a column must hold: how far from 1 the median ratio may be, and which share of the pairs is within 1 %.
type bar struct {
	column         string
	median, within float64
}

// TestAgainstOtherRouters compares lengths with Routino's, pair by pair, and the quickest ways with OSRM's (make
// bench-routing prints what it finds). OSRM also counts every turn and rates minor roads down, so that is a sanity band.
func TestAgainstOtherRouters(t *testing.T) {
	for _, town := range []struct {
		name, roads string
		bars        []bar
	}{
		{"portland_small", "portland/portland_small", []bar{{"car_short_m", 0.001, 0.93}, {"foot_short_m", 0.002, 0.90}, {"osrm_car_m", 0.005, 0.7}, {"osrm_car_s", 0.1, 0}}},
		{"milan_small", "milan/milan_small", []bar{{"car_short_m", 0.001, 0.90}, {"foot_short_m", 0.002, 0.90}, {"osrm_car_m", 0.005, 0.7}, {"osrm_car_s", 0.1, 0}}},
		{"columbus", "columbus/columbus", []bar{{"car_short_m", 0.001, 0.98}, {"foot_short_m", 0.002, 0.98}}},
	} {
		if town.name != "portland_small" && !*thorough {
			continue
		}
		n := open(t, "data/"+town.roads+".osm.pbf")
		pairs := readPairs(t, "benchmarks/routing/"+town.name+".csv")
		car := n.Graph(profile(t, "car"))
		graphs := map[string]*Graph{"car_short_m": car.Shortest(), "foot_short_m": n.Graph(profile(t, "foot")).Shortest()}
		for _, b := range town.bars {
			g := graphs[b.column]
			if g == nil {
				g = car
			}
			compare(t, town.name, b, g, pairs)
		}
	}
}

// compare prints how the ratios to a column are spread, and fails where they miss the bar or a pair is lost.
func compare(t *testing.T, town string, b bar, g *Graph, pairs []pair) {
	var ratios []float64
	near := 0
	answers := g.between(t, pairs, strings.HasSuffix(b.column, "_s"))
	for i, p := range pairs {
		want := p.answers[b.column]
		if math.IsNaN(want) || strings.HasPrefix(b.column, "osrm") && math.IsNaN(p.answers["car_short_m"]) {
			continue // OSRM moves the places of some pairs that cannot be joined
		}
		got := answers[i]
		if math.IsInf(got, 1) {
			t.Errorf("%s %s: pair %s is lost", town, b.column, p.id)
			continue
		}
		ratios = append(ratios, got/want)
		if math.Abs(got/want-1) <= 0.01 {
			near++
		} else {
			t.Logf("%s %s: pair %s: %.1f for %.1f: %.4f", town, b.column, p.id, got, want, got/want)
		}
	}
	slices.Sort(ratios)
	q := func(share float64) float64 { return ratios[int(share*float64(len(ratios)-1))] }
	share := float64(near) / float64(len(ratios))
	t.Logf("%s %s: %d pairs; ratio 5%% %.4f, 25%% %.4f, median %.4f, 75%% %.4f, 95%% %.4f; within 1%%: %.1f %%", town, b.column,
		len(ratios), q(.05), q(.25), q(.5), q(.75), q(.95), 100*share)
	if math.Abs(q(.5)-1) > b.median || share < b.within {
		t.Errorf("%s %s misses its bar: median within %v, %v within 1 %%", town, b.column, b.median, b.within)
	}
}

// between is the seconds or metres of each pair: the least over the streets at its two nodes.
func (g *Graph) between(t *testing.T, pairs []pair, seconds bool) []float64 {
	var from, to []Place
	var fromEnd, toEnd []int
	for _, p := range pairs {
		from, to = append(from, g.at(p.from)...), append(to, g.at(p.to)...)
		fromEnd, toEnd = append(fromEnd, len(from)), append(toEnd, len(to))
	}
	best := make([]float64, len(pairs))
	for i := range best {
		best[i] = math.Inf(1)
	}
	pair := 0
	err := g.Rows(t.Context(), from, to, func(i int, rowSeconds, rowMetres []float64) error {
		for i >= fromEnd[pair] {
			pair++
		}
		row := rowMetres
		if seconds {
			row = rowSeconds
		}
		start := 0
		if pair > 0 {
			start = toEnd[pair-1]
		}
		for _, v := range row[start:toEnd[pair]] {
			best[pair] = min(best[pair], v)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return best
}
