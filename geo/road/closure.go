package road

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"nightbeat/geo"
)

// A closure touches an edge where it comes within closeM of it, away from the edge's ends: a line along a street closes
// that street and not those that merely begin at it.
const (
	closeM = 1.0
	trimM  = 3.0 // left out at each end of an edge, or a third of it if that is less
)

// touching visits the edges that a geometry touches.
func (n *Network) touching(g orb.Geometry, visit func(e int)) {
	if g == nil {
		return
	}
	bound := g.Bound().Pad(2 * closeM / 111_000 / math.Max(0.01, math.Cos(g.Bound().Center()[1]*math.Pi/180)))
	low, high := newSpot(clamp(bound.Min)), newSpot(clamp(bound.Max))
	n.index.meeting(box{low.lon, low.lat, high.lon, high.lat}, func(e int) {
		if touches(g, trimmed(n.line(e))) {
			visit(e)
		}
	})
}

func clamp(p orb.Point) (lon, lat float64) {
	return min(max(p[0], -180), 180), min(max(p[1], -90), 90)
}

// trimmed is a line without its ends.
func trimmed(line orb.LineString) orb.LineString {
	length := geo.Length(line)
	trim := min(trimM, length/3)
	return between(line, trim, length-trim)
}

// touches says whether a geometry comes within closeM of a line.
func touches(g orb.Geometry, line orb.LineString) bool {
	switch g := g.(type) {
	case orb.Point:
		return linesMeet(orb.LineString{g, g}, line)
	case orb.LineString:
		return linesMeet(g, line)
	case orb.Ring:
		return planar.RingContains(g, line[0]) || linesMeet(orb.LineString(g), line)
	case orb.Polygon:
		return polygonTouches(g, line)
	case orb.Bound:
		return polygonTouches(g.ToPolygon(), line)
	}
	for _, part := range parts(g) {
		if touches(part, line) {
			return true
		}
	}
	return false
}

func polygonTouches(p orb.Polygon, line orb.LineString) bool {
	if planar.PolygonContains(p, line[0]) {
		return true
	}
	for _, ring := range p {
		if linesMeet(orb.LineString(ring), line) {
			return true
		}
	}
	return false
}

// parts are the members of a geometry that is made of several.
func parts(g orb.Geometry) []orb.Geometry {
	var all []orb.Geometry
	switch g := g.(type) {
	case orb.MultiPoint:
		for _, p := range g {
			all = append(all, p)
		}
	case orb.MultiLineString:
		for _, l := range g {
			all = append(all, l)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			all = append(all, p)
		}
	case orb.Collection:
		return g
	}
	return all
}

// linesMeet says whether two lines come within closeM of each other.
func linesMeet(a, b orb.LineString) bool {
	flat := newLocal(b[0])
	for i := 1; i < len(a); i++ {
		a0, a1 := flat.xy(a[i-1]), flat.xy(a[i])
		for j := 1; j < len(b); j++ {
			if segmentsApart(a0, a1, flat.xy(b[j-1]), flat.xy(b[j])) <= closeM {
				return true
			}
		}
	}
	return false
}

// segmentsApart is the distance between two segments: 0 where they cross, else that of an end from the other segment.
func segmentsApart(a, b, c, d geo.XY) float64 {
	if side(a, b, c)*side(a, b, d) < 0 && side(c, d, a)*side(c, d, b) < 0 {
		return 0
	}
	return min(pointApart(a, c, d), pointApart(b, c, d), pointApart(c, a, b), pointApart(d, a, b))
}

// side is positive where p lies left of a..b, negative where it lies right.
func side(a, b, p geo.XY) float64 { return (b.X-a.X)*(p.Y-a.Y) - (b.Y-a.Y)*(p.X-a.X) }

func pointApart(p, a, b geo.XY) float64 {
	a, b = geo.XY{X: a.X - p.X, Y: a.Y - p.Y}, geo.XY{X: b.X - p.X, Y: b.Y - p.Y}
	share := footShare(a, b)
	return math.Hypot(a.X+share*(b.X-a.X), a.Y+share*(b.Y-a.Y))
}
