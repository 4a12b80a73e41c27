package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"nightbeat/geo"
)

func mustGrid(t *testing.T, low, high geo.XY, cellM float64) geo.Grid {
	t.Helper()
	grid, err := geo.NewGrid(low, high, cellM)
	if err != nil {
		t.Fatal(err)
	}
	return grid
}

func TestGridCoversItsRectangle(t *testing.T) {
	grid := mustGrid(t, geo.XY{X: -310, Y: 10}, geo.XY{X: 300, Y: 449}, 150)
	if want := (geo.XY{X: -450, Y: 0}); grid.Origin != want { // -310 lies in [-450, -300), 10 in [0, 150)
		t.Errorf("origin %v, want %v", grid.Origin, want)
	}
	if grid.Cols != 6 || grid.Rows != 3 { // 300 is the west edge of [300, 450): (450+450)/150 = 6; [0, 450): 3
		t.Errorf("%d by %d cells, want 6 by 3", grid.Cols, grid.Rows)
	}
}

func TestGridRefusals(t *testing.T) {
	origin := geo.XY{}
	for _, cellM := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if _, err := geo.NewGrid(origin, geo.XY{X: 1, Y: 1}, cellM); err == nil {
			t.Errorf("cell size %g was taken", cellM)
		}
	}
	for _, high := range []geo.XY{{X: 1e9, Y: 1e9}, {X: math.NaN(), Y: 1}, {X: math.Inf(1), Y: 1}, {X: 1e300, Y: 1e300}, {X: -500, Y: -500}, {X: 500, Y: -500}} {
		if _, err := geo.NewGrid(origin, high, 150); err == nil {
			t.Errorf("a grid up to %v was taken", high)
		}
	}
}

func TestEveryPlaceLiesInOneCell(t *testing.T) {
	grid := mustGrid(t, geo.XY{X: -1000, Y: -1000}, geo.XY{X: 1000, Y: 1000}, 150)
	rng := rand.New(rand.NewPCG(4, 1))
	for range 5000 {
		p := geo.XY{X: float64(rng.IntN(2001) - 1000), Y: float64(rng.IntN(2001) - 1000)} // many on edges
		cell, ok := grid.CellAt(p)
		if !ok {
			t.Fatalf("%v lies in no cell", p)
		}
		corner := grid.Corner(cell)
		if p.X < corner.X || p.Y < corner.Y || p.X >= corner.X+150 || p.Y >= corner.Y+150 {
			t.Fatalf("%v was put into the cell at %v", p, corner)
		}
	}
}

func TestPlacesOutsideTheGrid(t *testing.T) {
	grid := mustGrid(t, geo.XY{}, geo.XY{X: 299, Y: 299}, 100)
	for _, p := range []geo.XY{{X: -1, Y: 0}, {X: 300, Y: 0}, {X: 0, Y: 300}, {X: math.NaN(), Y: 0}, {X: math.Inf(1), Y: 0}} {
		if cell, ok := grid.CellAt(p); ok {
			t.Errorf("%v was put into cell %d", p, cell)
		}
	}
}

func TestCentreLiesInItsCell(t *testing.T) {
	grid := mustGrid(t, geo.XY{X: -333, Y: 77}, geo.XY{X: 2000, Y: 1500}, 137.5)
	for c := range geo.Cell(grid.Cells()) {
		if cell, ok := grid.CellAt(grid.Centre(c)); !ok || cell != c {
			t.Fatalf("the centre of cell %d lies in cell %d", c, cell)
		}
	}
}

// The twin looks at every cell and keeps those whose column and row are near.
func TestAround(t *testing.T) {
	grid := mustGrid(t, geo.XY{}, geo.XY{X: 6.5, Y: 4.5}, 1)
	for c := range geo.Cell(grid.Cells()) {
		for reach := range 4 {
			got := map[geo.Cell]int{}
			grid.Around(c, reach, func(n geo.Cell) { got[n]++ })
			for n := range geo.Cell(grid.Cells()) {
				a, b := grid.Corner(c), grid.Corner(n)
				near := math.Abs(a.X-b.X) <= float64(reach) && math.Abs(a.Y-b.Y) <= float64(reach)
				if want := map[bool]int{true: 1}[near]; got[n] != want {
					t.Fatalf("cell %d, reach %d: cell %d visited %d times, want %d", c, reach, n, got[n], want)
				}
			}
		}
	}
}

func TestRasterSum(t *testing.T) {
	raster := geo.NewRaster(mustGrid(t, geo.XY{}, geo.XY{X: 2.5, Y: 1.5}, 1))
	for i := range raster.Values {
		raster.Values[i] = float64(i) // 0 + 1 + ... + 5
	}
	if got := raster.Sum(); got != 15 {
		t.Errorf("sum %g, want 15", got)
	}
}
