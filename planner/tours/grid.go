package tours

// grid cuts time into cells. On a rounded grid durations go to the nearest whole cells: it serves to look for prices. On
// the others a duration counts the whole cells that it surely fills, and an instant lies in the cell that holds it: what
// a crew can do in truth it can do on the grid, so that the best on the grid is a bound.
type grid struct {
	from    Time
	cell    Time // ticks
	cells   int
	period  int // cells for which a stay has one price
	rounded bool
	late    int // cells by which a crew may be late on it
}

// fineGrid is the grid on which bounds are proven, and how many of its cells make one of the coarsest grid on which prices
// are looked for.
func (m *model) fineGrid() (g grid, coarsest int) {
	cells := m.coarseCells()
	from, until := m.hull()
	g = m.gridOf(divisible((until-from)/Time(cells*refine) + 1))
	for coarsest = refine; coarsest > 1 && g.cells/coarsest < cells/2; {
		coarsest /= 2
	}
	g.period = coarsest * max(1, g.cells/(coarsest*periods))
	return g, coarsest
}

// divisible is a duration, little longer, that can be halved again and again.
func divisible(d Time) Time {
	part := Time(1)
	for part*32 <= d {
		part *= 2
	}
	return (d + part - 1) / part * part
}

// finest is g with each cell made so many as can be afforded, and by how many of these a keep's grid is coarser, for a keep
// looks at each gap.
func (m *model) finest(g grid) (finest grid, keeps int) {
	finest = g
	for finest.cell%2 == 0 && 2*finest.cells*len(m.Visits)*(1+m.mostBreaks()) <= mostPairs && 2*finest.cells*m.waysACell() <= proofWays {
		half := m.gridOf(finest.cell / 2)
		half.period = 2 * finest.period
		finest = half
	}
	tooMany := func(k int) bool { return m.kept && finest.cells/k*finest.cells/k*len(m.Visits) > proofGaps }
	for keeps = 1; finest.period%(2*keeps) == 0 && (keeps < 4 || tooMany(keeps)); {
		keeps *= 2
	}
	return finest, keeps
}

// gridOf has cells of so many ticks, each a period.
func (m *model) gridOf(cell Time) grid {
	from, until := m.hull()
	late := m.tooShort(cell)
	return grid{from: from, cell: cell, cells: int((until-from)/cell) + 1 + late, period: 1, late: late}
}

// times is g with k cells made one; k divides the period.
func (g grid) times(k int) grid {
	g.cell *= Time(k)
	g.cells = (g.cells-1)/k + 1
	g.period /= k
	g.late = (g.late + k - 1) / k
	return g
}

// upTo is g with k cells made one, or g where these last longer than a round: two of its stays would begin in one.
func (m *model) upTo(g grid, k int) grid {
	if g.cell*Time(k) > m.leastRound() {
		return g
	}
	return g.times(k)
}

// lapsing is the grid for rounds with lapses: a few cells for a period of g, of which coarsest make a cell of another.
func (m *model) lapsing(g grid, coarsest int) grid { return m.upTo(g, g.period/min(coarsest, 4)) }

// leastRound is the least time between the beginnings of two stays at a visit.
func (m *model) leastRound() Time {
	least := Unreachable
	for v := range m.Visits {
		if m.hours[v] != nil {
			least = min(least, m.service[v]+m.Visits[v].Revisit.MinGap)
		}
	}
	return least
}

// toNearest is g rounded.
func (g grid) toNearest() grid {
	g.rounded = true
	return g
}

// hull is from the first crew's opening to the last one's closing.
func (m *model) hull() (from, until Time) {
	from, until = m.Crews[0].Open, m.Crews[0].Close
	for _, c := range m.Crews {
		from, until = min(from, c.Open), max(until, c.Close)
	}
	return from, until
}

// tooShort counts the visits that a crew can leave for another and be there, service included, in less than a cell. On the
// grid each of them takes a cell, so that a route that makes each once may be late by so many.
func (m *model) tooShort(cell Time) (count int) {
	for v := range m.Visits {
		way := Unreachable
		for f := range m.to {
			for u := range m.Visits {
				if u != v {
					way = min(way, m.to[f][v*m.nodes+u])
				}
			}
		}
		if m.service[v]+way < cell {
			count++
		}
	}
	return count
}

// coarseCells is how many cells of a coarse grid can be afforded.
func (m *model) coarseCells() int {
	room := mostPairs / (refine * (1 + m.mostBreaks()) * (len(m.Visits) + 1))
	return min(240, max(60, stepWays/(m.waysACell()+1)), max(1, room))
}

// mostBreaks is how many a crew has.
func (m *model) mostBreaks() (most int) {
	for _, c := range m.Crews {
		most = max(most, len(c.Breaks))
	}
	return most
}

// waysACell is how many ways between visits there are for crews that are not alike.
func (m *model) waysACell() (ways int) {
	for c, kind := range m.kinds() {
		if kind == c {
			ways += len(m.Visits) * len(m.Visits)
		}
	}
	return ways
}

// openPercent is how much of all hours visits are open, at most.
func (m *model) openPercent() int {
	from, until := m.hull()
	var open Time
	for v := range m.Visits {
		open += max(0, min(until, m.close[v])-max(from, m.open[v]))
	}
	return int(100*float64(open)/float64((until-from+1)*Time(len(m.Visits)+1))) + 1
}

const (
	refine    = 16        // fine cells in one of the coarsest, a power of two
	periods   = 48        // about so many in all hours
	stepWays  = 4_000_000 // looked at in a step
	mostPairs = 1 << 20   // of ways on the finest grid, 56 bytes each
	proofWays = 1 << 28   // looked at in a proof on the finest grid
	proofGaps = 1 << 28   // squares of cells for all visits in a proof; gaps are looked at for a part of them
)

// at is the cell that holds t.
func (g grid) at(t Time) int { return int((t - g.from) / g.cell) }

// begin is the first tick of a cell.
func (g grid) begin(cell int) Time { return g.from + Time(cell)*g.cell }

// lasts is a duration in cells.
func (g grid) lasts(d Time) int {
	if g.rounded {
		d += g.cell / 2
	}
	return int(d / g.cell)
}

// doubt is by how many ticks an instant may lie after the first tick of its cell.
func (g grid) doubt() Time {
	if g.rounded {
		return 0
	}
	return g.cell - 1
}
