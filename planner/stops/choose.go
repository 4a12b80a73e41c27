package stops

import (
	"cmp"
	"container/heap"
	"math"
	"slices"

	"nightbeat/geo"
)

// Settings say how many fixed points are wanted and how they stand to each other.
type Settings struct {
	Count  int     // picks wanted; fewer come where nothing more is to be expected or no place is far enough away
	ApartM float64 // least distance between two picks in metres
	ReachM float64 // a pick watches the demand within this distance in metres
}

// Choose picks the candidates that watch most of what is expected, each demand counted for one pick only: again and
// again the candidate that adds most. Of two that add the same, the one nearer to what it would watch comes first (least
// Σ expected × distance²), then the lower ID.
//
// Greedy maximum coverage reaches at least 1 - 1/e = 63 % of the best choice's coverage (Nemhauser, Wolsey & Fisher
// 1978, Math. Programming 14); the distance apart voids the guarantee, not the habit. Since what a candidate adds only
// falls as picks are made, the last known value bounds it, and few are computed anew (Minoux 1978, lazy evaluation).
func Choose(demand []Demand, candidates []Candidate, settings Settings) []Pick {
	ground := newGround(demand, settings.ReachM)
	queue := ground.queue(candidates)
	var picks []Pick
	for len(picks) < settings.Count && len(queue) > 0 {
		best := &queue[0]
		switch {
		case best.gain == 0:
			return picks
		case crowded(best.At, picks, settings.ApartM):
			heap.Pop(&queue)
		case best.round < len(picks):
			*best = ground.offer(best.Candidate, len(picks))
			heap.Fix(&queue, 0)
		default:
			picks = append(picks, ground.pick(best.Candidate))
			heap.Pop(&queue)
		}
	}
	return picks
}

func crowded(at geo.XY, picks []Pick, apartM float64) bool {
	for _, p := range picks {
		if p.At.Distance(at) < apartM {
			return true
		}
	}
	return false
}

// ground is the demand by squares of the reach, and which of it is watched already.
type ground struct {
	demand  []Demand
	squares map[[2]int][]int
	watched []bool
	reachM  float64
}

func newGround(demand []Demand, reachM float64) ground {
	g := ground{demand, map[[2]int][]int{}, make([]bool, len(demand)), reachM}
	for i, d := range demand {
		at := g.square(d.At)
		g.squares[at] = append(g.squares[at], i)
	}
	return g
}

func (g ground) square(at geo.XY) [2]int {
	return [2]int{int(math.Floor(at.X / g.reachM)), int(math.Floor(at.Y / g.reachM))}
}

// watch visits the demand that a place would watch and no pick does yet, in a fixed order, with the squared distance.
func (g ground) watch(at geo.XY, visit func(i int, distance2 float64)) {
	own := g.square(at)
	for x := own[0] - 1; x <= own[0]+1; x++ {
		for y := own[1] - 1; y <= own[1]+1; y++ {
			for _, i := range g.squares[[2]int{x, y}] {
				dx, dy := g.demand[i].At.X-at.X, g.demand[i].At.Y-at.Y
				if d2 := dx*dx + dy*dy; d2 <= g.reachM*g.reachM && !g.watched[i] {
					visit(i, d2)
				}
			}
		}
	}
}

// offer is what a candidate would add if it were the next pick, and how far off that lies.
func (g ground) offer(c Candidate, round int) offer {
	o := offer{Candidate: c, round: round}
	g.watch(c.At, func(i int, distance2 float64) {
		o.gain += g.demand[i].Expected
		o.spread += g.demand[i].Expected * distance2
	})
	return o
}

func (g ground) pick(c Candidate) Pick {
	p := Pick{Candidate: c}
	g.watch(c.At, func(i int, _ float64) {
		p.Watched = append(p.Watched, i)
		p.Expected += g.demand[i].Expected
		g.watched[i] = true
	})
	slices.Sort(p.Watched)
	return p
}

// offer is a candidate with what it added when that was last computed: exact in its round, a bound later.
type offer struct {
	Candidate
	gain, spread float64
	round        int
}

// offers is a heap: the most gain first; of equal gains one computed longer ago first, so that it is computed anew
// before the choice between them is made.
type offers []offer

func (g ground) queue(candidates []Candidate) offers {
	queue := make(offers, len(candidates))
	for i, c := range candidates {
		queue[i] = g.offer(c, 0)
	}
	heap.Init(&queue)
	return queue
}

func (o offers) Len() int      { return len(o) }
func (o offers) Swap(i, j int) { o[i], o[j] = o[j], o[i] }
func (o offers) Less(i, j int) bool {
	a, b := o[i], o[j]
	return cmp.Or(cmp.Compare(b.gain, a.gain), cmp.Compare(a.round, b.round), better(a, b)) < 0
}

// better orders two offers of equal gain.
func better(a, b offer) int {
	return cmp.Or(cmp.Compare(a.spread, b.spread), cmp.Compare(a.ID, b.ID), cmp.Compare(a.At.X, b.At.X), cmp.Compare(a.At.Y, b.At.Y))
}

// Push is part of heap.Interface; nothing is ever put back.
func (o *offers) Push(x any) { *o = append(*o, x.(offer)) }

// Pop is part of heap.Interface.
func (o *offers) Pop() any {
	last := len(*o) - 1
	x := (*o)[last]
	*o = (*o)[:last]
	return x
}

// Adds is what each pick watches of another demand than the one that it was picked for, and none before it.
func Adds(demand []Demand, picks []Pick, reachM float64) []float64 {
	ground, adds := newGround(demand, reachM), make([]float64, len(picks))
	for i, p := range picks {
		adds[i] = ground.pick(p.Candidate).Expected
	}
	return adds
}
