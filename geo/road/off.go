package road

import (
	"math"

	"github.com/paulmach/orb"
)

// Off is how far a place lies from the nearest street of any kind, in metres; withinM where none is nearer.
func (n *Network) Off(p orb.Point, withinM float64) float64 {
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		return withinM
	}
	flat, off := newLocal(p), withinM
	n.index.nearest(flat, withinM, func(e int) float64 {
		_, metres := n.nearestOn(e, flat)
		return metres
	}, func(e int) bool {
		_, off = n.nearestOn(e, flat)
		return true
	})
	return off
}
