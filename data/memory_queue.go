package data

import (
	"context"
	"slices"
	"time"
)

// leased is a job of Memory's, and until when its worker has it.
type leased struct {
	Job
	until time.Time
}

// told is the job as all but its worker see it.
func (l *leased) told() Job {
	j := l.Job
	j.Request = nil
	return j
}

// Submit implements Queue.
func (m *Memory) Submit(_ context.Context, j Job) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	open := 0
	for _, kept := range m.jobs {
		if kept.Open() {
			open++
		}
	}
	if open >= MaxOpenJobs {
		return ErrManyJobs
	}
	if len(m.jobs) >= MaxJobs {
		oldest := slices.IndexFunc(m.jobs, func(kept *leased) bool { return !kept.Open() })
		m.jobs = slices.Delete(m.jobs, oldest, oldest+1)
	}
	m.jobs = append(m.jobs, &leased{Job: j})
	return nil
}

// Take implements Queue.
func (m *Memory) Take(_ context.Context, worker string, lease time.Duration, at time.Time) (Job, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, kept := range m.jobs {
		if kept.Status != Accepted && (kept.Status != Running || time.Now().Before(kept.until)) {
			continue
		}
		kept.Job, kept.until = kept.Taken(worker, at), time.Now().Add(lease)
		if kept.Status == Running {
			return kept.Job, nil
		}
	}
	return Job{}, ErrNotFound
}

// Change implements Queue.
func (m *Memory) Change(_ context.Context, id string, lease time.Duration, how func(Job) (Job, error)) (Job, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := m.job(id)
	if kept == nil {
		return Job{}, ErrNotFound
	}
	request := kept.Request
	j, err := how(kept.told())
	if err != nil {
		return Job{}, err
	}
	kept.Job, kept.until = j, time.Now().Add(lease)
	kept.Request = request
	return j, nil
}

func (m *Memory) job(id string) *leased {
	if i := slices.IndexFunc(m.jobs, func(kept *leased) bool { return kept.ID == id }); i >= 0 {
		return m.jobs[i]
	}
	return nil
}

// Job implements Queue.
func (m *Memory) Job(_ context.Context, id string) (Job, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if kept := m.job(id); kept != nil {
		return kept.told(), nil
	}
	return Job{}, ErrNotFound
}

// Jobs implements Queue.
func (m *Memory) Jobs(context.Context) ([]Job, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	all := make([]Job, 0, len(m.jobs))
	for _, kept := range slices.Backward(m.jobs) {
		all = append(all, kept.told())
	}
	return all, nil
}
