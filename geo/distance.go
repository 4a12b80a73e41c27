package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// EarthRadiusM is the mean radius (2a+b)/3 of the WGS 84 ellipsoid in metres (Moritz 2000, GRS 80, R1).
const EarthRadiusM = 6371008.8

// Distance is the great-circle distance in metres between two places in degrees (haversine on the mean sphere; within
// 0.6 % of the ellipsoid, the same everywhere in the house so that sums agree).
func Distance(a, b orb.Point) float64 {
	sinLat := math.Sin((b[1] - a[1]) * degree / 2)
	sinLon := math.Sin((b[0] - a[0]) * degree / 2)
	h := sinLat*sinLat + math.Cos(a[1]*degree)*math.Cos(b[1]*degree)*sinLon*sinLon
	return 2 * EarthRadiusM * math.Asin(math.Min(1, math.Sqrt(h)))
}

// Length is the sum in metres of the distances along a line.
func Length(line orb.LineString) float64 {
	var sum float64
	for i := 1; i < len(line); i++ {
		sum += Distance(line[i-1], line[i])
	}
	return sum
}
