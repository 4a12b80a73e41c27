package road

import (
	"cmp"
	"container/heap"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"nightbeat/geo"
)

// rtree finds the edges near a place: a packed tree of rectangles over edges in the order of a Hilbert curve (Kamel and
// Faloutsos 1993, "On packing R-trees"), sixteen to a rectangle. Level 0 are the edges' own rectangles.
type rtree struct {
	order  []int32 // edges along the curve
	levels [][]box
}

const rtreeFan = 16

// box is a rectangle of tenths of microdegrees.
type box struct{ west, south, east, north int32 }

var emptyBox = box{math.MaxInt32, math.MaxInt32, math.MinInt32, math.MinInt32}

func (b box) with(s spot) box {
	return box{min(b.west, s.lon), min(b.south, s.lat), max(b.east, s.lon), max(b.north, s.lat)}
}

func (b box) union(c box) box {
	return box{min(b.west, c.west), min(b.south, c.south), max(b.east, c.east), max(b.north, c.north)}
}

func (b box) meets(c box) bool {
	return b.west <= c.east && c.west <= b.east && b.south <= c.north && c.south <= b.north
}

// newRtree packs all edges of a network.
func newRtree(n *Network) rtree {
	boxes := make([]box, len(n.edges))
	all := emptyBox
	for e := range n.edges {
		boxes[e] = n.edgeBox(e)
		all = all.union(boxes[e])
	}
	at := make([]uint64, len(n.edges))
	order := make([]int32, len(n.edges))
	for e, b := range boxes {
		order[e] = int32(e)
		at[e] = hilbert(scale(b.west, b.east, all.west, all.east), scale(b.south, b.north, all.south, all.north))
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(at[a], at[b]), cmp.Compare(a, b)) })
	return packEdges(n, order)
}

// packEdges packs the edges of a network in an order.
func packEdges(n *Network, order []int32) rtree {
	level := make([]box, len(order))
	for i, e := range order {
		level[i] = n.edgeBox(int(e))
	}
	t := rtree{order: order, levels: [][]box{level}}
	for len(level) > 1 {
		level = packed(level)
		t.levels = append(t.levels, level)
	}
	return t
}

func packed(below []box) []box {
	var level []box
	for group := range slices.Chunk(below, rtreeFan) {
		b := emptyBox
		for _, one := range group {
			b = b.union(one)
		}
		level = append(level, b)
	}
	return level
}

func (n *Network) edgeBox(e int) box {
	b := emptyBox.with(n.nodes[n.edges[e].from].at).with(n.nodes[n.edges[e].to].at)
	for _, s := range n.inner(e) {
		b = b.with(s)
	}
	return b
}

func (t rtree) bound() box {
	if len(t.order) == 0 {
		return emptyBox
	}
	return t.levels[len(t.levels)-1][0]
}

// scale is the middle of low..high as 16 bits between from and to.
func scale(low, high, from, to int32) uint32 {
	middle := (float64(low) + float64(high)) / 2
	return uint32((middle - float64(from)) / math.Max(1, float64(to)-float64(from)) * 65535)
}

// hilbert is the distance along a Hilbert curve of a place in a square of 65536 by 65536 (Warren, "Hacker's Delight",
// section 16-2).
func hilbert(x, y uint32) uint64 {
	var d uint64
	for s := uint32(1 << 15); s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		d = d<<2 | uint64(3*rx^ry)
		if ry == 0 {
			if rx == 1 {
				x, y = 65535-x, 65535-y
			}
			x, y = y, x
		}
	}
	return d
}

// meeting visits the edges whose rectangles meet b.
func (t rtree) meeting(b box, visit func(e int)) {
	if len(t.order) == 0 {
		return
	}
	var descend func(level, i int)
	descend = func(level, i int) {
		if !t.levels[level][i].meets(b) {
			return
		}
		if level == 0 {
			visit(int(t.order[i]))
			return
		}
		for j := i * rtreeFan; j < min((i+1)*rtreeFan, len(t.levels[level-1])); j++ {
			descend(level-1, j)
		}
	}
	descend(len(t.levels)-1, 0)
}

// local is a flat map around a place: metres east and north, true to about 1 in 1,000 within some kilometres.
type local struct {
	centre orb.Point
	x, y   float64 // metres a degree
}

func newLocal(p orb.Point) local {
	y := geo.EarthRadiusM * math.Pi / 180
	return local{p, y * math.Cos(p[1]*math.Pi/180), y}
}

func (l local) xy(p orb.Point) geo.XY {
	return geo.XY{X: (p[0] - l.centre[0]) * l.x, Y: (p[1] - l.centre[1]) * l.y}
}

// distance in metres from the centre to a rectangle.
func (l local) distance(b box) float64 {
	low, high := l.xy(spot{b.west, b.south}.point()), l.xy(spot{b.east, b.north}.point())
	return math.Hypot(max(low.X, 0, -high.X), max(low.Y, 0, -high.Y))
}

// near is a rectangle or edge in the queue of a nearest search.
type near struct {
	level, i int // level -1: the edge i itself
	metres   float64
}

type nearQueue []near

func (q nearQueue) Len() int { return len(q) }
func (q nearQueue) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q[i].metres, q[j].metres), cmp.Compare(q[j].level, q[i].level), cmp.Compare(q[i].i, q[j].i)) < 0
}
func (q nearQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *nearQueue) Push(x any)   { *q = append(*q, x.(near)) }
func (q *nearQueue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// nearest visits edges by their distance from the centre of l, nearest first and ties by number, until visit says stop or
// they are farther than within metres.
func (t rtree) nearest(l local, within float64, distance func(e int) float64, visit func(e int) (stop bool)) {
	if len(t.order) == 0 {
		return
	}
	top := len(t.levels) - 1
	q := nearQueue{{top, 0, l.distance(t.levels[top][0])}}
	for len(q) > 0 {
		n := heap.Pop(&q).(near)
		switch {
		case n.metres > within:
			return
		case n.level < 0:
			if visit(n.i) {
				return
			}
		case n.level == 0:
			e := int(t.order[n.i])
			heap.Push(&q, near{-1, e, distance(e)})
		default:
			for j := n.i * rtreeFan; j < min((n.i+1)*rtreeFan, len(t.levels[n.level-1])); j++ {
				heap.Push(&q, near{n.level - 1, j, l.distance(t.levels[n.level-1][j])})
			}
		}
	}
}
