package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Datum is a system of places that differs from WGS 84 by a shift, by its name in commands and addresses. The zero value is
// WGS 84.
type Datum struct {
	Name, Title string
	shift       func(orb.Point) orb.Point
}

// Datums are those of China's map services (see GCJ02).
func Datums() []Datum {
	return []Datum{{"gcj02", "GCJ-02", GCJ02}, {"bd09", "BD-09", BD09}}
}

// DatumNamed finds one by its name.
func DatumNamed(name string) (Datum, bool) {
	for _, d := range Datums() {
		if d.Name == name {
			return d, true
		}
	}
	return Datum{}, false
}

// IsWGS84 tells whether the datum is the one of the house.
func (d Datum) IsWGS84() bool { return d.shift == nil }

// To brings a place from WGS 84 into the datum.
func (d Datum) To(p orb.Point) orb.Point {
	if d.IsWGS84() {
		return p
	}
	return d.shift(p)
}

// From brings a place from the datum to WGS 84.
func (d Datum) From(p orb.Point) orb.Point {
	if d.IsWGS84() {
		return p
	}
	return Unshift(d.shift, p)
}

// GCJ02 shifts a place to the system of China's map services (地图坐标系), and BD09 further to Baidu's; outside the
// rectangle that holds China both leave it alone. They are published by no standard: these are the formulas that map
// programs agree on, to a few centimetres of each other.
//
// The shift is a sum of sines of x = lon - 105 and y = lat - 35, in metres, laid on the Krassovsky ellipsoid.
func GCJ02(p orb.Point) orb.Point {
	if !inChina(p) {
		return p
	}
	const (
		semiMajor = 6378245.0           // Krassovsky 1940, metres
		square    = 0.00669342162296594 // its eccentricity, squared
	)
	x, y := p[0]-105, p[1]-35
	lat := p[1] * math.Pi / 180
	magic := 1 - square*math.Sin(lat)*math.Sin(lat)
	root := math.Sqrt(magic)
	north := northShift(x, y) * 180 / (semiMajor * (1 - square) / (magic * root) * math.Pi)
	east := eastShift(x, y) * 180 / (semiMajor / root * math.Cos(lat) * math.Pi)
	return orb.Point{p[0] + east, p[1] + north}
}

func northShift(x, y float64) float64 {
	return -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*math.Sqrt(math.Abs(x)) +
		waves(x, 20, 6, 20, 2)*2/3 + waves(y, 20, 1, 40, 1.0/3)*2/3 + (160*math.Sin(y/12*math.Pi)+320*math.Sin(y*math.Pi/30))*2/3
}

func eastShift(x, y float64) float64 {
	return 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*math.Sqrt(math.Abs(x)) +
		waves(x, 20, 6, 20, 2)*2/3 + waves(x, 20, 1, 40, 1.0/3)*2/3 + (150*math.Sin(x/12*math.Pi)+300*math.Sin(x/30*math.Pi))*2/3
}

// waves is a sin(f pi v) + b sin(g pi v).
func waves(v, a, f, b, g float64) float64 {
	return a*math.Sin(f*v*math.Pi) + b*math.Sin(g*v*math.Pi)
}

// baidu is the angle unit in Baidu's shift.
const baidu = math.Pi * 3000 / 180

// BD09 shifts a place to Baidu's system.
func BD09(p orb.Point) orb.Point {
	if !inChina(p) {
		return p
	}
	g := GCJ02(p)
	far := math.Hypot(g[0], g[1]) + 0.00002*math.Sin(g[1]*baidu)
	turn := math.Atan2(g[1], g[0]) + 0.000003*math.Cos(g[0]*baidu)
	return orb.Point{far*math.Cos(turn) + 0.0065, far*math.Sin(turn) + 0.006}
}

// Unshift is the way back from a shift such as GCJ02 or BD09: the fixed point of q = q + (p - shift(q)), which comes a
// thousand times nearer with each step; to a millionth of a metre.
func Unshift(shift func(orb.Point) orb.Point, p orb.Point) orb.Point {
	const steps, near = 20, 1e-11 // degrees
	q := p
	for range steps {
		s := shift(q)
		off := orb.Point{p[0] - s[0], p[1] - s[1]}
		q = orb.Point{q[0] + off[0], q[1] + off[1]}
		if math.Abs(off[0]) < near && math.Abs(off[1]) < near {
			break
		}
	}
	return q
}

// inChina is the rectangle within which map services shift.
func inChina(p orb.Point) bool {
	return p[0] >= 72.004 && p[0] <= 137.8347 && p[1] >= 0.8293 && p[1] <= 55.8271
}
