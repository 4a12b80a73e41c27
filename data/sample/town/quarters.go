package town

import (
	"fmt"

	"github.com/paulmach/osm"
)

// quarter is one letter of the plan: the points from (i0, j0) in the north-west to (i1, j1), and its middle.
type quarter struct {
	kind           byte
	i0, j0, i1, j1 int
	im, jm         int
	gate, back     int // the rows of the main road that it lies on, and of the lesser street behind
	in             int // the step from the gate inwards, 1 or -1
}

// quarterAt is the quarter of a column and row of the plan; the river and the railway each take a step off.
func quarterAt(column, row int) quarter {
	q := quarter{kind: plan[row][column], i0: 8 * column, j0: 8 * row, i1: 8*column + 8, j1: 8*row + 8}
	q.im, q.jm = q.i0+4, q.j0+4
	q.i0, q.i1 = offLine(q.i0, q.i1, riverAt)
	q.j0, q.j1 = offLine(q.j0, q.j1, railAt)
	q.gate, q.back, q.in = q.j0, q.j1, 1
	if row%2 == 1 {
		q.gate, q.back, q.in = q.j1, q.j0, -1
	}
	return q
}

// offLine moves the bound that lies on a line a step away from it.
func offLine(low, high, line int) (int, int) {
	switch line {
	case low:
		return low + 1, high
	case high:
		return low, high - 1
	}
	return low, high
}

// addQuarters lays the lanes of every quarter.
func (n *network) addQuarters() {
	for row := range plan {
		for column := range plan[row] {
			n.addQuarter(quarterAt(column, row))
		}
	}
}

func (n *network) addQuarter(q quarter) {
	switch q.kind {
	case old:
		n.addOld(q, n.nextName(old))
	case gated:
		n.addGated(q, n.nextName(gated))
	case village:
		n.addVillage(q, n.nextName(village))
	case trade:
		n.addTrade(q)
	case eating:
		n.addTrade(q)
		n.add(q.kind, named("pedestrian", name{"美食街", "Food Street"}), point{q.i0, q.j0 + 2}, point{q.i1, q.j0 + 2})
	case market:
		n.addMarket(q)
	case park:
		n.addPark(q)
	case field:
		n.add(nowhere, tagged("highway", "track", "tracktype", "grade3"), point{q.im, q.gate}, point{q.im, q.gate + 5*q.in})
	default:
		n.addYard(q)
	}
}

// nextName hands out the next name of a kind.
func (n *network) nextName(kind byte) name {
	next := n.unused[kind][0]
	n.unused[kind] = n.unused[kind][1:]
	return next
}

// addOld lays a spine from street to street, two narrower ways beside it, and a numbered lane between each two rows of
// flats. The middle lane leads out to the west; in every third compound its gate is locked.
func (n *network) addOld(q quarter, called name) {
	n.add(q.kind, named("living_street", called), point{q.im, q.j0}, point{q.im, q.j1})
	for _, i := range []int{q.i0 + 2, q.i1 - 1} {
		n.add(q.kind, tagged("highway", "service"), point{i, q.j0 + 1}, point{i, q.j1 - 1})
	}
	for j := q.j0 + 1; j < q.j1; j++ {
		number := j - q.j0
		lane := name{fmt.Sprintf("%s%d巷", called.zh, number), fmt.Sprintf("%s Lane %d", called.en, number)}
		west := point{q.i0 + 2, j}
		if j == q.jm {
			west.i = q.i0
			n.nodeTags[point{q.i0 + 1, j}] = westGate(len(n.unused[old]))
		}
		n.add(q.kind, named("service", lane, "service", "alley"), west, point{q.i1 - 1, j})
	}
}

// westGate is the middle lane's gate in an old compound.
func westGate(compound int) osm.Tags {
	if compound%3 == 0 {
		return tagged("barrier", "gate", "access", "private")
	}
	return tagged("barrier", "gate", "access", "yes")
}

