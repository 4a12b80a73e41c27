package planner

import "context"

// Possibility is what the units can keep, told before a night is planned.
type Possibility struct {
	Capacity Capacity
	Wanted   int    // points asked for: as many as the request says, and the must points
	Over     []Stop // the points beyond what the units can keep, the least worth last; none where all fit
}

// Possible tells what a request's units can keep, without searching for routes: the same line as Make up to the
// arithmetic. It is quick, since risk is counted by the plain history; a plan that uses another model may choose a few
// other points.
func Possible(ctx context.Context, in Inputs) (*Possibility, error) {
	req, err := in.resolve()
	if err != nil {
		return nil, err
	}
	if req.Model == DefaultModel {
		req.Model = "count"
	}
	ground, err := survey(req, in.Incidents, in.Patrolled)
	if err != nil {
		return nil, err
	}
	surface, err := ground.forecast(ctx, req)
	if err != nil {
		return nil, err
	}
	terrain, err := ground.terrain(req, in.Roads, surface)
	if err != nil {
		return nil, err
	}
	points, err := terrain.choose(req, surface)
	if err != nil {
		return nil, err
	}
	travel, err := terrain.travel(ctx, req, points)
	if err != nil {
		return nil, err
	}
	points, capacity := travel.fit(req, points)
	return &Possibility{Capacity: capacity, Wanted: len(points), Over: over(points, capacity.Points)}, nil
}

// over are the points beyond the first n.
func over(points []point, n int) []Stop {
	var left []Stop
	for _, p := range points[min(n, len(points)):] {
		left = append(left, p.Stop)
	}
	return left
}
