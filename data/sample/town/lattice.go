package town

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"
)

// The lattice that the town is drawn on: eight steps of about 50 m to each of the quarters of the plan.
const (
	columns = 8*10 + 1
	rows    = 8*8 + 1
)

// point is a crossing of the lattice: column i from the west, row j from the north.
type point struct{ i, j int }

// spot is a place in decimetres east (x) and north (y) of the town's centre.
type spot struct{ x, y int64 }

// lattice has the spot of every point.
type lattice [columns][rows]spot

func (l *lattice) at(p point) spot { return l[p.i][p.j] }

// The lines that bound the quarters, in metres east and north of the centre.
var (
	xs = [...]int64{-2200, -1700, -1200, -800, -400, 0, 400, 800, 1200, 1700, 2200}
	ys = [...]int64{1600, 1200, 800, 400, 0, -400, -800, -1200, -1600}
)

// newLattice moves each point of the even lattice by chance, 3 m on the lines, 7 m inside quarters, 18 m in villages,
// and bends the whole.
func newLattice() *lattice {
	rng := newRand(streamLattice)
	l := new(lattice)
	for i := range columns {
		for j := range rows {
			play := playOf(point{i, j})
			x := between(xs[:], i) + rng.Int64N(2*play+1) - play
			y := between(ys[:], j) + rng.Int64N(2*play+1) - play
			l[i][j] = bend(x, y)
		}
	}
	return l
}

// bend turns the town by a twelfth, swings what runs south by up to 61 m either way, like the river, and lifts the
// east and the west by up to 121 m.
func bend(x, y int64) spot {
	return spot{x - y/12 + y*(16_000*16_000-y*y)/2_600_000_000, y + x/12 + x*x/400_000}
}

// between is the decimetre of a lattice line: eight steps to each gap between bounds.
func between(bounds []int64, k int) int64 {
	if k == 8*(len(bounds)-1) {
		return bounds[k/8] * 10
	}
	return bounds[k/8]*10 + (bounds[k/8+1]-bounds[k/8])*10*int64(k%8)/8
}

// playOf is how far a point may lie from its even place, in decimetres.
func playOf(p point) int64 {
	switch {
	case p.i%8 == 0 || p.j%8 == 0:
		return 30
	case plan[p.j/8][p.i/8] == village:
		return 180
	default:
		return 70
	}
}

// The centre of the town, and the decimetres of a degree there on the WGS 84 ellipsoid: at latitude φ = 39.7° a degree
// is π/180·N·cos φ = 85,766 m of longitude and π/180·M = 111,029 m of latitude (N, M the radii of curvature).
const (
	centreLon, centreLat = 118_200_000, 39_700_000 // millionths of a degree
	lonDm, latDm         = 857_660, 1_110_290
)

// degrees is the place at six decimals, which is a tenth of a metre.
func (s spot) degrees() orb.Point {
	lon := centreLon + s.x*1_000_000/lonDm
	lat := centreLat + s.y*1_000_000/latDm
	return orb.Point{float64(lon) / 1e6, float64(lat) / 1e6}
}

// distance is in whole decimetres, rounded down.
func (s spot) distance(t spot) int64 {
	dx, dy := s.x-t.x, s.y-t.y
	return int64(math.Sqrt(float64(dx*dx + dy*dy)))
}

// The streams of chance: one for each part of the town; hot spots and categories count on from theirs.
const (
	streamLattice = iota
	streamVillages
	streamHotSpots = 100
	streamSpread   = 200
)

func newRand(stream uint64) *rand.Rand { return rand.New(rand.NewPCG(20260701, stream)) }
