package risk

import (
	"math"

	"nightbeat/geo"
	"nightbeat/planner/words"
)

// kernel is a weight by distance, not normalised, and the distance in metres beyond which it is 0.
type kernel struct {
	reachM float64
	said   words.Note // its width in words, where it was chosen
	at     func(m float64) float64
}

// quarticKernel is (1 - d²/h²)² within the bandwidth h (Silverman 1986, eq. 4.5, "biweight").
func quarticKernel(h float64) kernel {
	return kernel{reachM: h, said: words.New("bandwidth %.0f m", h), at: func(d float64) float64 {
		if d >= h {
			return 0
		}
		u := 1 - d*d/(h*h)
		return u * u
	}}
}

// spread shares out each cell's value among the cells of the study area within the kernel's reach, by the kernel at the
// distance of their centres: g(i) = Σ_j v(j) k(d_ij) / Σ_l k(d_jl), l in the study area. So the sum of the values is
// kept, and none leaks over the edge. Work: cells with a value × cells in reach.
func (s Study) spread(values []float64, k kernel) []float64 {
	index, stencil := s.Index(), s.stencil(k)
	out := make([]float64, len(values))
	for j, v := range values {
		if v == 0 {
			continue
		}
		var sum float64
		s.reached(stencil, index, s.Cells[j], func(_ int, k float64) { sum += k })
		s.reached(stencil, index, s.Cells[j], func(i int, k float64) { out[i] += v * k / sum })
	}
	return out
}

// step is so many columns and rows and the kernel's weight there.
type step struct {
	col, row int
	k        float64
}

func (s Study) stencil(k kernel) []step {
	reach := int(math.Floor(k.reachM / s.Grid.CellM))
	var stencil []step
	for row := -reach; row <= reach; row++ {
		for col := -reach; col <= reach; col++ {
			if w := k.at(math.Hypot(float64(col), float64(row)) * s.Grid.CellM); w > 0 {
				stencil = append(stencil, step{col, row, w})
			}
		}
	}
	return stencil
}

// reached visits the study cells under a stencil laid on a cell.
func (s Study) reached(stencil []step, index []int, c geo.Cell, visit func(i int, k float64)) {
	col, row := int(c)%s.Grid.Cols, int(c)/s.Grid.Cols
	for _, o := range stencil {
		x, y := col+o.col, row+o.row
		if x < 0 || y < 0 || x >= s.Grid.Cols || y >= s.Grid.Rows {
			continue
		}
		if i := index[y*s.Grid.Cols+x]; i >= 0 {
			visit(i, o.k)
		}
	}
}

// spreader is the same spreading asked for cell by cell: it keeps what each cell's kernel sums to.
type spreader struct {
	study   Study
	index   []int
	stencil []step
	norms   []float64
}

func (s Study) spreader(k kernel) *spreader {
	sp := &spreader{s, s.Index(), s.stencil(k), make([]float64, len(s.Cells))}
	for j, c := range s.Cells {
		s.reached(sp.stencil, sp.index, c, func(_ int, k float64) { sp.norms[j] += k })
	}
	return sp
}

// at is the value that a cell gets from all others.
func (sp *spreader) at(values []float64, cell int) float64 {
	var sum float64
	sp.study.reached(sp.stencil, sp.index, sp.study.Cells[cell], func(j int, k float64) {
		sum += values[j] * k / sp.norms[j]
	})
	return sum
}
