package risk_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"nightbeat/planner/risk"
)

// everyModel runs a check on each model.
func everyModel(t *testing.T, check func(t *testing.T, m risk.Model)) {
	for _, m := range risk.Models() {
		t.Run(m.Name(), func(t *testing.T) { check(t, m) })
	}
}

func TestEveryModelIsSound(t *testing.T) {
	events := town(1, 3000, 100)
	study := mustStudy(t, events)
	everyModel(t, func(t *testing.T, m risk.Model) {
		s := mustSurface(t, m, events, study, week(day(80)))
		ranks := make([]int, len(study.Cells)+1)
		for c, v := range s.Expected.Values {
			if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
				t.Fatalf("cell %d expects %g", c, v)
			}
			ranks[s.Rank[c]]++
		}
		if ranks[0] != study.Grid.Cells()-len(study.Cells) {
			t.Errorf("%d cells have no rank, want those outside the study area", ranks[0])
		}
		for rank, n := range ranks[1:] {
			if n != 1 {
				t.Fatalf("rank %d was given %d times", rank+1, n)
			}
		}
		for _, a := range study.Cells {
			for _, b := range study.Cells[:50] {
				if s.Rank[a] < s.Rank[b] && s.Expected.Values[a] < s.Expected.Values[b] {
					t.Fatalf("a cell that expects %g ranks before one that expects %g", s.Expected.Values[a], s.Expected.Values[b])
				}
			}
		}
		if want := len(risk.Before(events, day(80))); s.Events != want {
			t.Errorf("%d events used, want %d", s.Events, want)
		}
	})
}

// What happens at or after the window's start must not change the surface, nor the order in which events come.
func TestNoModelLooksAhead(t *testing.T) {
	events := town(2, 2000, 100)
	study := mustStudy(t, events)
	w := week(day(70))
	everyModel(t, func(t *testing.T, m risk.Model) {
		all := mustSurface(t, m, events, study, w)
		past := mustSurface(t, m, risk.Before(events, w.From), study, w)
		if !reflect.DeepEqual(all, past) {
			t.Error("later events changed the surface")
		}
		shuffled := slices.Clone(events)
		rng := rand.New(rand.NewPCG(3, 1))
		rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if !reflect.DeepEqual(all, mustSurface(t, m, shuffled, study, w)) {
			t.Error("the order of the events changed the surface")
		}
	})
}

func TestEveryModelWithLittleToGoOn(t *testing.T) {
	one := town(3, 1, 5)
	study := mustStudy(t, one)
	everyModel(t, func(t *testing.T, m risk.Model) {
		for _, w := range []risk.Window{week(day(-5)), week(day(20))} { // no event before it; one event
			s := mustSurface(t, m, one, study, w)
			for c, v := range s.Expected.Values {
				if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
					t.Fatalf("cell %d expects %g", c, v)
				}
			}
		}
		backwards := risk.Window{From: day(9), Until: day(8)}
		if _, err := m.Surface(t.Context(), one, study, backwards); err == nil {
			t.Error("a window that ends before it starts was taken")
		}
	})
}

func TestModelNamed(t *testing.T) {
	for _, m := range risk.Models() {
		if got, err := risk.ModelNamed(m.Name()); err != nil || got.Name() != m.Name() {
			t.Errorf("ModelNamed(%q) = %v, %v", m.Name(), got, err)
		}
	}
	if _, err := risk.ModelNamed("oracle"); err == nil {
		t.Error("an unknown model was found")
	}
	if _, err := risk.ModelNamed("auto"); err != nil {
		t.Error(err)
	}
}

// Eight events in cell A, four in B over 28 days, one weight 3: a week expects a quarter of the weights.
func TestCountIsArithmetic(t *testing.T) {
	var events []risk.Event
	for i := range 12 {
		e := risk.Event{At: place(10, 10), From: day(i), Until: day(i), Weight: 1}
		if i%3 == 2 {
			e.At = place(1000, 10)
		}
		events = append(events, e)
	}
	events[11].Weight = 3
	study := mustStudy(t, events)
	s := mustSurface(t, risk.Count{}, events, study, week(day(28)))
	a, _ := study.Grid.CellAt(place(10, 10))
	b, _ := study.Grid.CellAt(place(1000, 10))
	if got := s.Expected.Values[a]; !near(got, 8*7.0/28, 1e-12) {
		t.Errorf("cell A expects %g, want 2", got)
	}
	if got := s.Expected.Values[b]; !near(got, (3+3)*7.0/28, 1e-12) {
		t.Errorf("cell B expects %g, want 1.5", got)
	}
	if s.Rank[a] != 1 || s.Rank[b] != 2 || s.Count[a] != 8 || s.Count[b] != 4 {
		t.Errorf("ranks %d and %d, counts %d and %d, want 1, 2, 8, 4", s.Rank[a], s.Rank[b], s.Count[a], s.Count[b])
	}
}

func TestCountKeepsMass(t *testing.T) {
	events := town(4, 5000, 90)
	w := risk.Window{From: day(60).Add(20 * time.Hour), Until: day(61).Add(4 * time.Hour)}
	var weights float64
	first := w.From
	for _, e := range risk.Before(events, w.From) {
		weights += e.Weight
		if e.From.Before(first) {
			first = e.From
		}
	}
	s := mustSurface(t, risk.Count{}, events, mustStudy(t, events), w)
	want := weights * (8 * time.Hour).Seconds() / w.From.Sub(first).Seconds()
	if got := s.Expected.Sum(); !near(got, want, 1e-9) {
		t.Errorf("expected %g in all, want %g", got, want)
	}
}

// Two cells with one event each: the one beside a busy cell comes first; never before a cell with more.
func TestTiesGoToTheLivelierSurroundings(t *testing.T) {
	at := func(x float64) risk.Event {
		return risk.Event{At: place(x, 75), From: day(1), Until: day(1), Weight: 1}
	}
	lonely, busy, beside := at(75), at(3075), at(3225)
	events := []risk.Event{lonely, beside, busy, busy, busy}
	study := mustStudy(t, events)
	s := mustSurface(t, risk.Count{}, events, study, week(day(9)))
	for i, want := range []risk.Event{busy, beside, lonely} {
		c, _ := study.Grid.CellAt(want.At)
		if s.Rank[c] != i+1 {
			t.Errorf("the cell at x %.0f has rank %d, want %d", want.At.X, s.Rank[c], i+1)
		}
	}
}
