package risk

import (
	"errors"
	"math"

	"nightbeat/geo"
)

// StudyArea is the cells that have had one of the events, and their eight neighbours.
func StudyArea(events []Event, cellM float64) (Study, error) {
	if len(events) == 0 {
		return Study{}, errors.New("no incident to lay a study area around: give an area, or incidents before the window")
	}
	low, high := geo.XY{X: math.Inf(1), Y: math.Inf(1)}, geo.XY{X: math.Inf(-1), Y: math.Inf(-1)}
	for _, e := range events {
		low, high = geo.XY{X: min(low.X, e.At.X), Y: min(low.Y, e.At.Y)}, geo.XY{X: max(high.X, e.At.X), Y: max(high.Y, e.At.Y)}
	}
	grid, err := geo.NewGrid(geo.XY{X: low.X - cellM, Y: low.Y - cellM}, geo.XY{X: high.X + cellM, Y: high.Y + cellM}, cellM)
	if err != nil {
		return Study{}, err
	}
	had := make([]bool, grid.Cells())
	for _, e := range events {
		if c, ok := grid.CellAt(e.At); ok {
			had[c] = true
		}
	}
	near := make([]bool, grid.Cells())
	for c, ok := range had {
		if ok {
			grid.Around(geo.Cell(c), 1, func(n geo.Cell) { near[n] = true })
		}
	}
	return study(grid, func(c geo.Cell) bool { return near[c] }), nil
}

// StudyWithin is every cell of the rectangle low..high whose centre lies inside.
func StudyWithin(low, high geo.XY, inside func(geo.XY) bool, cellM float64) (Study, error) {
	grid, err := geo.NewGrid(low, high, cellM)
	if err != nil {
		return Study{}, err
	}
	s := study(grid, func(c geo.Cell) bool { return inside(grid.Centre(c)) })
	if len(s.Cells) == 0 {
		return Study{}, errors.New("no cell's centre lies inside the area: give smaller cells or a larger area")
	}
	return s, nil
}

func study(grid geo.Grid, keep func(geo.Cell) bool) Study {
	s := Study{Grid: grid}
	for c := range geo.Cell(grid.Cells()) {
		if keep(c) {
			s.Cells = append(s.Cells, c)
		}
	}
	return s
}

// Index is each grid cell's place in Cells, -1 outside the study area.
func (s Study) Index() []int {
	index := make([]int, s.Grid.Cells())
	for c := range index {
		index[c] = -1
	}
	for i, c := range s.Cells {
		index[c] = i
	}
	return index
}
