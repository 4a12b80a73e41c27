package data

import (
	"context"
	"slices"
	"time"

	"nightbeat/planner"
)

// LatestNight is the store's latest plan that is no day's rounds: the night approved last, else the latest draft, or
// ErrNotFound. Rounds are shown to those who ask for them; tonight they displace nothing.
func LatestNight(ctx context.Context, s Store) (*planner.Plan, error) {
	latest, err := s.LatestPlan(ctx)
	if err != nil || !latest.Request.Rounds {
		return latest, err
	}
	all, err := s.Plans(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b Summary) int { return b.standsSince().Compare(a.standsSince()) })
	for _, p := range all {
		plan, err := s.Plan(ctx, p.ID)
		if err != nil || !plan.Request.Rounds {
			return plan, err
		}
	}
	return nil, ErrNotFound
}

// standsSince is when an approved plan was approved; zero for others.
func (p Summary) standsSince() time.Time {
	if p.Status != planner.Approved {
		return time.Time{}
	}
	return p.Approval.At
}
