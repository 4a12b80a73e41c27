package stops

import (
	"cmp"
	"container/heap"
	"math"

	"nightbeat/geo"
)

// Settings say how many fixed points are wanted and how they stand to each other.
type Settings struct {
	Count  int     // picks wanted; fewer come where nothing more is to be expected or no place is far enough away
	ApartM float64 // least distance between two picks in metres; 250 where 0, none where negative
	ReachM float64 // a pick watches the cells whose centre lies within; 0.75 cell where 0, which holds its own cell
}

func (s Settings) filled(cellM float64) Settings {
	if s.ApartM == 0 {
		s.ApartM = 250
	}
	if s.ReachM == 0 {
		s.ReachM = 0.75 * cellM
	}
	return s
}

// Choose picks the candidates that watch most of what is expected, each cell counted for one pick only: again and again
// the candidate that adds most. Of two that add the same, the one nearer to what it would watch comes first (least
// Σ expected × distance²), then the lower ID.
//
// Greedy maximum coverage reaches at least 1 - 1/e = 63 % of the best choice's coverage (Nemhauser, Wolsey & Fisher
// 1978, Math. Programming 14); the distance apart voids the guarantee, not the habit. Since what a candidate adds only
// falls as picks are made, the last known value bounds it, and few are computed anew (Minoux 1978, lazy evaluation).
func Choose(expected geo.Raster, candidates []Candidate, settings Settings) []Pick {
	settings = settings.filled(expected.CellM)
	total := expected.Sum()
	ground := ground{expected, make([]bool, expected.Cells()), settings.ReachM}
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
			picks = append(picks, ground.pick(best.Candidate, total))
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

// ground is the surface, the cells that are watched already, and how far a pick watches.
type ground struct {
	geo.Raster
	watched []bool
	reachM  float64
}

// watch visits the cells that a place would watch and no pick does yet, in order.
func (g ground) watch(at geo.XY, visit func(c geo.Cell, distanceM float64)) {
	col, row := (at.X-g.Origin.X)/g.CellM, (at.Y-g.Origin.Y)/g.CellM
	reach := g.reachM / g.CellM
	for r := max(0, int(math.Floor(row-reach))); r <= min(g.Rows-1, int(math.Floor(row+reach))); r++ {
		for k := max(0, int(math.Floor(col-reach))); k <= min(g.Cols-1, int(math.Floor(col+reach))); k++ {
			c := geo.Cell(r*g.Cols + k)
			if d := g.Centre(c).Distance(at); d <= g.reachM && !g.watched[c] {
				visit(c, d)
			}
		}
	}
}

// offer is what a candidate would add if it were the next pick, and how far off that lies.
func (g ground) offer(c Candidate, round int) offer {
	o := offer{Candidate: c, round: round}
	g.watch(c.At, func(cell geo.Cell, d float64) {
		o.gain += g.Values[cell]
		o.spread += g.Values[cell] * d * d
	})
	return o
}

func (g ground) pick(c Candidate, total float64) Pick {
	p := Pick{Candidate: c}
	g.watch(c.At, func(cell geo.Cell, _ float64) {
		p.Cells = append(p.Cells, cell)
		p.Expected += g.Values[cell]
		g.watched[cell] = true
	})
	p.Share = p.Expected / total
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
