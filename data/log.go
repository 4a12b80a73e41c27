package data

import (
	"context"

	"nightbeat/planner"
)

// Log counts the service of a month, written 2006-01: of the nights that began in it, by the clock of their plans.
func Log(ctx context.Context, s Store, month string, areas []planner.Area) (planner.Log, error) {
	all, err := s.Plans(ctx)
	if err != nil {
		return nil, err
	}
	var nights []string
	for _, p := range all {
		if p.Shift.Start.Format("2006-01") == month {
			nights = append(nights, p.ID)
		}
	}
	reports, err := s.ReportsOf(ctx, nights...)
	if err != nil {
		return nil, err
	}
	told := map[string][]planner.Report{}
	for _, r := range valid(reports) {
		told[r.Plan] = append(told[r.Plan], r.Report)
	}
	var l planner.Log
	for _, id := range nights {
		if len(told[id]) == 0 {
			continue
		}
		plan, err := s.Plan(ctx, id)
		if err != nil {
			return nil, err
		}
		l.Add(plan, told[id], areas)
	}
	return l, nil
}
