package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// XY is a place in the metres of a Frame: X east, Y north of the frame's centre.
type XY struct{ X, Y float64 }

// Distance is the straight distance in metres from a to b.
func (a XY) Distance(b XY) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

// WGS 84: semi-major axis in metres and flattening (NIMA TR8350.2, table 3.1).
const (
	semiMajorM = 6378137.0
	flattening = 1 / 298.257223563
)

// Frame is a city's projection: a transverse Mercator whose central meridian and origin are its centre, scale 1 there.
//
// Krüger's series to the third order in the flattening n (Karney 2011, "Transverse Mercator with an accuracy of a few
// nanometers", eqs. 6 to 26): truncation under 0.1 mm within 1,000 km of the centre. The scale grows with the
// distance x east or west of the centre as 1 + x²/2R²: 0.002 % at 40 km, 0.08 % at 250 km.
type Frame struct {
	Centre orb.Point
	northM float64 // the centre's distance along the meridian from the equator, in metres
}

// NewFrame is the frame centred on a place in degrees.
func NewFrame(centre orb.Point) Frame {
	f := Frame{Centre: centre}
	f.northM = kruger(0, centre[1]).Y
	return f
}

// ToXY projects a place in degrees to metres.
func (f Frame) ToXY(p orb.Point) XY {
	xy := kruger(p[0]-f.Centre[0], p[1])
	xy.Y -= f.northM
	return xy
}

// ToPoint is the inverse of ToXY, within 0.1 mm up to 500 km from the centre.
func (f Frame) ToPoint(xy XY) orb.Point {
	lon, lat := krugerInverse(XY{xy.X, xy.Y + f.northM})
	return orb.Point{f.Centre[0] + lon, lat}
}

// Krüger's coefficients for WGS 84: rectifying radius A, forward alpha, backward beta, by the third flattening n.
var (
	thirdN      = flattening / (2 - flattening)
	eccentric   = math.Sqrt(flattening * (2 - flattening))
	rectifyingM = semiMajorM / (1 + thirdN) * (1 + thirdN*thirdN/4 + math.Pow(thirdN, 4)/64)
	alpha       = [3]float64{
		thirdN/2 - 2*thirdN*thirdN/3 + 5*math.Pow(thirdN, 3)/16,
		13*thirdN*thirdN/48 - 3*math.Pow(thirdN, 3)/5,
		61 * math.Pow(thirdN, 3) / 240,
	}
	beta = [3]float64{
		thirdN/2 - 2*thirdN*thirdN/3 + 37*math.Pow(thirdN, 3)/96,
		thirdN*thirdN/48 + math.Pow(thirdN, 3)/15,
		17 * math.Pow(thirdN, 3) / 480,
	}
)

const degree = math.Pi / 180

// kruger projects a longitude (from the central meridian) and a latitude, both in degrees, to metres.
func kruger(lon, lat float64) XY {
	sin := math.Sin(lat * degree)
	conformal := math.Sinh(math.Atanh(sin) - eccentric*math.Atanh(eccentric*sin))
	xi := math.Atan2(conformal, math.Cos(lon*degree))
	eta := math.Atanh(math.Sin(lon*degree) / math.Sqrt(1+conformal*conformal))
	x, y := eta, xi
	for j, a := range alpha {
		k := 2 * float64(j+1)
		y += a * math.Sin(k*xi) * math.Cosh(k*eta)
		x += a * math.Cos(k*xi) * math.Sinh(k*eta)
	}
	return XY{rectifyingM * x, rectifyingM * y}
}

// krugerInverse gives back longitude from the central meridian and latitude, in degrees.
func krugerInverse(xy XY) (lon, lat float64) {
	xi, eta := xy.Y/rectifyingM, xy.X/rectifyingM
	x, y := eta, xi
	for j, b := range beta {
		k := 2 * float64(j+1)
		y -= b * math.Sin(k*xi) * math.Cosh(k*eta)
		x -= b * math.Cos(k*xi) * math.Sinh(k*eta)
	}
	conformal := math.Sin(y) / math.Hypot(math.Sinh(x), math.Cos(y))
	return math.Atan2(math.Sinh(x), math.Cos(y)) / degree, geodetic(conformal) / degree
}

// geodetic solves the latitude in radians whose conformal tangent is given: Newton on Karney's eq. 19 to 21.
func geodetic(conformal float64) float64 {
	tan := conformal
	for range 6 {
		sigma := math.Sinh(eccentric * math.Atanh(eccentric*tan/math.Hypot(1, tan)))
		at := tan*math.Hypot(1, sigma) - sigma*math.Hypot(1, tan)
		e2 := eccentric * eccentric
		slope := (math.Hypot(1, at) * math.Hypot(1, tan)) * (1 - e2) / (1 + (1-e2)*tan*tan)
		tan += (conformal - at) / slope
	}
	return math.Atan(tan)
}
