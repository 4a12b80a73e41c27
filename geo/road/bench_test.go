package road

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// benchTowns are Milan, and a made-up city of more than 600,000 street points: Columbus nine times, side by side.
var benchTowns = []struct {
	name string
	read func(testing.TB) *Network
}{
	{"Milan", func(t testing.TB) *Network { return open(t, "data/milan/milan_small.osm.pbf") }},
	{"City", func(t testing.TB) *Network { return tiled(t, "data/columbus/columbus.osm.pbf", 3) }},
}

// BenchmarkRead reads .osm.pbf and builds what the first question needs.
func BenchmarkRead(b *testing.B) {
	path := sharedFile(b, "data/milan/milan_small.osm.pbf")
	car := profile(b, "car")
	b.Run("pbf", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := Open(context.Background(), path); err != nil {
				b.Fatal(err)
			}
		}
	})
	n, report, err := Open(context.Background(), path)
	if err != nil {
		b.Fatal(err)
	}
	built := b.TempDir() + "/milan.roads"
	if err := n.Save(built, report, car); err != nil {
		b.Fatal(err)
	}
	b.Run("built", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := Open(context.Background(), built); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("graph", func(b *testing.B) {
		for b.Loop() {
			n.Graph(car)
		}
	})
}

// BenchmarkHierarchy builds the hierarchy: the order, the contraction, the costs; and closes streets.
func BenchmarkHierarchy(b *testing.B) {
	for _, town := range benchTowns {
		b.Run(town.name, func(b *testing.B) {
			n := town.read(b)
			g := n.Graph(profile(b, "car"))
			order := dissect(g.lattice)
			h := newHierarchy(g.lattice, order)
			b.Run("order", func(b *testing.B) {
				for b.Loop() {
					dissect(g.lattice)
				}
			})
			b.Run("contract", func(b *testing.B) {
				for b.Loop() {
					newHierarchy(g.lattice, order)
				}
				b.ReportMetric(float64(len(g.arcOf)), "states")
				b.ReportMetric(float64(len(h.heads)), "links")
			})
			b.Run("customise", func(b *testing.B) {
				for b.Loop() {
					customise(h, g.costs)
				}
			})
			g.Prepare()
			line := orb.LineString{n.Bound().Min, n.Bound().Center()}
			b.Run("close", func(b *testing.B) {
				for b.Loop() {
					g.Close([]orb.Geometry{line}).Prepare()
				}
			})
			b.Run("memory", func(b *testing.B) {
				points := len(n.nodes) + len(n.shapes)
				n, g = nil, nil
				before := liveBytes()
				again := town.read(b)
				graph := again.Graph(profile(b, "car"))
				graph.Prepare()
				live := liveBytes() - before
				for b.Loop() {
				}
				b.ReportMetric(float64(live)/float64(points), "B/point")
				runtime.KeepAlive(graph)
			})
		})
	}
}

func liveBytes() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkQueries times single costs, routes and tables, and says how many of each one search of Dijkstra over the
// whole graph is worth in the same run.
func BenchmarkQueries(b *testing.B) {
	for _, town := range benchTowns {
		b.Run(town.name, func(b *testing.B) {
			g := town.read(b).Graph(profile(b, "car"))
			g.Prepare()
			from, to := randomPlaces(g, 1000, 1), randomPlaces(g, 1000, 2)
			dijkstra := wholeSearch(g, from[:20])
			b.Run("cost", func(b *testing.B) {
				s := g.customised().pairSearch()
				for i := 0; b.Loop(); i++ {
					s.run(g, from[i%1000], to[i%1000])
				}
				b.ReportMetric(dijkstra/(float64(b.Elapsed())/float64(b.N)), "times-faster")
			})
			b.Run("path", func(b *testing.B) {
				s := g.customised().pairSearch()
				for i := 0; b.Loop(); i++ {
					if _, meeting := s.run(g, from[i%1000], to[i%1000]); meeting >= 0 {
						s.states(meeting)
					}
				}
			})
			b.Run("route", func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					if _, err := g.Route(context.Background(), from[i%1000], to[i%1000]); err != nil {
						b.Fatal(err)
					}
				}
			})
			for _, size := range []int{60, 200, 1000} {
				b.Run(fmt.Sprintf("table%d", size), func(b *testing.B) {
					for b.Loop() {
						if _, err := g.Table(context.Background(), from[:size], to[:size]); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(size)*dijkstra/(float64(b.Elapsed())/float64(b.N)), "times-faster")
				})
			}
			b.Run("dijkstra", func(b *testing.B) {
				s := newSearch(g)
				for i := 0; b.Loop(); i++ {
					s.from(from[i%1000], 1e9, func(int32, cost) {})
				}
			})
		})
	}
}

