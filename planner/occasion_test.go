package planner_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data/sample"
	"nightbeat/planner"
	"nightbeat/planner/risk"
)

// markets are the sample town's market days between two instants: the days of the moon that end in 3 and 8.
func markets(from, until time.Time) []planner.Occasion {
	var all []planner.Occasion
	for day := from; day.Before(until); day = day.AddDate(0, 0, 1) {
		if sample.LunarDay(day)%5 == 3 {
			all = append(all, planner.Occasion{Name: "market", From: day, Until: day.AddDate(0, 0, 1)})
		}
	}
	return all
}

// The pickpockets of the market days are found: on those days the forecast that knows them finds more than the one that
// does not, beyond chance, and the market's cell rises.
func TestMarketDaysAreLearned(t *testing.T) {
	unlessShort(t)
	c := town(t)
	first, last := time.Date(2024, 7, 1, 0, 0, 0, 0, china), time.Date(2026, 7, 1, 0, 0, 0, 0, china)
	request := planner.Request{Occasions: markets(first, last)}
	day := risk.Hours{From: 6 * time.Hour, Until: 18 * time.Hour}
	backtest := risk.Backtest{From: last.AddDate(0, -5, 0), Until: last, Step: 24 * time.Hour, Horizon: 24 * time.Hour, Hours: day,
		Shares: []float64{0.005, 0.01, 0.02}, Models: []risk.Model{risk.Learned{}}}
	record, err := planner.Backtest(t.Context(), request, backtest, c.incidents)
	if err != nil {
		t.Fatal(err)
	}
	pooled := record.Pooled()
	t.Logf("%d market days: %s", len(record.Windows), record.Verdict())
	if len(record.Windows) < 20 || len(record.Windows) > 35 || len(pooled) != 2 || pooled[1].MoreBy.Low <= 0 {
		t.Errorf("%d windows, %+v", len(record.Windows), pooled)
	}
	eve := request.Occasions[len(request.Occasions)-1].From
	share := func(r planner.Request) float64 {
		f, err := planner.Foresee(t.Context(), r, risk.Window{From: eve, Until: eve.AddDate(0, 0, 1), Hours: day}, c.incidents, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Occasions) > 0 && !strings.Contains(fmt.Sprint(f.Notes), "the calendar says market") {
			t.Errorf("notes: %q", f.Notes)
		}
		return expectedAt(f, orb.Point{118.202315, 39.70031}) / f.Surface.Expected.Sum() // the market's place in truth.json
	}
	if with, without := share(request), share(planner.Request{}); with <= without {
		t.Errorf("the market's share of a market day is %g, without the calendar %g", with, without)
	}
}

// Days of a name are told from others, the middle of a time decides, and a week has no marks.
func TestBacktestNeedsDaysOfTheCalendar(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, china)
	incidents := many(60, orb.Point{118.2, 39.7}, "theft", start)
	fair := planner.Occasion{Name: "fair", From: start.AddDate(0, 0, 40), Until: start.AddDate(0, 0, 42)}
	backtest := risk.Backtest{From: start.AddDate(0, 0, 30), Until: start.AddDate(0, 0, 60), Step: 24 * time.Hour, Horizon: 24 * time.Hour,
		Shares: []float64{0.1}, Models: []risk.Model{risk.Count{}}}
	request := planner.Request{Occasions: []planner.Occasion{fair}}
	record, err := planner.Backtest(t.Context(), request, backtest, incidents)
	if err != nil || len(record.Windows) != 2 || !record.Windows[0].From.Equal(fair.From) || record.Models[0] != "count without calendar" {
		t.Errorf("%+v, %v", record, err)
	}
	backtest.Step, backtest.Horizon = 168*time.Hour, 168*time.Hour
	if _, err := planner.Backtest(t.Context(), request, backtest, incidents); err == nil || !strings.Contains(err.Error(), "calendar") {
		t.Errorf("weeks are tested as days of the calendar: %v", err)
	}
}
