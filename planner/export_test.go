package planner

import (
	"context"

	"nightbeat/planner/tours"
)

// NightProblem is the night of in as it is put to the search.
func NightProblem(ctx context.Context, in Inputs) (tours.Problem, error) {
	req, err := in.Request.TheNightAfter(in.Incidents).Resolve()
	if err != nil {
		return tours.Problem{}, err
	}
	ground, err := survey(req, in.Incidents, in.Patrolled)
	if err != nil {
		return tours.Problem{}, err
	}
	surface, err := ground.forecast(ctx, req)
	if err != nil {
		return tours.Problem{}, err
	}
	terrain, err := ground.terrain(req, in.Roads, surface)
	if err != nil {
		return tours.Problem{}, err
	}
	points, err := terrain.choose(req, surface)
	if err != nil {
		return tours.Problem{}, err
	}
	travel, err := terrain.travel(ctx, req, points)
	if err != nil {
		return tours.Problem{}, err
	}
	points, _ = travel.fit(req, points)
	return travel.problem(req, points), nil
}
