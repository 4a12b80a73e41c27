package road

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/paulmach/orb"

	"nightbeat/geo"
)

// ErrNoWay is returned where no way leads from one place to the other.
var ErrNoWay = errors.New("there is no way between the two places")

// Route is the quickest way from one place to another; ErrNoWay where there is none.
func (g *Graph) Route(ctx context.Context, from, to Place) (Route, error) {
	if !g.fits(from) || !g.fits(to) {
		return Route{}, errForeignPlace
	}
	if err := ctx.Err(); err != nil {
		return Route{}, err
	}
	best, direct := g.direct(from, to)
	var arcs []int32
	c := g.customised()
	s := c.pairSearch()
	defer c.idle.Put(s)
	if over, meeting := s.run(g, from, to); over < best {
		best = over
		arcs = g.arcs(from, s, meeting)
	} else if direct < 0 {
		return Route{}, ErrNoWay
	}
	return g.route(best, from, to, arcs), nil
}

// arcs is the way that a search found: the arc that from lies on first, the one that to lies on last.
func (g *Graph) arcs(from Place, s *pairSearch, meeting int32) []int32 {
	states := s.states(meeting)
	arcs := make([]int32, 1, len(states)+1)
	arcs[0] = g.startArc(from, states[0], s.up.costs[s.c.rankOf[states[0]]])
	for _, state := range states {
		arcs = append(arcs, g.arcOf[state])
	}
	return arcs
}

// startArc is the arc from which a search reached its first state at a cost.
func (g *Graph) startArc(from Place, state int32, at cost) int32 {
	for arc := int32(2 * from.Edge); arc < int32(2*from.Edge+2); arc++ {
		if !g.open(arc) {
			continue
		}
		s, part := g.stateOf[arc], g.along(arc, from)
		for k := g.first[s]; k < g.first[s+1]; k++ {
			if g.turns[k].to == state && g.costs[k]-part == at {
				return arc
			}
		}
	}
	return -1
}

// route makes the answer of the arcs driven; none of them where it goes straight along one edge.
func (g *Graph) route(total cost, from, to Place, arcs []int32) Route {
	var r Route
	r.Seconds, r.Metres = g.measure.unpack(total)
	r.Line = orb.LineString{from.Point}
	whole := func(arc int32) float64 { return float64(g.net.edges[arc>>1].mm) / 1000 }
	if len(arcs) == 0 {
		_, arc := g.direct(from, to)
		g.drive(&r, arc, alongArc(arc, from.Along, whole(arc)), alongArc(arc, to.Along, whole(arc)))
	}
	for i, arc := range arcs {
		start, end := 0.0, whole(arc)
		if i == 0 {
			start = alongArc(arc, from.Along, end)
		}
		if i == len(arcs)-1 {
			end = alongArc(arc, to.Along, end)
		}
		g.drive(&r, arc, start, end)
	}
	r.Line = append(r.Line, to.Point)
	r.Line = withoutRepeats(r.Line)
	return r
}

// warn notes what a driver on an arc should know.
func (g *Graph) warn(r *Route, arc int32) {
	note := func(text string) {
		if !slices.Contains(r.Warnings, text) {
			r.Warnings = append(r.Warnings, text)
		}
	}
	u := g.useOf(arc)
	if u.against[arc&1] {
		note("against a one-way: " + cmp.Or(g.net.name(int(arc>>1)), "a street without a name"))
	}
	if u.toll {
		note("toll: " + cmp.Or(g.net.name(int(arc>>1)), "a street without a name"))
	}
}

// alongArc turns metres along an edge into metres along one of its arcs.
func alongArc(arc int32, along, whole float64) float64 {
	if arc&1 == 1 {
		return whole - along
	}
	return along
}

// drive appends the part of an arc between two distances along it.
func (g *Graph) drive(r *Route, arc int32, start, end float64) {
	line := g.net.line(int(arc >> 1))
	if arc&1 == 1 {
		slices.Reverse(line)
	}
	if start > 0 || end < float64(g.net.edges[arc>>1].mm)/1000 {
		line = between(line, start, end)
	}
	r.Line = append(r.Line, line...)
	g.warn(r, arc)
	name := g.net.name(int(arc >> 1))
	if n := len(r.Streets); n > 0 && r.Streets[n-1].Name == name {
		r.Streets[n-1].Metres += max(0, end-start)
	} else {
		r.Streets = append(r.Streets, Street{name, max(0, end-start)})
	}
}

// between is the part of a line from one distance along it to another, in metres.
func between(line orb.LineString, start, end float64) orb.LineString {
	part := orb.LineString{pointAlong(line, start)}
	var at float64
	for i := 1; i < len(line) && at < end; i++ {
		at += geo.Distance(line[i-1], line[i])
		if at > start && at < end {
			part = append(part, line[i])
		}
	}
	return append(part, pointAlong(line, end))
}

// pointAlong is the place some metres along a line; its ends where that lies outside.
func pointAlong(line orb.LineString, metres float64) orb.Point {
	for i := 1; i < len(line); i++ {
		step := geo.Distance(line[i-1], line[i])
		if metres < step {
			share := max(0, metres/step)
			a, b := line[i-1], line[i]
			return orb.Point{a[0] + share*(b[0]-a[0]), a[1] + share*(b[1]-a[1])}
		}
		metres -= step
	}
	return line[len(line)-1]
}

// withoutRepeats drops points closer than a centimetre to the one before, but keeps the first and the last.
func withoutRepeats(line orb.LineString) orb.LineString {
	last := line[len(line)-1]
	kept := line[:1]
	for _, p := range line[1 : len(line)-1] {
		if geo.Distance(kept[len(kept)-1], p) > 0.01 {
			kept = append(kept, p)
		}
	}
	if len(kept) > 1 && geo.Distance(kept[len(kept)-1], last) <= 0.01 {
		kept = kept[:len(kept)-1]
	}
	return append(kept, last)
}
