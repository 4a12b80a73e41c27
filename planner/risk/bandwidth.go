package risk

import (
	"cmp"
	"math"
	"slices"
)

// normalScale is Silverman's rule of thumb for the standard deviation of a Gaussian kernel in metres (1986, eq. 3.31,
// robust form), the mean of both axes:
//
//	σ = 1.06 min(s, IQR/1.34) n^(-1/5)    s standard deviation, IQR interquartile range of the events' places
//
// Places are the middles of cells. It is never under a cell's side, so that a kernel reaches beyond its own cell.
func (p past) normalScale() float64 {
	var mean float64
	for _, axis := range []func(cell int) float64{
		func(c int) float64 { return p.study.Grid.Centre(p.study.Cells[c]).X },
		func(c int) float64 { return p.study.Grid.Centre(p.study.Cells[c]).Y },
	} {
		mean += p.spreadAlong(axis) / 2
	}
	n := math.Max(1, float64(len(p.events)))
	return math.Max(p.study.Grid.CellM, 1.06*mean*math.Pow(n, -0.2))
}

// spreadAlong is min(s, IQR/1.34) of the events' places along an axis; s alone where half of them lie on one line.
func (p past) spreadAlong(axis func(cell int) float64) float64 {
	at := make([]float64, len(p.events))
	var sum, squares float64
	for i, e := range p.events {
		at[i] = axis(e.cell)
		sum += at[i]
	}
	if len(at) < 2 {
		return 0
	}
	for _, x := range at {
		squares += (x - sum/float64(len(at))) * (x - sum/float64(len(at)))
	}
	deviation := math.Sqrt(squares / float64(len(at)-1))
	slices.SortFunc(at, cmp.Compare)
	if quartiles := at[3*len(at)/4] - at[len(at)/4]; quartiles > 0 {
		return math.Min(deviation, quartiles/1.34)
	}
	return deviation
}
