package risk

import (
	"math"

	"nightbeat/geo"
)

// pieceM is the longest piece of street that is taken as one place.
const pieceM = 25.0

// Along shares out values at places along the street segments nearest to them, equally among segments alike near and
// evenly over each: in the middles of pieces of at most pieceM. A value farther than nearM from every street stays where
// it is. The sum is kept.
func (s *Streets) Along(at []geo.XY, values []float64) (places []geo.XY, shared []float64) {
	bySegment := make([]float64, len(s.segments))
	for i, p := range at {
		near := s.nearest(p)
		if len(near) == 0 {
			places, shared = append(places, p), append(shared, values[i])
		}
		for _, n := range near {
			bySegment[n] += values[i] / float64(len(near))
		}
	}
	for n, v := range bySegment {
		if v == 0 {
			continue
		}
		s.segments[n].pieces(func(middle geo.XY, metres float64) {
			places, shared = append(places, middle), append(shared, v*metres/s.segments[n].lengthM)
		})
	}
	return places, shared
}

// Pieces are all streets as places with metres of street.
func (s *Streets) Pieces() (places []geo.XY, metres []float64) {
	for _, seg := range s.segments {
		seg.pieces(func(middle geo.XY, m float64) { places, metres = append(places, middle), append(metres, m) })
	}
	return places, metres
}

// pieces visits the middles of a segment's pieces, with their lengths.
func (seg segment) pieces(visit func(middle geo.XY, metres float64)) {
	for i := 1; i < len(seg.line); i++ {
		a, b := seg.line[i-1], seg.line[i]
		n := math.Max(1, math.Ceil(a.Distance(b)/pieceM))
		for t := range int(n) {
			part := (float64(t) + 0.5) / n
			visit(geo.XY{X: a.X + part*(b.X-a.X), Y: a.Y + part*(b.Y-a.Y)}, a.Distance(b)/n)
		}
	}
}
