package risk

import (
	"container/heap"
	"math"
	"slices"

	"nightbeat/geo"
)

// Streets is a street network as risk sees it: segments from junction to junction, in metres. The block face is the
// unit that crime concentrates on (Weisburd 2015, Criminology 53).
type Streets struct {
	segments []segment
	at       [][]int          // node -> its segments
	squares  map[square][]int // of nearM -> the segments that come into it
}

type segment struct {
	line    []geo.XY
	lengthM float64
	from    int // nodes
	to      int
}

type square struct{ col, row int }

const (
	nearM  = 100.0 // an event farther from every street belongs to none
	alikeM = 1.0   // streets this much farther than the nearest share an event: at a corner it belongs to all arms
)

// NewStreets joins lines whose ends have the same place, to the centimetre. Lines of no length are left out.
func NewStreets(lines [][]geo.XY) *Streets {
	s := &Streets{squares: map[square][]int{}}
	nodes := map[square]int{}
	node := func(p geo.XY) int {
		key := square{int(math.Round(p.X * 100)), int(math.Round(p.Y * 100))}
		if _, ok := nodes[key]; !ok {
			nodes[key] = len(nodes)
			s.at = append(s.at, nil)
		}
		return nodes[key]
	}
	for _, line := range lines {
		seg := segment{line: line}
		for i := 1; i < len(line); i++ {
			seg.lengthM += line[i-1].Distance(line[i])
		}
		if seg.lengthM == 0 {
			continue
		}
		seg.from, seg.to = node(line[0]), node(line[len(line)-1])
		n := len(s.segments)
		s.segments = append(s.segments, seg)
		s.at[seg.from] = append(s.at[seg.from], n)
		s.at[seg.to] = append(s.at[seg.to], n)
		s.enter(n)
	}
	return s
}

// LengthM is the length of all streets in metres.
func (s *Streets) LengthM() float64 {
	var sum float64
	for _, seg := range s.segments {
		sum += seg.lengthM
	}
	return sum
}

func squareOf(p geo.XY) square {
	return square{int(math.Floor(p.X / nearM)), int(math.Floor(p.Y / nearM))}
}

// enter notes the squares that a segment's pieces may come into.
func (s *Streets) enter(n int) {
	line := s.segments[n].line
	for i := 1; i < len(line); i++ {
		a, b := squareOf(line[i-1]), squareOf(line[i])
		for col := min(a.col, b.col); col <= max(a.col, b.col); col++ {
			for row := min(a.row, b.row); row <= max(a.row, b.row); row++ {
				key := square{col, row}
				if in := s.squares[key]; len(in) == 0 || in[len(in)-1] != n {
					s.squares[key] = append(in, n)
				}
			}
		}
	}
}

// nearest is the segments nearest to a place, those alike far together; none within nearM gives none.
func (s *Streets) nearest(p geo.XY) []int {
	middle := squareOf(p)
	away := map[int]float64{}
	best := math.Inf(1)
	for col := middle.col - 1; col <= middle.col+1; col++ {
		for row := middle.row - 1; row <= middle.row+1; row++ {
			for _, n := range s.squares[square{col, row}] {
				if _, seen := away[n]; !seen {
					away[n] = distanceToLine(p, s.segments[n].line)
					best = math.Min(best, away[n])
				}
			}
		}
	}
	var alike []int
	for n, d := range away {
		if d <= best+alikeM && d <= nearM {
			alike = append(alike, n)
		}
	}
	slices.Sort(alike)
	return alike
}

func distanceToLine(p geo.XY, line []geo.XY) float64 {
	best := math.Inf(1)
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		dx, dy := b.X-a.X, b.Y-a.Y
		t := 0.0
		if long := dx*dx + dy*dy; long > 0 {
			t = math.Max(0, math.Min(1, ((p.X-a.X)*dx+(p.Y-a.Y)*dy)/long))
		}
		best = math.Min(best, p.Distance(geo.XY{X: a.X + t*dx, Y: a.Y + t*dy}))
	}
	return best
}

