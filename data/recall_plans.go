package data

import (
	"sync"

	"nightbeat/planner"
)

// PlanRecall is what a store on a disk remembers of its plans: those asked for last, by id and standing. All else of a
// plan never changes. It is safe for use by many at once.
type PlanRecall struct {
	mu    sync.Mutex
	plans map[standing]*planner.Plan
}

// standing is a plan as approvals leave it.
type standing struct {
	id     string
	status planner.Status
}

// maxPlans is how many plans are remembered; then all are forgotten.
const maxPlans = 16

// Plan is the plan remembered under an id with a status, else the one read.
func (r *PlanRecall) Plan(id string, status planner.Status, read func() (*planner.Plan, error)) (*planner.Plan, error) {
	r.mu.Lock()
	plan := r.plans[standing{id, status}]
	r.mu.Unlock()
	if plan != nil {
		return plan, nil
	}
	plan, err := read()
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.plans == nil || len(r.plans) >= maxPlans {
		r.plans = map[standing]*planner.Plan{}
	}
	r.plans[standing{plan.ID, plan.Status}] = plan // its status may have changed meanwhile
	return plan, nil
}
