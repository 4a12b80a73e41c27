package road

import (
	"runtime"
	"sync"
)

// buckets answer many searches to the same places (Knopp, Sanders, Schultes, Schulz and Wagner 2007, "Computing
// many-to-many shortest paths using highway hierarchies"): each rank keeps the places that a search climbing backwards
// from them finds it worth passing on the way to, and a row of a table is one climb that looks into the buckets it passes.
type buckets struct {
	c       *customised
	first   []int32 // by rank: its first entry
	entries []entry
	targets []target
}

// entry is a target and what it costs from the bucket's rank.
type entry struct {
	cost   cost
	target int32
}

// target is a place to which searches go, and the node at which it lies, or -1.
type target struct {
	place Place
	node  int32
}

// found is an entry and the rank that it is for.
type found struct {
	entry
	rank int32
}

// newBuckets climbs from every place, sharing the work among the processors.
func newBuckets(g *Graph, to []Place) *buckets {
	b := &buckets{c: g.customised(), targets: make([]target, len(to))}
	for i, p := range to {
		b.targets[i] = target{p, g.nodeOf(p)}
	}
	workers := min(runtime.GOMAXPROCS(0), max(1, len(to)))
	shares := make([][]found, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() { shares[w] = b.climbFrom(g, w*len(to)/workers, (w+1)*len(to)/workers) })
	}
	all.Wait()
	b.sort(shares)
	return b
}

// climbFrom finds the entries of some of the targets.
func (b *buckets) climbFrom(g *Graph, low, high int) []found {
	var all []found
	s := b.c.pairSearch()
	defer b.c.idle.Put(s)
	for i := low; i < high; i++ {
		s.down.clear()
		g.goals(b.targets[i].place, s.down.start)
		s.down.run()
		s.down.worth(b.c.up, func(rank int32, c cost) { all = append(all, found{entry{c, int32(i)}, rank}) })
	}
	return all
}

// sort puts the entries into the buckets of their ranks, by target.
func (b *buckets) sort(shares [][]found) {
	b.first = make([]int32, len(b.c.rankOf)+2)
	total := 0
	for _, share := range shares {
		total += len(share)
		for _, f := range share {
			b.first[f.rank+2]++
		}
	}
	for r := 2; r < len(b.first); r++ {
		b.first[r] += b.first[r-1]
	}
	b.entries = make([]entry, total)
	for _, share := range shares {
		for _, f := range share {
			b.entries[b.first[f.rank+1]] = f.entry
			b.first[f.rank+1]++
		}
	}
}

// row is the seconds and metres from a place to every target. costs is the worker's own, one for each target.
func (b *buckets) row(g *Graph, from Place, costs []cost) (seconds, metres []float64) {
	for i := range costs {
		costs[i] = never
	}
	s := b.c.pairSearch()
	defer b.c.idle.Put(s)
	s.up.clear()
	g.starts(from, s.up.start)
	s.up.run()
	s.up.worth(b.c.down, func(rank int32, c cost) {
		for _, e := range b.entries[b.first[rank]:b.first[rank+1]] {
			costs[e.target] = min(costs[e.target], c+e.cost)
		}
	})
	seconds, metres = make([]float64, len(costs)), make([]float64, len(costs))
	ends := g.net.edges[from.Edge]
	for i, t := range b.targets {
		if from.Edge == t.place.Edge || t.node >= 0 && (t.node == ends.from || t.node == ends.to) {
			direct, _, _ := g.direct(from, t.place)
			costs[i] = min(costs[i], direct)
		}
		seconds[i], metres[i] = g.measure.unpack(costs[i])
	}
	return seconds, metres
}
