package format

import (
	"math"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"

	"nightbeat/geo"
	"nightbeat/planner"
	"nightbeat/planner/words"
)

// Scene is what surrounds a plan on a drawing or on paper, and the datum of its places where it leaves as a list of them.
type Scene struct {
	Streets []Street // drawn under the routes
	Font    []byte   // a TrueType font for PDF; without one only Latin letters can be printed
	Speaks  words.Language
	Link    func(plan, unit string) string // the address of a unit's own page, printed as a QR code; nil where there is none
	Datum   geo.Datum                      // for formats that take one; WGS 84 without it
}

// Street is a street to draw under a plan: its OSM class and its line.
type Street struct {
	Class string
	Line  orb.LineString
}

// greater tells whether a street is drawn broader.
func (s Street) greater() bool {
	switch strings.TrimSuffix(s.Class, "_link") {
	case "motorway", "trunk", "primary", "secondary":
		return true
	}
	return false
}

// sheet places degrees on a drawing: x to the right, y downwards, from its upper left corner.
type sheet struct {
	frame         geo.Frame
	low           geo.XY  // the metres of the lower left corner
	scale         float64 // sheet units a metre
	width, height float64
	bound         orb.Bound // of all that lies on the sheet
	stray         float64   // how far a simplified line may stray
}

// leastMetres is the least that a sheet shows in each direction.
const leastMetres = 200

// newSheet shows a rectangle of degrees within the margin of a sheet of the given width; its height is what that takes,
// within limits.
func newSheet(shown orb.Bound, width, margin, least, most float64) *sheet {
	s := &sheet{frame: geo.NewFrame(shown.Center()), width: width, stray: width / 1500}
	low, high := s.frame.ToXY(shown.Min), s.frame.ToXY(shown.Max)
	wide, tall := max(leastMetres, high.X-low.X), max(leastMetres, high.Y-low.Y)
	s.scale = min((width-2*margin)/wide, (most-2*margin)/tall)
	s.height = max(least, tall*s.scale+2*margin)
	middle := geo.XY{X: (low.X + high.X) / 2, Y: (low.Y + high.Y) / 2}
	s.low = geo.XY{X: middle.X - width/2/s.scale, Y: middle.Y - s.height/2/s.scale}
	corner := geo.XY{X: s.low.X + width/s.scale, Y: s.low.Y + s.height/s.scale}
	s.bound = orb.MultiPoint{s.frame.ToPoint(s.low), s.frame.ToPoint(corner)}.Bound()
	return s
}

// at is a place on the sheet.
func (s *sheet) at(p orb.Point) orb.Point {
	xy := s.frame.ToXY(p)
	return orb.Point{(xy.X - s.low.X) * s.scale, s.height - (xy.Y-s.low.Y)*s.scale}
}

// line is a line on the sheet, simplified to what can be seen.
func (s *sheet) line(line orb.LineString) orb.LineString {
	on := make(orb.LineString, len(line))
	for i, p := range line {
		on[i] = s.at(p)
	}
	return simplify.DouglasPeucker(s.stray).LineString(on)
}

// arrow is the direction of a line at a place on the sheet, in degrees clockwise from east.
type arrow struct {
	at    orb.Point
	angle float64
}

// arrows are the directions along a line, one every so far.
func arrows(line orb.LineString, every float64) []arrow {
	var found []arrow
	due := every / 2
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		length := math.Hypot(b[0]-a[0], b[1]-a[1])
		if due > length {
			due -= length
			continue
		}
		t := due / length
		at := orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
		found = append(found, arrow{at, math.Atan2(b[1]-a[1], b[0]-a[0]) * 180 / math.Pi})
		due = max(0, every-(length-due))
	}
	return found
}

// boundOf holds the routes and their bases.
func boundOf(routes ...planner.Route) orb.Bound {
	var all orb.MultiPoint
	for _, r := range routes {
		all = append(all, r.Unit.Base)
		for _, l := range r.Legs {
			all = append(all, l.Line...)
		}
	}
	return all.Bound()
}
