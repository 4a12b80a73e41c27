package data

import (
	"context"

	"nightbeat/planner"
)

// Patrolled is where units stood on the nights of a store's approved plans, for a request to which that matters: as the
// hand-over of each night counts it.
func Patrolled(ctx context.Context, s Store, req planner.Request) ([]planner.Presence, error) {
	if !req.CountsFound() {
		return nil, nil
	}
	plans, err := s.Plans(ctx)
	if err != nil {
		return nil, err
	}
	var stood []planner.Presence
	for _, p := range plans {
		if p.Status != planner.Approved {
			continue
		}
		plan, err := s.Plan(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		told, err := reportsOf(ctx, s, family(plans, p.ID))
		if err != nil {
			return nil, err
		}
		stood = append(stood, ledgerOf(plan, told).Presence(plan)...)
	}
	return stood, nil
}
