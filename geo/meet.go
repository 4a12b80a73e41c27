package geo

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// Meet tells whether two geometries in degrees have a point in common, edges included: where a side of one meets a side
// of the other, or one lies in an area of the other. A point is a side without length. It takes time in proportion to the
// sides of one times those of the other near it.
func Meet(a, b orb.Geometry) bool {
	return a != nil && b != nil && a.Bound().Intersects(b.Bound()) && (sidesMeet(a, b) || holds(a, b) || holds(b, a))
}

// side is a straight line between two points.
type side struct{ from, to orb.Point }

func (s side) bound() orb.Bound { return orb.MultiPoint{s.from, s.to}.Bound() }

func sidesMeet(a, b orb.Geometry) bool {
	near := b.Bound()
	return anySide(a, func(s side) bool {
		bound := s.bound()
		return bound.Intersects(near) && anySide(b, func(o side) bool { return bound.Intersects(o.bound()) && s.meets(o) })
	})
}

// meets follows Cormen et al., "Introduction to Algorithms", 33.1: each line has the ends of the other on both its
// sides, or one end lies on the other line.
func (s side) meets(o side) bool {
	d1, d2 := turn(o.from, o.to, s.from), turn(o.from, o.to, s.to)
	d3, d4 := turn(s.from, s.to, o.from), turn(s.from, s.to, o.to)
	if d1*d2 < 0 && d3*d4 < 0 {
		return true
	}
	return d1 == 0 && o.bound().Contains(s.from) || d2 == 0 && o.bound().Contains(s.to) ||
		d3 == 0 && s.bound().Contains(o.from) || d4 == 0 && s.bound().Contains(o.to)
}

// turn is above zero where c lies to the left of the way from a to b, zero where on it.
func turn(a, b, c orb.Point) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

// anySide tells whether something holds for a side of a geometry.
func anySide(g orb.Geometry, is func(side) bool) bool {
	switch g := g.(type) {
	case orb.Point:
		return is(side{g, g})
	case orb.LineString:
		return anyOf(g, is)
	case orb.Ring:
		return anyOf(g, is)
	case orb.Bound:
		return anySide(g.ToPolygon(), is)
	}
	return anyPart(g, func(part orb.Geometry) bool { return anySide(part, is) })
}

func anyOf(line []orb.Point, is func(side) bool) bool {
	if len(line) == 1 {
		return is(side{line[0], line[0]})
	}
	for i := 1; i < len(line); i++ {
		if is(side{line[i-1], line[i]}) {
			return true
		}
	}
	return false
}

// anyPart tells whether something holds for a part of a geometry that has parts.
func anyPart(g orb.Geometry, is func(orb.Geometry) bool) bool {
	switch g := g.(type) {
	case orb.MultiPoint:
		return some(g, is)
	case orb.MultiLineString:
		return some(g, is)
	case orb.Polygon:
		return some(g, is)
	case orb.MultiPolygon:
		return some(g, is)
	case orb.Collection:
		return some(g, is)
	}
	return false
}

func some[G orb.Geometry](parts []G, is func(orb.Geometry) bool) bool {
	for _, part := range parts {
		if is(part) {
			return true
		}
	}
	return false
}

// holds tells whether a part of b begins in an area of a.
func holds(a, b orb.Geometry) bool {
	switch a := a.(type) {
	case orb.Bound:
		return holds(a.ToPolygon(), b)
	case orb.Polygon:
		return len(a) > 0 && beginsIn(a, b)
	case orb.MultiPolygon, orb.Collection:
		return anyPart(a, func(part orb.Geometry) bool { return holds(part, b) })
	}
	return false
}

func beginsIn(area orb.Polygon, g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.Point:
		return planar.PolygonContains(area, g)
	case orb.LineString:
		return len(g) > 0 && planar.PolygonContains(area, g[0])
	case orb.Polygon:
		return len(g) > 0 && len(g[0]) > 0 && planar.PolygonContains(area, g[0][0])
	case orb.Bound:
		return planar.PolygonContains(area, g.Min)
	}
	return anyPart(g, func(part orb.Geometry) bool { return beginsIn(area, part) })
}
