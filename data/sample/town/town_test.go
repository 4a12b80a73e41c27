package town

import (
	"math"
	"slices"
	"testing"
	"time"

	"nightbeat/data/sample"
)

// The degree on the WGS 84 ellipsoid at the centre, from its radii of curvature (NIMA TR8350.2, chapter 4):
// N = a/√(1 − e² sin²φ), M = a(1 − e²)/(1 − e² sin²φ)^1.5.
func TestDegreesOfTheCentre(t *testing.T) {
	const a, e2 = 6378137.0, 0.00669437999014
	phi := 39.7 * math.Pi / 180
	w := 1 - e2*math.Sin(phi)*math.Sin(phi)
	lon := math.Pi / 180 * a / math.Sqrt(w) * math.Cos(phi)
	lat := math.Pi / 180 * a * (1 - e2) / math.Pow(w, 1.5)
	if math.Abs(lon-lonDm/10.0) > 1 || math.Abs(lat-latDm/10.0) > 1 {
		t.Errorf("a degree is %.1f m by %.1f m, the town says %.1f by %.1f", lon, lat, lonDm/10.0, latDm/10.0)
	}
	// 857.66 m east and 1110.29 m south are a hundredth of a degree each.
	if got := (spot{8577, -11103}).degrees(); got != [2]float64{118.21, 39.69} {
		t.Errorf("%v, want 118.21 39.69", got)
	}
}

// No chance and no bend brings two neighbours of the lattice out of order or within 10 m of each other.
func TestLatticeKeepsItsOrder(t *testing.T) {
	l := newLattice()
	for i := range columns - 1 {
		for j := range rows - 1 {
			if here := l[i][j]; l[i+1][j].x-here.x < 100 || here.y-l[i][j+1].y < 100 {
				t.Errorf("point %d, %d at %v is too near to %v or %v", i, j, here, l[i+1][j], l[i][j+1])
			}
		}
	}
}

func TestThroughFillsRowsAndColumnsOnly(t *testing.T) {
	got := through([]point{{2, 2}, {4, 2}, {4, 1}, {6, 5}})
	if want := []point{{2, 2}, {3, 2}, {4, 2}, {4, 1}, {6, 5}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// From (0, 0) to (300, 400) dm the street is 500 dm long; 100 dm along is (60, 80), and 80 dm to its right, which is
// (4, −3)/5, is (64, −48) more.
func TestHousesStandBesideTheStreet(t *testing.T) {
	a, b := spot{0, 0}, spot{300, 400}
	if got, want := beside(a, b, 500, 100, false), (spot{60 + 64, 80 - 48}); got != want {
		t.Errorf("right: %v, want %v", got, want)
	}
	if got, want := beside(a, b, 500, 100, true), (spot{60 - 64, 80 + 48}); got != want {
		t.Errorf("left: %v, want %v", got, want)
	}
}

// About a house for each 20 m of street that has houses.
func TestHousesLineTheStreets(t *testing.T) {
	n, length := newNetwork(), int64(0)
	for _, s := range n.streets {
		for k := 1; s.houses != nowhere && k < len(s.points); k++ {
			length += n.lattice.at(s.points[k-1]).distance(n.lattice.at(s.points[k]))
		}
	}
	if got, want := int64(len(n.houses())), length/housePitch; got < want*9/10 || got > want*11/10 {
		t.Errorf("%d houses, want about %d", got, want)
	}
}

func TestTimesLieWithinTheirHours(t *testing.T) {
	rng := newRand(0)
	for _, hours := range []sample.Hours{{23, 5}, {8, 10}, {0, 24}} {
		low := time.Duration(hours[0]) * time.Hour
		high := low + time.Duration(hours.Length())*time.Hour
		for range 1000 {
			if at := within(rng, hours); at < low || at >= high || at%time.Minute != 0 {
				t.Fatalf("%v is not a minute within %v", at, hours)
			}
		}
	}
}

// A quarter beside the river or the railway gives up a step to it and still has its gate on a main road.
func TestQuartersKeepClearOfRiverAndRailway(t *testing.T) {
	for row := range plan {
		for column := range plan[row] {
			q := quarterAt(column, row)
			if q.i0 == riverAt || q.i1 == riverAt || q.j0 == railAt || q.j1 == railAt {
				t.Errorf("quarter %d, %d reaches into the river or the railway", column, row)
			}
			if q.gate%16 != 0 {
				t.Errorf("quarter %d, %d has its gate on row %d, which is no main road", column, row, q.gate)
			}
		}
	}
}
