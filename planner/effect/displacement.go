package effect

import "math"

// Ring is what a place and its surroundings had: before and after, in the place and in the ring around it.
type Ring struct {
	Before, After         int
	RingBefore, RingAfter int
}

// Displacement is events prevented less events pushed next door, against a control place and its ring.
type Displacement struct {
	Difference float64  // below 0: fewer than the control would have had
	Error      float64  // its standard error
	Sure       Interval // of Difference, 95 %
}

// Displaced is the weighted displacement difference (Wheeler & Ratcliffe 2018, Crime Science 7:11) of equal times before
// and after:
//
//	WDD = ΔT - ΔC + ΔTring - ΔCring,   SE = √(sum of all eight counts)
//
// a fall in the treated place that reappears in its ring cancels out; one that spreads to the ring counts twice.
func Displaced(treated, control Ring) Displacement {
	d := Displacement{Difference: float64(treated.change() - control.change())}
	d.Error = math.Sqrt(float64(treated.sum() + control.sum()))
	d.Sure = Interval{d.Difference - z95*d.Error, d.Difference + z95*d.Error}
	return d
}

func (r Ring) change() int { return r.After - r.Before + r.RingAfter - r.RingBefore }

func (r Ring) sum() int { return r.Before + r.After + r.RingBefore + r.RingAfter }