// addGated lays a drive through a lifting gate to a ring, and a footpath past a bollard at the back.
func (n *network) addGated(q quarter, called name) {
	near, far := q.gate+2*q.in, q.back-2*q.in
	n.add(q.kind, named("service", called, "service", "driveway"), point{q.im, q.gate}, point{q.im, far})
	n.nodeTags[point{q.im, q.gate + q.in}] = tagged("barrier", "lift_gate")
	n.add(q.kind, named("service", called), point{q.im, near}, point{q.i0 + 2, near}, point{q.i0 + 2, far},
		point{q.i1 - 2, far}, point{q.i1 - 2, near}, point{q.im, near})
	n.add(q.kind, tagged("highway", "footway"), point{q.im, far}, point{q.im, q.back})
	n.nodeTags[point{q.im, q.back - q.in}] = tagged("barrier", "bollard")
}

// addVillage hangs three lanes of different lengths on the main road and joins each to the next by two cross lanes.
func (n *network) addVillage(q quarter, called name) {
	var depth [3]int
	for k := range depth {
		depth[k] = 4 + n.crooked.IntN(3)
		i := q.i0 + 2 + 2*k
		n.add(q.kind, named("residential", called), point{i, q.gate}, point{i, q.gate + depth[k]*q.in})
	}
	for k := range 2 {
		i, shared := q.i0+2+2*k, min(depth[k], depth[k+1])
		for _, step := range []int{1 + n.crooked.IntN(2), shared - n.crooked.IntN(2)} {
			n.add(q.kind, tagged("highway", "unclassified"), point{i, q.gate + step*q.in}, point{i + 2, q.gate + step*q.in})
		}
	}
}

// addTrade lays two named streets across each other, that to the east for one direction only, and a delivery alley.
func (n *network) addTrade(q quarter) {
	n.add(q.kind, named("residential", n.nextName(trade)), point{q.im, q.j0}, point{q.im, q.j1})
	n.add(q.kind, named("residential", n.nextName(trade), "oneway", "yes"), point{q.i0, q.jm}, point{q.i1, q.jm})
	n.add(q.kind, tagged("highway", "service", "service", "alley"), point{q.i0 + 2, q.j0}, point{q.i0 + 2, q.j1})
}

// addMarket lays one street for cars and three rows of stalls for people on foot.
func (n *network) addMarket(q quarter) {
	n.add(q.kind, named("residential", n.nextName(trade)), point{q.im, q.j0}, point{q.im, q.j1})
	for _, j := range []int{q.j0 + 2, q.jm, q.j1 - 2} {
		n.add(q.kind, named("pedestrian", name{"大集", "Market"}), point{q.i0, j}, point{q.i1, j})
	}
}

// addYard lays a drive to a ring round the building, and a footpath out at the back: mall, hospital, school, factory.
func (n *network) addYard(q quarter) {
	near, far := q.gate+2*q.in, q.back-2*q.in
	n.add(q.kind, tagged("highway", "service", "service", "driveway"), point{q.im, q.gate}, point{q.im, near})
	n.add(q.kind, tagged("highway", "service", "service", "parking_aisle"), point{q.im, near}, point{q.i0 + 2, near},
		point{q.i0 + 2, far}, point{q.i1 - 2, far}, point{q.i1 - 2, near}, point{q.im, near})
	if q.kind == mall || q.kind == hospital {
		n.add(q.kind, tagged("highway", "footway"), point{q.im, far}, point{q.im, q.back})
	}
}

// addPark lays two paths from corner to corner.
func (n *network) addPark(q quarter) {
	middle := point{q.im, q.jm}
	n.add(q.kind, tagged("highway", "footway"), point{q.i0, q.j0}, middle, point{q.i1, q.j1})
	n.add(q.kind, tagged("highway", "footway"), point{q.i0, q.j1}, middle, point{q.i1, q.j0})
}
