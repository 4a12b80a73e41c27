package data

import (
	"context"
	"slices"
	"time"

	"nightbeat/planner"
)

// KeepExperiment implements Experiments.
func (m *Memory) KeepExperiment(_ context.Context, e *planner.Experiment) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := AdmitExperiment(m.experiments, e); err != nil {
		return err
	}
	kept := *e
	m.experiments = append(slices.Clone(m.experiments), &kept)
	SortExperiments(m.experiments)
	return nil
}

// Experiments implements Experiments.
func (m *Memory) Experiments(context.Context) ([]*planner.Experiment, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.experiments, nil
}

// EndExperiment implements Experiments.
func (m *Memory) EndExperiment(_ context.Context, id, by string, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, err := ExperimentNamed(m.experiments, id)
	if err != nil {
		return err
	}
	m.experiments = slices.Clone(m.experiments)
	m.experiments[slices.Index(m.experiments, e)] = EndedExperiment(e, by, at)
	return nil
}
