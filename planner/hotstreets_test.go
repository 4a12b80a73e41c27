package planner_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
	"nightbeat/planner/risk"
)

// A night from hot streets keeps every promise of one from hot cells, and says from which it is.
func TestStopsFromStreets(t *testing.T) {
	c := town(t)
	request := planner.Request{Shift: c.shift, Units: unitsAt(c.base, 2), Stops: 8, Iterations: 200, Model: "count"}
	fromCells := c.plan(t, request)
	request.StopsFrom = planner.FromStreets
	fromStreets := c.plan(t, request)
	if err := planner.Check(t.Context(), fromStreets, c.roads); err != nil {
		t.Error(err)
	}
	if fromCells.Request.StopsFrom != planner.FromCells || fromStreets.Request.StopsFrom != planner.FromStreets || fromCells.ID == fromStreets.ID {
		t.Errorf("from %q and %q", fromCells.Request.StopsFrom, fromStreets.Request.StopsFrom)
	}
	if math.Abs(fromCells.Expected-fromStreets.Expected) > 1e-9 || !(fromStreets.Share > 0.05 && fromStreets.Share < 1) {
		t.Errorf("%g and %g expected, share %g", fromCells.Expected, fromStreets.Expected, fromStreets.Share)
	}
	_, err := planner.Make(t.Context(), planner.Inputs{Request: request, Incidents: c.incidents})
	if refused := new(planner.Error); !errors.As(err, &refused) || refused.Field != "stops_from" {
		t.Errorf("without streets: %v", err)
	}
	request.StopsFrom = "hexagons"
	if _, err := request.Resolve(); err == nil {
		t.Error("stops from hexagons are taken")
	}
}

// Every night's incidents lie at one corner of the town: the first stop from cells stands there and finds them all; what
// is laid along its streets is found in part at equal length.
func TestBacktestStopsFindsTheCorner(t *testing.T) {
	c := town(t)
	start := time.Date(2026, 1, 1, 22, 0, 0, 0, time.UTC)
	corner, err := c.roads.Snap("patrol", c.base, 500)
	if err != nil {
		t.Fatal(err)
	}
	incidents := many(70, corner.Point, "theft", start)
	test := risk.Backtest{From: start.AddDate(0, 0, 42), Until: start.AddDate(0, 0, 70), Step: 168 * time.Hour, Horizon: 168 * time.Hour,
		Shares: []float64{0.001, 0.01}, Models: []risk.Model{risk.Count{}}}
	record, err := planner.BacktestStops(t.Context(), planner.Request{}, test, incidents, c.roads)
	if err != nil {
		t.Fatal(err)
	}
	lines := record.Lines()
	if len(record.Windows) != 4 || lines[1].Model != "cells" || lines[1].Found != 1 || lines[1].PEI != 1 {
		t.Errorf("%d windows, %+v", len(record.Windows), lines[1])
	}
	if short, long := lines[0], lines[1]; !(short.Hits > 0 && short.Hits < long.Hits) || short.Area >= long.Area {
		t.Errorf("a tenth of the length: %+v, the whole %+v", short, long)
	}
	if _, err := planner.BacktestStops(t.Context(), planner.Request{}, test, many(70, orb.Point{10, 50}, "theft", start), planner.Straight{}); err == nil {
		t.Error("stops are set against each other without streets")
	}
}
