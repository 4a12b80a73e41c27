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
	c := g.customised()
	s := c.pairSearch()
	defer c.idle.Put(s)
	best, arc, ok := g.direct(from, to)
	over, meeting := s.run(g, from, to)
	switch {
	case over < best:
		return g.route(over, from, to, g.arcs(from, s, meeting)), nil
	case !ok:
		return Route{}, ErrNoWay
	case arc < 0:
		return g.route(best, from, to, nil), nil
	}
	return g.route(best, from, to, []int32{arc}), nil
}

// arcs is the way that a search found, from the arc on which it starts to the one on which it ends.
func (g *Graph) arcs(from Place, s *pairSearch, meeting int32) []int32 {
	states := s.states(meeting)
	arcs := make([]int32, 0, len(states)+1)
	first := s.up.costs[s.c.rankOf[states[0]]]
	g.startsOn(from, func(state int32, c cost, on int32) {
		if state == states[0] && c == first && on >= 0 && len(arcs) == 0 {
			arcs = append(arcs, on)
		}
	})
	for _, state := range states {
		arcs = append(arcs, g.arcOf[state])
	}
	return arcs
}

// route makes the answer of the arcs driven.
func (g *Graph) route(total cost, from, to Place, arcs []int32) Route {
	var r Route
	r.Seconds, r.Metres = g.measure.unpack(total)
	r.Line = orb.LineString{from.Point}
	driven := 0.0
	for i, arc := range arcs {
		start, end := 0.0, float64(g.net.edges[arc>>1].mm)/1000
		if i == 0 && arc>>1 == int32(from.Edge) && g.nodeOf(from) != g.net.tail(arc) {
			start = alongArc(arc, from.Along, end)
		}
		if i == len(arcs)-1 {
			end = start + r.Metres - driven
		}
		g.drive(&r, arc, start, end)
		driven += end - start
	}
	r.Line = withoutRepeats(append(r.Line, to.Point))
	r.Onward = to
	if r.Onward.arrived = from.arrived; len(arcs) > 0 {
		r.Onward.arrived = arcs[len(arcs)-1] + 1
	}
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
