package road

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"nightbeat/geo"
)

// Reached is a stretch of street that a unit can be on in time.
type Reached struct {
	Line    orb.LineString
	Seconds float64 // until its beginning
}

// Reach is every stretch of street that a unit can reach from a place within some seconds, nearest first.
func (g *Graph) Reach(ctx context.Context, from Place, seconds float64) ([]Reached, error) {
	if !g.fits(from) {
		return nil, errForeignPlace
	}
	if !(seconds >= 0) {
		return nil, fmt.Errorf("reach of %g s: give a positive number", seconds)
	}
	var reached []Reached
	if node := g.nodeOf(from); node < 0 {
		for arc := int32(2 * from.Edge); arc < int32(2*from.Edge+2); arc++ {
			if g.open(arc) {
				whole := float64(g.net.edges[arc>>1].mm) / 1000
				reached = append(reached, g.stretch(arc, alongArc(arc, from.Along, whole), 0, seconds))
			}
		}
	}
	newSearch(g).from(from, seconds, func(state int32, c cost) {
		at, _ := g.measure.unpack(c & (throughIt - 1))
		reached = append(reached, g.stretch(g.arcOf[state], 0, at, seconds))
	})
	return reached, ctx.Err()
}

// stretch is the part of an arc from some metres along it that can be driven until a time.
func (g *Graph) stretch(arc int32, start, at, until float64) Reached {
	whole := float64(g.net.edges[arc>>1].mm) / 1000
	end := whole
	if needed := float64(g.ms(arc)) / 1000; needed > 0 {
		end = min(whole, start+whole*(until-at)/needed)
	}
	line := g.net.line(int(arc >> 1))
	if arc&1 == 1 {
		slices.Reverse(line)
	}
	return Reached{between(line, start, end), at}
}

// The area around reached streets is drawn on a grid: cells of 25 m (more where it is very large) within 40 m of a street.
const (
	reachCellM = 25.0
	reachSideM = 40.0
	reachCells = 1000 // at most, along a side
)

// Area is the outline of what lies beside reached streets: the isochrone.
func Area(reached []Reached) orb.MultiPolygon {
	if len(reached) == 0 {
		return nil
	}
	bound := reached[0].Line.Bound()
	for _, r := range reached {
		bound = bound.Union(r.Line.Bound())
	}
	frame := geo.NewFrame(bound.Center())
	low, high := frame.ToXY(bound.Min), frame.ToXY(bound.Max)
	cell := max(reachCellM, (high.X-low.X)/reachCells, (high.Y-low.Y)/reachCells)
	side := max(reachSideM, cell)
	margin := side + 2*cell
	grid, err := geo.NewGrid(geo.XY{X: low.X - margin, Y: low.Y - margin}, geo.XY{X: high.X + margin, Y: high.Y + margin}, cell)
	if err != nil {
		return nil // cannot be: a grid of some 1,000 by 1,000 cells is allowed
	}
	marked := make([]bool, grid.Cells())
	for _, r := range reached {
		for i := 1; i < len(r.Line); i++ {
			markBeside(grid, marked, frame.ToXY(r.Line[i-1]), frame.ToXY(r.Line[i]), side)
		}
	}
	return outline(grid, marked, frame)
}

// markBeside marks the cells whose centres lie within side metres of a segment.
func markBeside(grid geo.Grid, marked []bool, a, b geo.XY, side float64) {
	west, _ := grid.CellAt(geo.XY{X: min(a.X, b.X) - side, Y: min(a.Y, b.Y) - side})
	east, _ := grid.CellAt(geo.XY{X: max(a.X, b.X) + side, Y: max(a.Y, b.Y) + side})
	for row := int(west) / grid.Cols; row <= int(east)/grid.Cols; row++ {
		for col := int(west) % grid.Cols; col <= int(east)%grid.Cols; col++ {
			cell := geo.Cell(row*grid.Cols + col)
			if !marked[cell] && pointApart(grid.Centre(cell), a, b) <= side {
				marked[cell] = true
			}
		}
	}
}

// Arrival is when one of several units can be at a place.
type Arrival struct {
	Unit            int // index
	Seconds, Metres float64
}

// Nearest is the units that can be at a place first, at most count of them, soonest first; those that cannot reach it
// are left out.
func (g *Graph) Nearest(ctx context.Context, units []Place, to Place, count int) ([]Arrival, error) {
	table, err := g.Table(ctx, units, []Place{to})
	if err != nil {
		return nil, err
	}
	var arrivals []Arrival
	for i := range units {
		if s := table.Seconds[i][0]; !math.IsInf(s, 1) {
			arrivals = append(arrivals, Arrival{i, s, table.Metres[i][0]})
		}
	}
	slices.SortFunc(arrivals, func(a, b Arrival) int {
		return cmp.Or(cmp.Compare(a.Seconds, b.Seconds), cmp.Compare(a.Metres, b.Metres), cmp.Compare(a.Unit, b.Unit))
	})
	return arrivals[:min(count, len(arrivals))], nil
}
