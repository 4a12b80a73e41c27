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

// Afresh is what the rest of a changed night earns where it is solved anew from the same past, with no regard to the
// routes as they were planned: the yardstick for Amend.
func Afresh(ctx context.Context, in Amendment, iterations int) (int64, error) {
	night, err := in.night(ctx)
	if err != nil {
		return 0, err
	}
	ground, err := survey(night.req, in.Incidents, in.Patrolled)
	if err != nil {
		return 0, err
	}
	streets, err := night.settle(ctx, ground, in.Roads)
	if err != nil {
		return 0, err
	}
	if err := streets.look(ctx); err != nil {
		return 0, err
	}
	rest, err := streets.rest(ctx)
	if err != nil {
		return 0, err
	}
	problem, _ := rest.problem()
	best := int64(0)
	for seed := range int64(2) {
		solution, err := tours.Solve(ctx, problem, tours.Settings{Seed: seed, Iterations: iterations})
		if err != nil {
			return 0, err
		}
		best = max(best, solution.Reward)
	}
	return best, nil
}

// SpringFestivals is springFestivals.
var SpringFestivals = springFestivals
