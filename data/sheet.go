package data

import (
	"context"

	"nightbeat/planner"
)

// NightsIn are the nights that begin within a period and have an approved plan, each with what was done of it; the latest
// first.
func NightsIn(ctx context.Context, s Store, period planner.Shift) ([]planner.Night, error) {
	plans, err := s.Plans(ctx)
	if err != nil {
		return nil, err
	}
	var nights []planner.Night
	for _, p := range plans {
		if p.Status != planner.Approved || p.Shift.Start.Before(period.Start) || !p.Shift.Start.Before(period.End) {
			continue
		}
		plan, ledger, err := Ledger(ctx, s, p.ID)
		if err != nil {
			return nil, err
		}
		if !plan.Request.Rounds {
			nights = append(nights, planner.Night{Plan: plan, Ledger: ledger})
		}
	}
	return nights, nil
}

// AreaSheet is the sheet of the area with an id over a period, or ErrNotFound.
func AreaSheet(ctx context.Context, s Store, id string, period planner.Shift) (*planner.Sheet, error) {
	areas, err := s.Areas(ctx)
	if err != nil {
		return nil, err
	}
	area, err := AreaNamed(areas, id)
	if err != nil {
		return nil, err
	}
	past, err := s.Past(ctx)
	if err != nil {
		return nil, err
	}
	nights, err := NightsIn(ctx, s, period)
	if err != nil {
		return nil, err
	}
	return planner.NewSheet(ctx, area, period, past, nights)
}