// counts is the weight of events by segment, an event shared equally by the segments alike near.
func (s *Streets) counts(events []Event, weight func(Event) float64) []float64 {
	counts := make([]float64, len(s.segments))
	for _, e := range events {
		w := weight(e)
		if w == 0 {
			continue
		}
		near := s.nearest(e.At)
		for _, n := range near {
			counts[n] += w / float64(len(near))
		}
	}
	return counts
}

// spread shares out each segment's value among those within reach along the streets, by the quartic kernel of the way
// between their middles (after Okabe, Satoh & Sugihara 2009, Int. J. Geographical Information Science 23; the value is
// kept, not the kernel's height at junctions).
func (s *Streets) spread(values []float64, reachM float64) []float64 {
	k, out := quarticKernel(reachM), make([]float64, len(values))
	for n, v := range values {
		if v == 0 {
			continue
		}
		ways := s.ways(n, reachM)
		var sum float64
		for _, w := range ways {
			sum += k.at(w.metres)
		}
		for _, w := range ways {
			out[w.segment] += v * k.at(w.metres) / sum
		}
	}
	return out
}

// way is how far it is along the streets to the middle of a segment.
type way struct {
	segment int
	metres  float64
}

// ways is the shortest ways from a segment's middle to those within reach, by segment number (Dijkstra over nodes).
func (s *Streets) ways(from int, reachM float64) []way {
	start := s.segments[from]
	done, best := map[int]bool{}, map[int]float64{from: 0}
	queue := &nodeQueue{{start.from, start.lengthM / 2}, {start.to, start.lengthM / 2}}
	heap.Init(queue)
	for queue.Len() > 0 {
		at := heap.Pop(queue).(way)
		if done[at.segment] || at.metres >= reachM {
			continue
		}
		done[at.segment] = true
		for _, n := range s.at[at.segment] {
			seg := s.segments[n]
			if m, ok := best[n]; !ok || at.metres+seg.lengthM/2 < m {
				best[n] = at.metres + seg.lengthM/2
			}
			heap.Push(queue, way{seg.from + seg.to - at.segment, at.metres + seg.lengthM})
		}
	}
	var ways []way
	for n, m := range best {
		if m < reachM {
			ways = append(ways, way{n, m})
		}
	}
	slices.SortFunc(ways, func(a, b way) int { return a.segment - b.segment })
	return ways
}

// nodeQueue is nodes (in place of segments) by how far they are, the lower number first where equal.
type nodeQueue []way

func (q nodeQueue) Len() int      { return len(q) }
func (q nodeQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q nodeQueue) Less(i, j int) bool {
	return q[i].metres < q[j].metres || q[i].metres == q[j].metres && q[i].segment < q[j].segment
}

// Push is part of heap.Interface.
func (q *nodeQueue) Push(x any) { *q = append(*q, x.(way)) }

// Pop is part of heap.Interface.
func (q *nodeQueue) Pop() any {
	last := len(*q) - 1
	x := (*q)[last]
	*q = (*q)[:last]
	return x
}

// lengths is the metres of street in each cell of a grid, a piece counted where its middle lies, in steps of at most 10 m.
func (s *Streets) lengths(grid geo.Grid) []float64 {
	lengths := make([]float64, grid.Cells())
	for _, seg := range s.segments {
		for i := 1; i < len(seg.line); i++ {
			a, b := seg.line[i-1], seg.line[i]
			steps := math.Max(1, math.Ceil(a.Distance(b)/10))
			for t := range int(steps) {
				at := (float64(t) + 0.5) / steps
				if c, ok := grid.CellAt(geo.XY{X: a.X + at*(b.X-a.X), Y: a.Y + at*(b.Y-a.Y)}); ok {
					lengths[c] += a.Distance(b) / steps
				}
			}
		}
	}
	return lengths
}
