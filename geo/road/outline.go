package road

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"nightbeat/geo"
)

// corner is a corner of a grid's cells: column and row, from the south-west.
type corner struct{ col, row int }

// outline is the border of the marked cells: outer rings against the clock, holes with it (RFC 7946, section 3.1.6).
// Cells that only touch at a corner are apart.
func outline(grid geo.Grid, marked []bool, frame geo.Frame) orb.MultiPolygon {
	sides := borderSides(grid, marked)
	var outer, holes []orb.Ring
	for len(sides.order) > 0 {
		ring := sides.ring(grid, frame)
		switch {
		case ring == nil:
		case ring.Orientation() == orb.CCW:
			outer = append(outer, ring)
		default:
			holes = append(holes, ring)
		}
	}
	area := make(orb.MultiPolygon, len(outer))
	for i, ring := range outer {
		area[i] = orb.Polygon{ring}
	}
	for _, hole := range holes {
		i := holder(outer, hole)
		area[i] = append(area[i], hole)
	}
	return area
}

// holder is the smallest outer ring around a hole.
func holder(outer []orb.Ring, hole orb.Ring) int {
	best := 0
	for i, ring := range outer {
		if planar.RingContains(ring, middle(hole)) && (!planar.RingContains(outer[best], middle(hole)) || planar.Area(ring) < planar.Area(outer[best])) {
			best = i
		}
	}
	return best
}

// middle is a point on the first side of a ring.
func middle(r orb.Ring) orb.Point {
	return orb.Point{(r[0][0] + r[1][0]) / 2, (r[0][1] + r[1][1]) / 2}
}

// border is the sides between marked and other cells, each from corner to corner with the marked cell on its left.
type border struct {
	from  map[corner][]corner // where the sides from a corner lead
	order []corner            // where sides begin, to be taken from the end
}

func borderSides(grid geo.Grid, marked []bool) *border {
	b := &border{from: map[corner][]corner{}}
	is := func(col, row int) bool {
		return col >= 0 && row >= 0 && col < grid.Cols && row < grid.Rows && marked[row*grid.Cols+col]
	}
	for row := range grid.Rows {
		for col := range grid.Cols {
			if !is(col, row) {
				continue
			}
			a, e, c, d := corner{col, row}, corner{col + 1, row}, corner{col + 1, row + 1}, corner{col, row + 1}
			for _, side := range []struct {
				inside   bool
				from, to corner
			}{{is(col, row-1), a, e}, {is(col+1, row), e, c}, {is(col, row+1), c, d}, {is(col-1, row), d, a}} {
				if !side.inside {
					b.from[side.from] = append(b.from[side.from], side.to)
					b.order = append(b.order, side.from)
				}
			}
		}
	}
	return b
}

// ring takes one ring of sides; nil where the side at hand is already taken. Corners in a straight row are left out.
func (b *border) ring(grid geo.Grid, frame geo.Frame) orb.Ring {
	start := b.order[len(b.order)-1]
	b.order = b.order[:len(b.order)-1]
	if len(b.from[start]) == 0 {
		return nil
	}
	corners := []corner{start}
	at, before := start, start
	for {
		next := b.take(at, before)
		before, at = at, next
		if n := len(corners); n > 1 && straight(corners[n-2], corners[n-1], at) {
			corners[n-1] = at
		} else {
			corners = append(corners, at)
		}
		if at == start {
			break
		}
	}
	ring := make(orb.Ring, len(corners))
	for i, c := range corners {
		ring[i] = frame.ToPoint(geo.XY{X: grid.Origin.X + float64(c.col)*grid.CellM, Y: grid.Origin.Y + float64(c.row)*grid.CellM})
	}
	return ring
}

// take goes on from a corner; where two sides begin it turns left, and so stays with its cell.
func (b *border) take(at, before corner) corner {
	ways := b.from[at]
	i := 0
	if len(ways) > 1 && turnsLeft(before, at, ways[1]) {
		i = 1
	}
	next := ways[i]
	b.from[at] = slices.Delete(ways, i, i+1)
	return next
}

func turnsLeft(a, b, c corner) bool {
	return (b.col-a.col)*(c.row-b.row)-(b.row-a.row)*(c.col-b.col) > 0
}

func straight(a, b, c corner) bool {
	return (b.col-a.col)*(c.row-b.row) == (b.row-a.row)*(c.col-b.col)
}
