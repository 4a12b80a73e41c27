package data

import (
	"context"
	"crypto/rand"
	"slices"
	"time"
)

// MemoryReports is how many reports Memory holds; the oldest goes when one more comes.
const MemoryReports = 100_000

// Report implements Reports.
func (m *Memory) Report(_ context.Context, r Report) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if slices.ContainsFunc(m.reports, func(kept Report) bool { return kept.ID == r.ID }) {
		return nil
	}
	r.At, r.Got, r.For = cut(r.At), cut(r.Got), r.For.Truncate(time.Second)
	m.reports = append(m.reports, r)
	if len(m.reports) > MemoryReports {
		m.reports = slices.Delete(m.reports, 0, 1)
	}
	return nil
}

// ReportsOf implements Reports.
func (m *Memory) ReportsOf(_ context.Context, plans ...string) ([]Report, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var found []Report
	for _, r := range m.reports {
		if slices.Contains(plans, r.Plan) {
			found = append(found, r)
		}
	}
	SortReports(found)
	return found, nil
}

// Secret implements Reports.
func (m *Memory) Secret(context.Context) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.secret == nil {
		m.secret = make([]byte, 32)
		_, _ = rand.Read(m.secret) // never fails
	}
	return slices.Clone(m.secret), nil
}
