package road

import (
	"encoding/csv"
	"math"
	"os"
	"slices"
	"strconv"
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

// TestAgainstOtherRouters compares lengths and times with those of Routino, pair by pair.
func TestAgainstOtherRouters(t *testing.T) {
	for _, town := range []struct{ name, roads string }{
		{"portland_small", "portland/portland_small"}, {"milan_small", "milan/milan_small"}, {"columbus", "columbus/columbus"}} {
		n := open(t, "data/"+town.roads+".osm.pbf")
		pairs := readPairs(t, "benchmarks/routing/"+town.name+".csv")
		car, foot := n.Graph(profile(t, "car")), n.Graph(profile(t, "foot"))
		compare(t, town.name, "car_short_m", car.Shortest(), pairs)
		compare(t, town.name, "foot_short_m", foot.Shortest(), pairs)
	}
}

func compare(t *testing.T, town, column string, g *Graph, pairs []pair) {
	var ratios []float64
	lost := 0
	for _, p := range pairs {
		want := p.answers[column]
		if math.IsNaN(want) {
			continue
		}
		table, err := g.Table(t.Context(), g.at(p.from), g.at(p.to))
		if err != nil {
			t.Fatal(err)
		}
		got := math.Inf(1)
		for _, row := range table.Metres {
			got = min(got, slices.Min(row))
		}
		if math.IsInf(got, 1) {
			lost++
			t.Logf("%s %s: pair %s lost", town, column, p.id)
			continue
		}
		ratios = append(ratios, got/want)
		if math.Abs(got/want-1) > 0.01 {
			t.Logf("%s %s: pair %s: %.1f for %.1f: %.4f", town, column, p.id, got, want, got/want)
		}
	}
	slices.Sort(ratios)
	near := 0
	for _, r := range ratios {
		if math.Abs(r-1) <= 0.01 {
			near++
		}
	}
	q := func(share float64) float64 { return ratios[int(share*float64(len(ratios)-1))] }
	t.Logf("%s %s: %d pairs, %d lost; ratio 5%% %.4f 25%% %.4f median %.4f 75%% %.4f 95%% %.4f; within 1%%: %.1f %%", town, column, len(pairs), lost,
		q(.05), q(.25), q(.5), q(.75), q(.95), 100*float64(near)/float64(len(ratios)))
}
