package geo

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"
)

// CRS is a reference system in which places come into the house and leave it, named by its address at the OGC. Inside,
// places are longitude and latitude in degrees, WGS 84.
type CRS struct {
	URI      string
	To, From orb.Projection // from inside, and back
	Metric   bool           // in metres; else in degrees
}

const ogcCRS = "http://www.opengis.net/def/crs/"

// CRS84 is longitude and latitude in degrees, WGS 84: what places are inside.
func CRS84() CRS {
	same := func(p orb.Point) orb.Point { return p }
	return CRS{URI: ogcCRS + "OGC/1.3/CRS84", To: same, From: same}
}

// CRSs are the reference systems for a city about a place: CRS84; WGS 84 and CGCS2000 with latitude first (EPSG:4326 and
// EPSG:4490, which agree within a metre); the web's Mercator (EPSG:3857); and the place's UTM zone.
func CRSs(middle orb.Point) []CRS {
	swap := func(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} }
	return []CRS{
		CRS84(),
		{URI: epsg(4326), To: swap, From: swap},
		{URI: epsg(4490), To: swap, From: swap},
		{URI: epsg(3857), To: webMercator, From: fromWebMercator, Metric: true},
		utm(middle),
	}
}

// webMercator projects onto a sphere of WGS 84's semi-major axis a (EPSG guidance note 7-2, method 1024), in metres:
//
//	x = a lon,  y = a ln tan(pi/4 + lat/2), to latitude 85.06 at most, where the map is square
func webMercator(p orb.Point) orb.Point {
	const most = 85.0511287798066
	lat := max(-most, min(most, p[1])) * math.Pi / 180
	return orb.Point{semiMajorM * p[0] * math.Pi / 180, semiMajorM * math.Log(math.Tan(math.Pi/4+lat/2))}
}

func fromWebMercator(p orb.Point) orb.Point {
	return orb.Point{p[0] / semiMajorM * 180 / math.Pi, (2*math.Atan(math.Exp(p[1]/semiMajorM)) - math.Pi/2) * 180 / math.Pi}
}

// utm is the zone of Universal Transverse Mercator that holds a place (EPSG:326zz north of the equator, 327zz south).
func utm(at orb.Point) CRS {
	zone := int(math.Floor((at[0]+180)/6))%60 + 1
	return utmZone(zone, at[1] < 0)
}

// utmZone is a Frame on the zone's middle meridian, scaled by 0.9996, 500 km east of its origin, in the south 10,000 km
// north.
func utmZone(zone int, south bool) CRS {
	code, north := 32600+zone, 0.0
	if south {
		code, north = 32700+zone, 10_000_000
	}
	return transverse(code, float64(zone)*6-183, 0.9996, 500_000, north)
}

// transverse is a transverse Mercator projection: a Frame on a meridian, scaled, its origin moved east and north (metres).
func transverse(code int, meridian, scale, east, north float64) CRS {
	f := NewFrame(orb.Point{meridian, 0})
	return CRS{
		URI: epsg(code), Metric: true,
		To: func(p orb.Point) orb.Point {
			xy := f.ToXY(p)
			return orb.Point{east + scale*xy.X, north + scale*xy.Y}
		},
		From: func(p orb.Point) orb.Point {
			return f.ToPoint(XY{(p[0] - east) / scale, (p[1] - north) / scale})
		},
	}
}

func epsg(code int) string { return fmt.Sprintf("%sEPSG/0/%d", ogcCRS, code) }

// Bound is the rectangle in degrees around a rectangle of this reference system. Edges that bend are followed in
// sixteen steps.
func (c CRS) Bound(b orb.Bound) orb.Bound {
	const steps = 16
	var edge orb.MultiPoint
	for i := range steps + 1 {
		x := b.Min[0] + (b.Max[0]-b.Min[0])*float64(i)/steps
		y := b.Min[1] + (b.Max[1]-b.Min[1])*float64(i)/steps
		for _, p := range []orb.Point{{x, b.Min[1]}, {x, b.Max[1]}, {b.Min[0], y}, {b.Max[0], y}} {
			edge = append(edge, c.From(p))
		}
	}
	return edge.Bound()
}

// Geometry is a copy of a geometry in this reference system; metres to the millimetre.
func (c CRS) Geometry(g orb.Geometry) orb.Geometry {
	if g == nil {
		return nil
	}
	return project.Geometry(orb.Clone(g), func(p orb.Point) orb.Point {
		q := c.To(p)
		if c.Metric {
			q = orb.Point{math.Round(q[0]*1000) / 1000, math.Round(q[1]*1000) / 1000}
		}
		return q
	})
}
