package data

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"nightbeat/planner"
)

// ErrNotFound tells that a store holds nothing under an id.
var ErrNotFound = errors.New("not found")

// Store keeps plans. It is safe for use by many at once.
type Store interface {
	// SavePlan keeps a plan under its id as the latest. A plan that is already there stays as it was first created.
	SavePlan(ctx context.Context, plan *planner.Plan, created time.Time) (*planner.Plan, error)
	// Plan gives back the plan with an id, or ErrNotFound.
	Plan(ctx context.Context, id string) (*planner.Plan, error)
	// LatestPlan is the latest approved plan, else the latest, or ErrNotFound.
	LatestPlan(ctx context.Context) (*planner.Plan, error)
	// Plans are all plans, the latest first.
	Plans(ctx context.Context) ([]*planner.Plan, error)
}

// MemoryPlans is how many plans Memory holds; the oldest goes when one more comes.
const MemoryPlans = 200

// Memory is a Store that lasts as long as the process. A plan that was handed out is never changed.
type Memory struct {
	mu    sync.RWMutex
	plans []*planner.Plan // the oldest first
}

// SavePlan implements Store.
func (m *Memory) SavePlan(_ context.Context, plan *planner.Plan, created time.Time) (*planner.Plan, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, p := range m.plans {
		if p.ID == plan.ID {
			m.plans = append(slices.Delete(m.plans, i, i+1), p)
			return p, nil
		}
	}
	kept := *plan
	kept.Created = created
	m.plans = append(m.plans, &kept)
	if len(m.plans) > MemoryPlans {
		m.plans = slices.Delete(m.plans, 0, 1)
	}
	return &kept, nil
}

// Plan implements Store.
func (m *Memory) Plan(_ context.Context, id string) (*planner.Plan, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for _, p := range m.plans {
		if p.ID == id {
			return p, nil
		}
	}
	return nil, ErrNotFound
}

// LatestPlan implements Store.
func (m *Memory) LatestPlan(ctx context.Context) (*planner.Plan, error) {
	plans, err := m.Plans(ctx)
	for _, p := range plans {
		if p.Status == planner.Approved {
			return p, err
		}
	}
	if len(plans) == 0 {
		return nil, ErrNotFound
	}
	return plans[0], nil
}

// Plans implements Store.
func (m *Memory) Plans(context.Context) ([]*planner.Plan, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	plans := make([]*planner.Plan, 0, len(m.plans))
	for i := len(m.plans) - 1; i >= 0; i-- {
		plans = append(plans, m.plans[i])
	}
	return plans, nil
}
