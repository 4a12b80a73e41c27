package planner

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"
)

// Inputs are all that a plan is made from.
type Inputs struct {
	Request   Request
	Incidents []Incident
	Patrolled []Presence     // where units stood in the past, as far as known: corrects what they found by looking
	Landmarks []Landmark     // from which the request's must_kinds choose
	Worked    []MonthWork    // what the month so far asked of the units: among those alike, who did less gets the longer route
	Roads     Roads          // nil where there is no map: straight lines then
	Progress  func(Progress) // told how far the work is; may be nil
	Threads   int            // how many cores the search may use; 0 for all; never changes the plan
}

// Progress is how far the work is.
type Progress struct {
	Stage string           // "risk", "stops", "travel", "tours", "routes"; of Staff, "units"
	Done  float64          // of the stage, 0 to 1
	Best  []orb.LineString // while searching: each unit's way in the best plan so far, straight from stop to stop
}

// Make makes the night's plan. It is the straight line through the house:
//
//	incidents -> events -> Surface -> Stops -> travel times -> tours -> schedule -> reasons -> Plan
func Make(ctx context.Context, in Inputs) (*Plan, error) {
	req, err := in.resolve()
	if err != nil {
		return nil, err
	}
	report := in.report()

	report("risk", 0)
	ground, err := survey(req, in.Incidents, in.Patrolled)
	if err != nil {
		return nil, err
	}
	surface, err := ground.forecast(ctx, req)
	if err != nil {
		return nil, err
	}

	report("stops", 0)
	terrain, err := ground.terrain(req, in.Roads, surface)
	if err != nil {
		return nil, err
	}
	points, err := terrain.choose(req, surface)
	if err != nil {
		return nil, err
	}

	report("travel", 0)
	travel, err := terrain.travel(ctx, req, points)
	if err != nil {
		return nil, err
	}
	points, capacity := travel.fit(req, points)

	report("tours", 0)
	tour, variety, err := travel.solve(ctx, req, points, in)
	if err != nil {
		return nil, err
	}

	report("routes", 0)
	plan, err := travel.schedule(ctx, req, points, req.evened(in.Worked, points, tour))
	if err != nil {
		return nil, err
	}
	plan.Capacity, plan.Variety = capacity, variety
	plan.explain(ground, surface, points)
	plan.warn(ground, terrain)
	plan.sign()
	return plan, nil
}

func (in Inputs) report() func(stage string, done float64) {
	return func(stage string, done float64) {
		if in.Progress != nil {
			in.Progress(Progress{Stage: stage, Done: done})
		}
	}
}

// stage names what was being done when an error came up.
func stage(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
