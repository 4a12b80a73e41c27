package server

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
)

// meets tells whether a geometry and a rectangle have a point in common, edges included.
func meets(b orb.Bound, g orb.Geometry) bool {
	if !b.Intersects(g.Bound()) {
		return false
	}
	switch g := g.(type) {
	case orb.Point:
		return b.Contains(g)
	case orb.LineString:
		return slices.ContainsFunc(g, b.Contains) || len(clip.LineString(b, g)) > 0
	case orb.Polygon:
		return clip.Polygon(b, g.Clone()) != nil || slices.ContainsFunc(g[0], b.Contains)
	}
	return true
}
