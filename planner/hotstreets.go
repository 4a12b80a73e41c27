package planner

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/planner/risk"
	"nightbeat/planner/stops"
)

// From what stops are chosen. Stops from cells find more: see BacktestStops, or nightbeat backtest --roads F --stops.
const (
	FromCells   = "cells"   // what is expected in a cell lies where its incidents lay
	FromStreets = "streets" // it lies along the street segments nearest to them
	FromMust    = "must"    // no stop is chosen: there are the must points only
)

// streets are the lines in metres.
func (g *ground) streets(lines []orb.LineString) *risk.Streets {
	metres := make([][]geo.XY, len(lines))
	for i, line := range lines {
		for _, p := range line {
			metres[i] = append(metres[i], g.frame.ToXY(p))
		}
	}
	return risk.NewStreets(metres)
}

// along lays demand along the streets nearest to it.
func along(streets *risk.Streets, demand []stops.Demand) []stops.Demand {
	at, expected := make([]geo.XY, len(demand)), make([]float64, len(demand))
	for i, d := range demand {
		at[i], expected[i] = d.At, d.Expected
	}
	return demanded(streets.Along(at, expected))
}

func demanded(at []geo.XY, expected []float64) []stops.Demand {
	demand := make([]stops.Demand, len(at))
	for i := range at {
		demand[i] = stops.Demand{At: at[i], Expected: expected[i]}
	}
	return demand
}

// BacktestStreets sets hot streets against hot cells at equal length of street, on the same windows.
func BacktestStreets(ctx context.Context, req Request, test risk.Backtest, incidents []Incident, streets []orb.LineString) (*risk.Record, error) {
	g, test, err := groundOf(req, test, incidents)
	if err != nil {
		return nil, err
	}
	record, err := test.CompareStreets(ctx, g.events, g.streets(streets))
	return record, backtestRefused(ctx, err)
}

// BacktestStops sets stops chosen from hot streets against stops chosen from hot cells: what the streets within WatchM
// of the first stops brought, at equal length of such streets, by the first of the test's models. Shares are of the
// length of all streets; in the record's scores Cells and Area are metres, Best is what stops chosen knowing it found.
func BacktestStops(ctx context.Context, req Request, test risk.Backtest, incidents []Incident, roads Roads) (*risk.Record, error) {
	g, test, err := groundOf(req, test, incidents)
	if err != nil {
		return nil, err
	}
	if len(roads.Lines()) == 0 {
		return nil, impossible("roads", "there is no street network to choose hot streets from")
	}
	stands, err := roads.Stands("patrol")
	if err != nil {
		return nil, stage("finding places to stand", err)
	}
	terrain := terrain{ground: g, roads: roads}
	candidates := terrain.candidates(req, stands, nil)
	streets := g.streets(roads.Lines())
	metres := demanded(streets.Pieces())
	chosen := func(demand []stops.Demand) []stops.Pick {
		return stops.Choose(demand, candidates, stops.Settings{Count: MaxStops, ApartM: ApartM, ReachM: WatchM})
	}
	record, err := test.Compare(ctx, g.events, []string{FromCells, FromStreets}, func(w risk.Window, past []risk.Event, study risk.Study) ([][]risk.Score, error) {
		surface, err := test.Models[0].Surface(ctx, past, study, w)
		if err != nil {
			return nil, err
		}
		known := ground{frame: g.frame, events: past}
		cells, brought := known.demand(surface), g.brought(w)
		best := watchedStreets(chosen(brought), metres, brought, test.Shares)
		var scores [][]risk.Score
		for _, demand := range [][]stops.Demand{cells, along(streets, cells)} {
			found := watchedStreets(chosen(demand), metres, brought, test.Shares)
			for s := range found {
				found[s].Best = best[s].Hits
			}
			scores = append(scores, found)
		}
		return scores, nil
	})
	return record, backtestRefused(ctx, err)
}

// brought is what happened in a window, as demand.
func (g *ground) brought(w risk.Window) []stops.Demand {
	var brought []stops.Demand
	for _, e := range g.events {
		if v := e.Weight * w.Part(e); v > 0 {
			brought = append(brought, stops.Demand{At: e.At, Expected: v})
		}
	}
	return brought
}

// watchedStreets scores picks at shares of the length of all streets: as many as watch that length, of the last one only
// as much as is left.
func watchedStreets(picks []stops.Pick, metres, brought []stops.Demand, shares []float64) []risk.Score {
	var all, events float64
	for _, m := range metres {
		all += m.Expected
	}
	for _, b := range brought {
		events += b.Expected
	}
	long, hits := stops.Adds(metres, picks, WatchM), stops.Adds(brought, picks, WatchM)
	scores := make([]risk.Score, len(shares))
	for s, share := range shares {
		score := risk.Score{Area: int(math.Round(all)), Events: events}
		left := share * all
		for i := 0; i < len(picks) && left > 0; i++ {
			part := 1.0
			if long[i] > left {
				part = left / long[i]
			}
			score.Hits += part * hits[i]
			left -= part * long[i]
		}
		score.Cells = int(math.Round(share*all - left))
		scores[s] = score
	}
	return scores
}
