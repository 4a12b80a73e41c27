package cql

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/project"
)

// spatial is S_INTERSECTS of the geometry and a literal, in either order.
func (p *parser) spatial() (expression, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	if err := p.expect("("); err != nil {
		return nil, err
	}
	first, err := p.shape()
	if err != nil {
		return nil, err
	}
	if err := p.expect(","); err != nil {
		return nil, err
	}
	second, err := p.shape()
	if err != nil {
		return nil, err
	}
	if (first == nil) == (second == nil) {
		return nil, wrong(p.now.at, "S_INTERSECTS stands between %s and a geometry", p.Geometry)
	}
	if first == nil {
		first = second
	}
	return intersects{first}, p.expect(")")
}

// shape is a geometry literal; nil for the feature's own.
func (p *parser) shape() (orb.Geometry, error) {
	if (p.now.kind == word || p.now.kind == name) && p.now.text == p.Geometry {
		return nil, p.advance()
	}
	start := p.now.at
	g, boxed, err := p.literal()
	if err != nil {
		return nil, err
	}
	if p.CRS.Metric || !boxed { // a box in degrees has its places already
		g = project.Geometry(g, p.CRS.From)
	}
	return g, onEarth(g, start)
}

// literal is BBOX(west,south,east,north), or a geometry as well-known text.
func (p *parser) literal() (g orb.Geometry, boxed bool, err error) {
	start := p.now
	if start.kind != word {
		return nil, false, wrong(start.at, "%s stands where %s or a geometry should", start.says(), p.Geometry)
	}
	stop, err := p.pastBrackets()
	if err != nil {
		return nil, false, err
	}
	written := p.text[start.at:stop]
	if strings.EqualFold(start.text, "BBOX") {
		g, err = p.box(written, start.at)
		return g, true, err
	}
	g, err = wkt.Unmarshal(strings.ToUpper(written))
	if err != nil || empty(g) {
		return nil, false, wrong(start.at, "%s is no geometry; write POLYGON((118 39,119 39,119 40,118 39)) or BBOX(118,39,119,40)", start.says())
	}
	return g, false, nil
}

// pastBrackets passes over the brackets that follow a word, and tells where they end.
func (p *parser) pastBrackets() (stop int, err error) {
	for open := 0; ; {
		if err := p.advance(); err != nil {
			return 0, err
		}
		switch {
		case p.now.kind == end, open == 0 && p.now.kind == symbol && p.now.text != "(":
			return 0, wrong(p.now.at, "%s stands where brackets should", p.now.says())
		case p.now.kind == symbol && p.now.text == "(":
			open++
		case p.now.kind == symbol && p.now.text == ")":
			if open--; open == 0 {
				stop = p.now.till
				return stop, p.advance()
			}
		}
	}
}

// box is BBOX with four numbers, or with six of which the heights do not matter.
func (p *parser) box(written string, at int) (orb.Geometry, error) {
	corners, ok := Corners(strings.TrimSuffix(written[strings.IndexByte(written, '(')+1:], ")"))
	if !ok {
		return nil, wrong(at, "BBOX has four numbers: west,south,east,north")
	}
	low, high := corners[0], corners[1]
	if p.CRS.Metric {
		return orb.Bound{Min: low, Max: high}.ToPolygon(), nil
	}
	if low, high = p.CRS.From(low), p.CRS.From(high); low[1] > high[1] {
		return nil, wrong(at, "the second corner of BBOX lies below its first")
	}
	if low[0] <= high[0] {
		return orb.Bound{Min: low, Max: high}.ToPolygon(), nil
	}
	west, east := orb.Bound{Min: orb.Point{-180, low[1]}, Max: high}, orb.Bound{Min: low, Max: orb.Point{180, high[1]}} // of the antimeridian
	return orb.MultiPolygon{east.ToPolygon(), west.ToPolygon()}, nil
}

// Corners reads a rectangle's corners: four numbers with commas, or six of which the heights do not matter.
func Corners(text string) (corners [2]orb.Point, ok bool) {
	parts := strings.Split(text, ",")
	if len(parts) == 6 {
		parts = []string{parts[0], parts[1], parts[3], parts[4]}
	}
	if len(parts) != 4 {
		return corners, false
	}
	for i, part := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return corners, false
		}
		corners[i/2][i%2] = v
	}
	return corners, true
}

func empty(g orb.Geometry) bool { return g == nil || g.Bound().IsEmpty() }

// onEarth refuses what is not finite.
func onEarth(g orb.Geometry, at int) error {
	b := g.Bound()
	for _, v := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return wrong(at, "a geometry has a place that is not on earth")
		}
	}
	return nil
}
