package geo

import (
	"fmt"
	"math"
)

// Cell numbers a square of a Grid: row*Cols + column, row 0 in the south, column 0 in the west.
type Cell int

// Grid is a rectangle of square cells in a Frame's metres.
type Grid struct {
	Origin     XY // the south-west corner
	CellM      float64
	Cols, Rows int
}

// MaxCells is the largest grid the house lays out; more is refused before anything is allocated.
const MaxCells = 4_000_000

// NewGrid is the grid of cells of the given side that covers the rectangle low..high; its corner lies on a multiple of
// the side, so grids over nearly the same places line up.
func NewGrid(low, high XY, cellM float64) (Grid, error) {
	if !(cellM > 0) || math.IsInf(cellM, 0) {
		return Grid{}, fmt.Errorf("cell size %g m: give a positive number", cellM)
	}
	origin := XY{math.Floor(low.X/cellM) * cellM, math.Floor(low.Y/cellM) * cellM}
	cols, rows := math.Floor((high.X-origin.X)/cellM)+1, math.Floor((high.Y-origin.Y)/cellM)+1
	if cols < 1 || rows < 1 {
		return Grid{}, fmt.Errorf("rectangle from %v to %v: the second corner lies west or south of the first", low, high)
	}
	if !(cols*rows <= MaxCells) {
		return Grid{}, fmt.Errorf("%.0f by %.0f cells of %g m are more than %d: give larger cells or a smaller area", cols, rows, cellM, MaxCells)
	}
	return Grid{Origin: origin, CellM: cellM, Cols: int(cols), Rows: int(rows)}, nil
}

// Cells is how many cells the grid has.
func (g Grid) Cells() int { return g.Cols * g.Rows }

// CellAt is the cell that holds a place, and whether the place lies inside the grid. A place on an edge belongs to the
// cell east or north of it.
func (g Grid) CellAt(p XY) (Cell, bool) {
	col, row := math.Floor((p.X-g.Origin.X)/g.CellM), math.Floor((p.Y-g.Origin.Y)/g.CellM)
	if !(col >= 0 && row >= 0 && col < float64(g.Cols) && row < float64(g.Rows)) {
		return 0, false
	}
	return Cell(int(row)*g.Cols + int(col)), true
}

// Corner is the south-west corner of a cell.
func (g Grid) Corner(c Cell) XY {
	col, row := int(c)%g.Cols, int(c)/g.Cols
	return XY{g.Origin.X + float64(col)*g.CellM, g.Origin.Y + float64(row)*g.CellM}
}

// Centre is the middle of a cell.
func (g Grid) Centre(c Cell) XY {
	p := g.Corner(c)
	return XY{p.X + g.CellM/2, p.Y + g.CellM/2}
}

// Around visits the cells of the square of 2*reach+1 cells about c that lie inside the grid, c among them.
func (g Grid) Around(c Cell, reach int, visit func(Cell)) {
	col, row := int(c)%g.Cols, int(c)/g.Cols
	for r := max(0, row-reach); r <= min(g.Rows-1, row+reach); r++ {
		for k := max(0, col-reach); k <= min(g.Cols-1, col+reach); k++ {
			visit(Cell(r*g.Cols + k))
		}
	}
}

// Raster is a value for each cell of a grid.
type Raster struct {
	Grid
	Values []float64 // by Cell
}

// NewRaster is a raster of zeros.
func NewRaster(g Grid) Raster { return Raster{Grid: g, Values: make([]float64, g.Cells())} }

// Sum is the total over all cells.
func (r Raster) Sum() float64 {
	var sum float64
	for _, v := range r.Values {
		sum += v
	}
	return sum
}
