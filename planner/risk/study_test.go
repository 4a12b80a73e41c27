package risk_test

import (
	"math"
	"testing"

	"nightbeat/geo"
	"nightbeat/planner/risk"
)

type xy = geo.XY

func place(x, y float64) geo.XY { return geo.XY{X: x, Y: y} }

// The twin asks of every cell whether an event lies in it or in one of the eight around.
func TestStudyArea(t *testing.T) {
	events := town(5, 60, 10)
	study := mustStudy(t, events)
	in := map[geo.Cell]bool{}
	for _, c := range study.Cells {
		in[c] = true
	}
	for c := range geo.Cell(study.Grid.Cells()) {
		centre, want := study.Grid.Centre(c), false
		for _, e := range events {
			cell, _ := study.Grid.CellAt(e.At)
			other := study.Grid.Centre(cell)
			want = want || math.Abs(centre.X-other.X) < 151 && math.Abs(centre.Y-other.Y) < 151
		}
		if in[c] != want {
			t.Fatalf("cell %d: in the study area %v, want %v", c, in[c], want)
		}
	}
}

func TestStudyWithin(t *testing.T) {
	circle := func(p geo.XY) bool { return math.Hypot(p.X, p.Y) < 1000 }
	study, err := risk.StudyWithin(place(-1000, -1000), place(1000, 1000), circle, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range study.Cells {
		if !circle(study.Grid.Centre(c)) {
			t.Fatalf("cell %d has its centre outside", c)
		}
	}
	if n := float64(len(study.Cells)); math.Abs(n-100*math.Pi) > 12 { // π 10² cells, give or take the rim
		t.Errorf("%.0f cells, want about 314", n)
	}
}

func TestStudyRefusals(t *testing.T) {
	if _, err := risk.StudyArea(nil, 150); err == nil {
		t.Error("a study area of no events was laid out")
	}
	nowhere := func(geo.XY) bool { return false }
	if _, err := risk.StudyWithin(place(0, 0), place(9, 9), nowhere, 150); err == nil {
		t.Error("a study area of no cells was laid out")
	}
	far := []risk.Event{{At: place(0, 0)}, {At: place(1e6, 1e6)}}
	if _, err := risk.StudyArea(far, 150); err == nil { // 6,667 squared is 44 million
		t.Error("44 million cells were laid out")
	}
}
