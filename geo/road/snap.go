package road

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"nightbeat/geo"
)

// Snap is the nearest place on a street that the unit can reach and leave, at most withinM metres away. Streets of
// islands, ferries and private streets are passed over.
func (g *Graph) Snap(p orb.Point, withinM float64) (Place, error) {
	return g.snapTo(p, withinM, g.home)
}

// anyPart stands for every part of a graph.
const anyPart = -1

// snapTo snaps to the streets of one part.
func (g *Graph) snapTo(p orb.Point, withinM float64, part int32) (Place, error) {
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		return Place{}, fmt.Errorf("%g,%g is no longitude and latitude", p[0], p[1])
	}
	flat := newLocal(p)
	found := Place{Edge: -1}
	g.net.index.nearest(flat, withinM, func(e int) float64 {
		_, metres := g.net.nearestOn(e, flat)
		return metres
	}, func(e int) bool {
		if !g.usableIn(e, part) {
			return false
		}
		found = g.net.placeNear(e, flat)
		return true
	})
	if found.Edge < 0 {
		return Place{}, fmt.Errorf("within %g m of %.6f,%.6f there is no street that %s can reach and leave: move the place or give other streets", withinM, p[0], p[1], g.profile.Name)
	}
	return found, nil
}

// SnapAll snaps several places that belong together: to the streets that the unit can reach and leave or, where the
// nearest streets of all of them lie on one island, to that island.
func (g *Graph) SnapAll(points []orb.Point, withinM float64) ([]Place, error) {
	island := g.islandOf(points, withinM)
	places := make([]Place, len(points))
	for i, p := range points {
		var err error
		if places[i], err = g.snapTo(p, withinM, island); err != nil {
			return nil, &FarError{i, err}
		}
	}
	return places, nil
}

// FarError says which of several places cannot be snapped.
type FarError struct {
	Index int
	Err   error
}

func (e *FarError) Error() string { return e.Err.Error() }
func (e *FarError) Unwrap() error { return e.Err }

// islandOf is the part that the nearest streets of all points have in common, or the home.
func (g *Graph) islandOf(points []orb.Point, withinM float64) int32 {
	island := int32(-1)
	for _, p := range points {
		place, err := g.snapTo(p, withinM, anyPart)
		if err != nil {
			return g.home
		}
		part := g.partOf(place.Edge)
		if island >= 0 && part != island {
			return g.home
		}
		island = part
	}
	if island < 0 {
		return g.home
	}
	return island
}

// partOf is the part of an edge: the home if any of its states lies there.
func (g *Graph) partOf(e int) int32 {
	part := int32(-1)
	for arc := int32(2 * e); arc < int32(2*e+2); arc++ {
		if g.open(arc) && part != g.home {
			part = g.part[g.stateOf[arc]]
		}
	}
	return part
}

// nearestOn is the segment of an edge that is nearest to the centre of a flat map and the share of it, and how far it is.
func (n *Network) nearestOn(e int, flat local) (at position, metres float64) {
	line := n.line(e)
	metres = math.Inf(1)
	for i := 1; i < len(line); i++ {
		a, b := flat.xy(line[i-1]), flat.xy(line[i])
		share := footShare(a, b)
		d := math.Hypot(a.X+share*(b.X-a.X), a.Y+share*(b.Y-a.Y))
		if d < metres {
			at, metres = position{i - 1, share}, d
		}
	}
	return at, metres
}

// position is a segment of a line and a share of it.
type position struct {
	segment int
	share   float64
}

// footShare is the share of the segment a..b at which it is nearest to the origin.
func footShare(a, b geo.XY) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	square := dx*dx + dy*dy
	if square == 0 {
		return 0
	}
	return min(1, max(0, -(a.X*dx+a.Y*dy)/square))
}

// atNodeM is how near to a node a place is taken to lie at it.
const atNodeM = 1.0

// placeNear is the place on an edge that is nearest to the centre of a flat map.
func (n *Network) placeNear(e int, flat local) Place {
	at, _ := n.nearestOn(e, flat)
	line := n.line(e)
	a, b := line[at.segment], line[at.segment+1]
	point := orb.Point{a[0] + at.share*(b[0]-a[0]), a[1] + at.share*(b[1]-a[1])}
	along := geo.Length(line[:at.segment+1]) + at.share*geo.Distance(a, b)
	switch whole := float64(n.edges[e].mm) / 1000; {
	case along <= min(atNodeM, whole/2):
		along, point = 0, line[0]
	case along >= whole-atNodeM:
		along, point = whole, line[len(line)-1]
	}
	return Place{Edge: e, Along: along, Point: point, SnappedM: geo.Distance(flat.centre, point)}
}
