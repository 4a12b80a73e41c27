package road

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Within visits the streets that come into a rectangle of degrees, for drawing: those whose OpenStreetMap class is wanted,
// each with its name, its class and its line, which may reach beyond the rectangle. Pieces of one street that follow each
// other are one line. The order is that of the file's ids.
func (n *Network) Within(b orb.Bound, wanted func(class string) bool, visit func(name, class string, line orb.LineString)) {
	var edges []int
	n.index.meeting(boxAround(b), func(e int) {
		if wanted(classOf(n.wayTags(e))) {
			edges = append(edges, e)
		}
	})
	slices.Sort(edges)
	for len(edges) > 0 {
		run := 1
		for run < len(edges) && n.follows(edges[run-1], edges[run]) {
			run++
		}
		first := edges[0]
		visit(n.name(first), classOf(n.wayTags(first)), n.joined(first, run))
		edges = edges[run:]
	}
}

// follows tells whether edge f goes on along the street where edge e ends.
func (n *Network) follows(e, f int) bool {
	return f == e+1 && n.edges[e].way == n.edges[f].way && n.edges[e].to == n.edges[f].from
}

// joined is the line of edges that follow each other.
func (n *Network) joined(first, count int) orb.LineString {
	line := n.line(first)
	for e := first + 1; e < first+count; e++ {
		line = append(line, n.line(e)[1:]...)
	}
	return line
}

// boxAround is a rectangle of degrees in the index's units; what lies beyond the world is cut off.
func boxAround(b orb.Bound) box {
	tenths := func(degrees, most float64, round func(float64) float64) int32 {
		return int32(round(max(-most, min(most, degrees)) * 1e7))
	}
	return box{
		tenths(b.Min[0], 180, math.Floor), tenths(b.Min[1], 90, math.Floor),
		tenths(b.Max[0], 180, math.Ceil), tenths(b.Max[1], 90, math.Ceil),
	}
}
