package geo

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// SourceCRS is the reference system of a file, by the name that people give it: wgs84; gcj02 or bd09; EPSG:n for n of 4326
// and 4490 (degrees), 3857, 32601 to 32660 and 32701 to 32760 (UTM), 4491 to 4554 (CGCS2000 in zones of Gauss and
// Krüger). Whatever order of axes a system has elsewhere, files have x, or longitude, first.
func SourceCRS(name string) (CRS, error) {
	if d, ok := DatumNamed(name); ok {
		return CRS{URI: d.Title, To: d.To, From: d.From}, nil
	}
	if name == "wgs84" {
		return CRS84(), nil
	}
	number, _ := strings.CutPrefix(strings.ToUpper(name), "EPSG:")
	code, err := strconv.Atoi(number)
	if system, ok := numbered(code); ok && err == nil {
		return system, nil
	}
	return CRS{}, fmt.Errorf("%.40q is not known: use wgs84, gcj02, bd09, or EPSG:n for 4326, 4490, 3857, UTM (32601-32660, 32701-32760), CGCS2000 (4491-4554)", name)
}

// numbered is a system by its number at EPSG. The ellipsoid of CGCS2000 is WGS 84's to a tenth of a millimetre.
func numbered(code int) (CRS, bool) {
	const east = 500_000
	zoned := func(zone int) float64 { return float64(zone)*1e6 + east } // the zone's number stands before x
	switch {
	case code == 4326, code == 4490:
		degrees := CRS84()
		degrees.URI = epsg(code)
		return degrees, true
	case code == 3857:
		return CRS{URI: epsg(code), To: webMercator, From: fromWebMercator, Metric: true}, true
	case code > 32600 && code <= 32660, code > 32700 && code <= 32760:
		return utmZone(code%100, code > 32700), true
	case code >= 4491 && code <= 4501: // zones 13 to 23 of six degrees
		zone := code - 4491 + 13
		return transverse(code, float64(6*zone-3), 1, zoned(zone), 0), true
	case code >= 4502 && code <= 4512: // the same by their meridians, 75 to 135
		return transverse(code, float64(75+6*(code-4502)), 1, east, 0), true
	case code >= 4513 && code <= 4533: // zones 25 to 45 of three degrees
		zone := code - 4513 + 25
		return transverse(code, float64(3*zone), 1, zoned(zone), 0), true
	case code >= 4534 && code <= 4554: // the same by their meridians, 75 to 135
		return transverse(code, float64(75+3*(code-4534)), 1, east, 0), true
	}
	return CRS{}, false
}

// Called tells whether a name in a file means this system: it ends in its number or name, as EPSG:n, a URN or an address
// do. CRS84 is also called EPSG:4326 in files, which have longitude first.
func (c CRS) Called(name string) bool {
	code := c.URI[strings.LastIndexByte(c.URI, '/')+1:]
	last := name[strings.LastIndexAny(name, ":/")+1:]
	return last == code || code == "CRS84" && last == "4326"
}

// Locate brings a place of a file to longitude and latitude, and refuses what cannot be one of the system.
func (c CRS) Locate(x, y float64) (orb.Point, error) {
	if c.Metric && math.Abs(x) <= 180 && math.Abs(y) <= 90 {
		return orb.Point{}, errors.New("coordinates look like degrees, not like metres of the system given")
	}
	given := orb.Point{x, y}
	p := c.From(given)
	if back := c.To(p); c.Metric && !(math.Abs(back[0]-x) < 1 && math.Abs(back[1]-y) < 1) {
		return orb.Point{}, errors.New("coordinates lie outside the system given")
	}
	return p, nil
}
