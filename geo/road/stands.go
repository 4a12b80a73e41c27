package road

import (
	"math"
	"strings"
)

// Stands is every place where a unit can be posted: junctions and ends, and between them at most spacingM metres apart.
// They lie on streets that the unit can reach and leave, never on a motorway, trunk road, link, bridge or tunnel, and
// come in the order of the edges; a junction comes once.
func (g *Graph) Stands(spacingM float64) []Place {
	if !(spacingM > 0) {
		return nil
	}
	var stands []Place
	seen := make([]bool, len(g.net.nodes))
	for e := range g.net.edges {
		if g.usable(e) && standable(g.net.wayTags(e)) {
			stands = g.standsOn(stands, e, spacingM, seen)
		}
	}
	return stands
}

// standsOn appends the places along one edge.
func (g *Graph) standsOn(stands []Place, e int, spacingM float64, seen []bool) []Place {
	whole := float64(g.net.edges[e].mm) / 1000
	parts := max(1, int(math.Ceil(whole/spacingM)))
	line := g.net.line(e)
	ends := map[int]int32{0: g.net.edges[e].from, parts: g.net.edges[e].to}
	for i := 0; i <= parts; i++ {
		if node, ok := ends[i]; ok {
			if seen[node] {
				continue
			}
			seen[node] = true
		}
		along := whole * float64(i) / float64(parts)
		stands = append(stands, Place{Edge: e, Along: along, Point: pointAlong(line, along)})
	}
	return stands
}

// standable says whether a unit may be posted on a street.
func standable(t tags) bool {
	class := classOf(t)
	fast := strings.HasPrefix(class, "motorway") || strings.HasPrefix(class, "trunk") || strings.HasSuffix(class, "_link")
	return !fast && !set(t.get("bridge")) && !set(t.get("tunnel"))
}

// set says whether a yes-or-no tag stands, whatever its kind (viaduct, building_passage).
func set(value string) bool { return value != "" && value != "no" }
