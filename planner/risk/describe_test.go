package risk_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"nightbeat/geo"
	"nightbeat/planner/risk"
)

// board is events laid on a square of cells: counts by row from the south.
func board(t *testing.T, counts [][]int) ([]risk.Event, risk.Study) {
	t.Helper()
	side := float64(len(counts)) * 150
	study, err := risk.StudyWithin(place(0, 0), place(side-1, side-1), everything, 150)
	if err != nil {
		t.Fatal(err)
	}
	var events []risk.Event
	for row, line := range counts {
		for col, n := range line {
			for range n {
				events = append(events, risk.Event{At: study.Grid.Centre(geo.Cell(row*study.Grid.Cols + col)), From: day(0), Until: day(0), Weight: 1})
			}
		}
	}
	return events, study
}

// One cell of 9 in a board of 25, the rest 0: x̄ 9/25, s² 81/25 - x̄². For the middle k = 9, so
// z = (9 - 9·9/25) / (s √((25·9 - 81)/24)) = 5.76 / (1.7636 · 2.4495) = 1.333; a corner away from it -0.85.
func TestHotSpotsAreArithmetic(t *testing.T) {
	counts := make([][]int, 5)
	for i := range counts {
		counts[i] = make([]int, 5)
	}
	counts[2][2] = 9
	events, study := board(t, counts)
	s := mustSurface(t, risk.Count{}, events, study, week(day(7)))
	spots, err := s.HotSpots(events)
	if err != nil {
		t.Fatal(err)
	}
	if got := spots[12].Z; math.Abs(got-1.3333) > 1e-3 {
		t.Errorf("the middle has z %.4f, want 1.3333", got)
	}
	corner := (0 - 4*9.0/25) / (math.Sqrt(81.0/25-81.0/625) * math.Sqrt((25*4-16)/24.0))
	if got := spots[0].Z; math.Abs(got-corner) > 1e-9 {
		t.Errorf("the corner has z %.4f, want %.4f", got, corner)
	}
}

// Over boards of pure chance hardly any holds a significant cell; a planted cluster is found.
func TestDiscoveriesAreUnderControl(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 11))
	falseAlarms := 0
	const boards = 60
	for b := range boards {
		counts := make([][]int, 20)
		for i := range counts {
			counts[i] = make([]int, 20)
		}
		for range 2000 {
			counts[rng.IntN(20)][rng.IntN(20)]++
		}
		planted := b%2 == 1
		if planted {
			for i := range 9 {
				counts[5+i/3][5+i%3] += 6
			}
		}
		events, study := board(t, counts)
		spots, err := mustSurface(t, risk.Count{}, events, study, week(day(7))).HotSpots(events)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, s := range spots {
			if s.Significant {
				found++
			}
		}
		if planted && !spots[6*20+6].Significant {
			t.Errorf("board %d: the planted cluster was missed", b)
		}
		if !planted && found > 0 {
			falseAlarms++
		}
	}
	if falseAlarms > boards/2/5 { // 5 % expected; neighbours overlap, so a little more
		t.Errorf("%d of %d boards of chance had a significant cell", falseAlarms, boards/2)
	}
}

// A cell of 40 events among cells of 1 to 3 is always among the top two, the second place is open; a history of one
// event a cell decides nothing.
func TestSteadyTop(t *testing.T) {
	events, study := board(t, [][]int{{40, 2, 2, 1}, {2, 3, 2, 1}, {2, 2, 1, 2}, {1, 2, 2, 2}})
	steady, err := risk.SteadyTop(t.Context(), events, study, week(day(7)), 2, 7)
	if err != nil {
		t.Fatal(err)
	}
	var all float64
	for _, s := range steady {
		all += s.Top
	}
	if steady[0].Top < 0.999 || steady[0].Rank != (risk.Interval{Low: 1, High: 1}) {
		t.Errorf("the busiest cell: %+v", steady[0])
	}
	if math.Abs(all-2) > 1e-9 {
		t.Errorf("%g cells are in the top two, want 2", all)
	}
	for i, s := range steady[1:] {
		if s.Top > 0.5 || s.Rank.Low > s.Rank.High {
			t.Errorf("cell %d: %+v", i+1, s)
		}
	}
	again, err := risk.SteadyTop(t.Context(), events, study, week(day(7)), 2, 7)
	if err != nil || again[5] != steady[5] {
		t.Error("the same seed gave another answer")
	}
}
