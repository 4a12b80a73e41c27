package data

import (
	"context"
	"time"

	"nightbeat/planner"
)

// Worked is what the approved nights of a month, written 2006-01, asked of each unit: of the nights that began in it by the
// clock of their plans, and ended by an instant where that is not zero.
func Worked(ctx context.Context, s Store, month string, until time.Time) ([]planner.MonthWork, error) {
	all, err := s.Plans(ctx)
	if err != nil {
		return nil, err
	}
	var plans []*planner.Plan
	for _, p := range all {
		if p.Status != planner.Approved || p.Shift.Start.Format("2006-01") != month || !until.IsZero() && p.Shift.End.After(until) {
			continue
		}
		plan, err := s.Plan(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		if !plan.Request.Rounds {
			plans = append(plans, plan)
		}
	}
	return planner.WorkOf(plans), nil
}