// wholeSearch is the median time in nanoseconds of a search over the whole graph.
func wholeSearch(g *Graph, from []Place) float64 {
	s := newSearch(g)
	var times []float64
	for _, p := range from {
		start := time.Now()
		s.from(p, 1e9, func(int32, cost) {})
		times = append(times, float64(time.Since(start)))
	}
	slices.Sort(times)
	return times[len(times)/2]
}

// tiles copies the objects of one town into a square of towns.
type tiles struct {
	*draft
	side          int64
	width, height int64 // of a town in tenths of microdegrees
}

// apart is the distance between the ids of two copies.
const apart = 1 << 40

func (m tiles) each(visit func(shift, east, north int64) error) error {
	for i := range m.side * m.side {
		if err := visit(i*apart, i%m.side*m.width, i/m.side*m.height); err != nil {
			return err
		}
	}
	return nil
}

func (m tiles) node(id int64, at spot, t tags) error {
	return m.each(func(shift, east, north int64) error {
		return m.draft.node(id+shift, spot{at.lon + int32(east), at.lat + int32(north)}, t)
	})
}

func (m tiles) way(id int64, nodes []int64, t tags) error {
	return m.each(func(shift, _, _ int64) error {
		copied := make([]int64, len(nodes))
		for i, n := range nodes {
			copied[i] = n + shift
		}
		return m.draft.way(id+shift, copied, t)
	})
}

func (m tiles) relation(id int64, members []member, t tags) error {
	return m.each(func(shift, _, _ int64) error {
		copied := slices.Clone(members)
		for i := range copied {
			copied[i].ref += shift
		}
		return m.draft.relation(id+shift, copied, t)
	})
}

// tiled is a city of side by side copies of a town, joined by a street at every tenth of a kilometre or so.
func tiled(t testing.TB, path string, side int64) *Network {
	town := open(t, path)
	file, err := os.Open(sharedFile(t, path))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	bound := town.index.bound()
	d := &draft{texts: map[string]string{}, outlines: map[int64]tags{}, pointTags: map[int64]tags{}}
	m := tiles{d, side, int64(bound.east) - int64(bound.west) + 10000, int64(bound.north) - int64(bound.south) + 10000}
	from := &source{from: file}
	pass := func(kind uint8) {
		if err := from.pass(t.Context(), kind, m); err != nil {
			t.Fatal(err)
		}
	}
	pass(kindRelation)
	pass(kindWay)
	m.join(t, town)
	d.sort()
	pass(kindNode)
	n, _, err := d.network()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// join adds streets from each copy to its eastern and northern neighbours, between the outermost residential nodes of
// forty bands.
func (m tiles) join(t testing.TB, town *Network) {
	const bands = 40
	bound := town.index.bound()
	for _, across := range []bool{false, true} {
		lows, highs := make([]int, bands), make([]int, bands)
		for i := range lows {
			lows[i], highs[i] = -1, -1
		}
		key := func(n int) (along, over int64) {
			at := town.nodes[n].at
			if across {
				return (int64(at.lon) - int64(bound.west)) * bands / (m.width + 1), int64(at.lat)
			}
			return (int64(at.lat) - int64(bound.south)) * bands / (m.height + 1), int64(at.lon)
		}
		for _, e := range town.edges {
			if classOf(town.tagSets[town.ways[e.way].tags]) != "residential" {
				continue
			}
			band, over := key(int(e.from))
			if _, low := key(max(lows[band], 0)); lows[band] < 0 || over < low {
				lows[band] = int(e.from)
			}
			if _, high := key(max(highs[band], 0)); highs[band] < 0 || over > high {
				highs[band] = int(e.from)
			}
		}
		for i := range m.side * m.side {
			next := i + 1
			if across {
				next = i + m.side
			}
			if next >= m.side*m.side || !across && next%m.side == 0 {
				continue
			}
			for band := range bands {
				if lows[band] < 0 {
					continue
				}
				id := -(apart*100 + i*1000 + int64(band)*2)
				if across {
					id--
				}
				ends := []int64{town.nodes[highs[band]].id + i*apart, town.nodes[lows[band]].id + next*apart}
				if err := m.draft.way(id, ends, tags{{"highway", "secondary"}}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
