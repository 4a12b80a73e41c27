package risk_test

import (
	"context"
	"math"
	"testing"
	"time"

	"nightbeat/planner/risk"
)

func study150(events []risk.Event) (risk.Study, error) { return risk.StudyArea(events, 150) }

func weekly(from, until time.Time, models ...risk.Model) risk.Backtest {
	return risk.Backtest{From: from, Until: until, Step: 168 * time.Hour, Horizon: 168 * time.Hour,
		Shares: []float64{0.01, 0.05}, Models: models, Study: study150}
}

// The twin makes each forecast itself, sorts nothing, and counts events whose cell's rank is small enough.
func TestBacktestAgreesWithTheDoubleLoop(t *testing.T) {
	events := town(6, 2000, 100)
	record, err := weekly(day(60), day(88), risk.Count{}, risk.Learned{}).Run(t.Context(), events)
	if err != nil {
		t.Fatal(err)
	}
	if len(record.Windows) != 4 {
		t.Fatalf("%d windows, want 4", len(record.Windows))
	}
	for m, model := range []risk.Model{risk.Count{}, risk.Learned{}} {
		for w, window := range record.Windows {
			study := mustStudy(t, risk.Before(events, window.From))
			surface := mustSurface(t, model, events, study, window)
			for s, share := range record.Shares {
				want, cells := 0.0, int(math.Round(share*float64(len(study.Cells))))
				for _, e := range events {
					if c, ok := study.Grid.CellAt(e.At); ok && surface.Rank[c] > 0 && surface.Rank[c] <= cells {
						want += e.Weight * window.Part(e)
					}
				}
				if got := record.Scores[m][s][w]; !near(got.Hits, want, 1e-9) || got.Cells != cells {
					t.Fatalf("%s, window %d, share %g: %g hits in %d cells, want %g in %d", model.Name(), w, share, got.Hits, got.Cells, want, cells)
				}
			}
		}
	}
}

// One cell of ten, two events a week in it and one elsewhere: of 6 events in two windows 4 are found, PAI is
// (4/6)/(1/10) and PEI* 1, since no other cell held more.
func TestLinesAreArithmetic(t *testing.T) {
	var events []risk.Event
	for w := range 4 {
		for i, x := range []float64{75, 75, 75 + 150*float64(w)} {
			at := day(7*w + i)
			events = append(events, risk.Event{At: place(x, 75), From: at, Until: at, Weight: 1})
		}
	}
	strip := func([]risk.Event) (risk.Study, error) {
		return risk.StudyWithin(place(1, 1), place(1499, 149), everything, 150)
	}
	b := risk.Backtest{From: day(14), Until: day(28), Step: 168 * time.Hour, Horizon: 168 * time.Hour, Shares: []float64{0.1},
		Models: []risk.Model{risk.Count{}, risk.Count{}}, Study: strip}
	record, err := b.Run(t.Context(), events)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range record.Lines() {
		if l.Hits != 4 || l.Events != 6 || !near(l.PAI, (4.0/6)/(1.0/10), 1e-12) || l.PEI != 1 || l.More != 0 || l.MoreBy != (risk.Interval{}) {
			t.Errorf("%+v", l)
		}
	}
}

func everything(p xy) bool { return true }

func TestBacktestRefusals(t *testing.T) {
	events := town(7, 300, 60)
	good := weekly(day(30), day(50), risk.Count{})
	broken := map[string]func(*risk.Backtest){
		"no step":      func(b *risk.Backtest) { b.Step = 0 },
		"no horizon":   func(b *risk.Backtest) { b.Horizon = -time.Hour },
		"no model":     func(b *risk.Backtest) { b.Models = nil },
		"no room":      func(b *risk.Backtest) { b.Until = day(31) },
		"too many":     func(b *risk.Backtest) { b.Step = time.Second },
		"no history":   func(b *risk.Backtest) { b.From = day(-10) },
		"a share of 2": func(b *risk.Backtest) { b.Shares = []float64{2} },
		"not a share":  func(b *risk.Backtest) { b.Shares = []float64{math.NaN()} },
		"too many cells": func(b *risk.Backtest) {
			b.Study = func(e []risk.Event) (risk.Study, error) { return risk.StudyArea(e, 0.1) }
		},
	}
	if _, err := good.Run(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	for name, breakIt := range broken {
		b := good
		breakIt(&b)
		if _, err := b.Run(t.Context(), events); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := good.Run(stopped, events); err == nil {
		t.Error("a stopped run gave an answer")
	}
}

// A year of weeks from an instant written with a plain offset: in summer the events are recorded an hour ahead, and the
// windows begin at their midnight.
func TestWindowsKeepToTheRecordedClock(t *testing.T) {
	zone, err := time.LoadLocation("America/Vancouver")
	if err != nil {
		t.Skip("no time zone data here:", err)
	}
	var events []risk.Event
	for d := range 365 {
		at := time.Date(2021, 1, 1+d, 12, 0, 0, 0, zone)
		events = append(events, risk.Event{At: place(float64(d), 0), From: at, Until: at, Weight: 1})
	}
	from := time.Date(2021, 1, 8, 0, 0, 0, 0, time.FixedZone("", -8*3600))
	record, err := weekly(from, from.AddDate(0, 0, 350), risk.Count{}).Run(t.Context(), events)
	if err != nil {
		t.Fatal(err)
	}
	if len(record.Windows) != 50 {
		t.Errorf("%d windows, want 50", len(record.Windows))
	}
	for _, w := range record.Windows {
		if clock := w.From.In(zone).Format("15:04"); clock != "00:00" {
			t.Fatalf("%s begins at %s", w.From, clock)
		}
	}
}
