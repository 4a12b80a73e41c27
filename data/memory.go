package data

import (
	"context"
	"slices"
	"sync"
	"time"

	"nightbeat/planner"
)

// MemoryPlans is how many plans Memory holds; the oldest goes when one more comes.
const MemoryPlans = 200

// Memory is a Store that lasts as long as the process.
type Memory struct {
	mu        sync.RWMutex
	plans     []*planner.Plan    // the oldest first
	incidents []planner.Incident // number n stands at n - 1; replaced, never changed, when there is an import
	byID      map[string]int
	span      Span

	users       map[string]User
	sessions    map[string]Session // by hash
	tokens      map[string]Token   // by hash
	trail       []Entry            // the last of them
	jobs        []*leased          // the oldest first
	reports     []Report           // the last of them
	secret      []byte
	areas       []planner.Area        // replaced, never changed
	experiments []*planner.Experiment // the same
	presets     []Preset              // replaced, never changed
}

// Import implements Store.
func (m *Memory) Import(_ context.Context, incidents Stream) (Imported, error) {
	list, err := Listed(Identify(incidents)) // before the lock: a stream may be slow
	if err != nil {
		return Imported{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	var done Imported
	kept := slices.Clone(m.incidents)
	if m.byID == nil {
		m.byID = map[string]int{}
	}
	for _, in := range list {
		switch at, known := m.byID[in.ID]; {
		case !known:
			m.byID[in.ID] = len(kept)
			kept = append(kept, in)
			done.New++
		case Same(kept[at], in):
			done.Same++
		default:
			kept[at] = in
			done.Changed++
		}
	}
	m.incidents, m.span = kept, spanOf(kept)
	return done, nil
}

// Forget implements Store. The numbers of the incidents that stay change.
func (m *Memory) Forget(_ context.Context, before time.Time) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept, byID := []planner.Incident{}, map[string]int{}
	for _, in := range m.incidents {
		if !in.At.Before(before) {
			byID[in.ID] = len(kept)
			kept = append(kept, in)
		}
	}
	gone := len(m.incidents) - len(kept)
	m.incidents, m.byID, m.span = kept, byID, spanOf(kept)
	return gone, nil
}

// Incidents implements Store.
func (m *Memory) Incidents(_ context.Context, q Query) (Page, error) {
	past, _ := m.Past(context.Background())
	var p Page
	for i, in := range past {
		if !q.Matches(in) {
			continue
		}
		p.Matched++
		switch number := int64(i + 1); {
		case number <= q.After:
		case len(p.Incidents) < q.Limit:
			p.Incidents = append(p.Incidents, Kept{number, in})
		default:
			p.More = true
		}
	}
	return p, nil
}

// Incident implements Store.
func (m *Memory) Incident(_ context.Context, id string) (Kept, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	at, known := m.byID[id]
	if !known {
		return Kept{}, ErrNotFound
	}
	return Kept{int64(at + 1), m.incidents[at]}, nil
}

// Past implements Store.
func (m *Memory) Past(context.Context) ([]planner.Incident, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.incidents, nil
}

// Span implements Store.
func (m *Memory) Span(context.Context) (Span, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.span, nil
}

func spanOf(incidents []planner.Incident) Span {
	if len(incidents) == 0 {
		return Span{}
	}
	s := Span{Count: len(incidents), Bound: incidents[0].Place.Bound(), First: incidents[0].At, Last: incidents[0].At}
	for _, in := range incidents {
		s.Bound = s.Bound.Extend(in.Place)
		if in.At.Before(s.First) {
			s.First = in.At
		}
		if in.At.After(s.Last) {
			s.Last = in.At
		}
	}
	s.First = s.First.In(s.Last.Location())
	return s
}

// SavePlan implements Store.
func (m *Memory) SavePlan(_ context.Context, plan *planner.Plan, created time.Time) (*planner.Plan, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if i := m.find(plan.ID); i >= 0 {
		p := m.plans[i]
		m.plans = append(slices.Delete(m.plans, i, i+1), p)
		return p, nil
	}
	kept := *plan
	kept.Created, kept.Status, kept.Approval = created, planner.Draft, planner.Approval{}
	m.plans = append(m.plans, &kept)
	if len(m.plans) > MemoryPlans {
		oldest := max(0, slices.IndexFunc(m.plans, func(p *planner.Plan) bool { return p.Status == planner.Draft }))
		m.plans = slices.Delete(m.plans, oldest, oldest+1)
	}
	return &kept, nil
}

// Approve implements Store. Plans handed out before stay as they are: approved ones are copies.
func (m *Memory) Approve(_ context.Context, id, by string, at time.Time) (*planner.Plan, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := m.find(id)
	if i < 0 {
		return nil, ErrNotFound
	}
	if m.plans[i].Status == planner.Approved {
		return m.plans[i], nil
	}
	replaced, err := Replaced(Summarize(m.plans[i]), m.approved(), func(id string) (string, error) { return m.parent(id), nil })
	if err != nil {
		return nil, err
	}
	for _, id := range replaced {
		m.restate(m.find(id), func(p *planner.Plan) { p.Status = planner.Superseded })
	}
	return m.restate(i, func(p *planner.Plan) {
		p.Status, p.Approval = planner.Approved, planner.Approval{By: by, At: at.UTC().Truncate(time.Millisecond)}
	}), nil
}

func (m *Memory) restate(i int, how func(*planner.Plan)) *planner.Plan {
	restated := *m.plans[i]
	how(&restated)
	m.plans[i] = &restated
	return &restated
}

func (m *Memory) approved() (all []Summary) {
	for _, p := range m.plans {
		if p.Status == planner.Approved {
			all = append(all, Summarize(p))
		}
	}
	return all
}

func (m *Memory) parent(id string) string {
	if i := m.find(id); i >= 0 {
		return m.plans[i].Parent
	}
	return ""
}

// find is where a plan stands, below 0 where it does not.
func (m *Memory) find(id string) int {
	return slices.IndexFunc(m.plans, func(p *planner.Plan) bool { return p.ID == id })
}

// Plan implements Store.
func (m *Memory) Plan(_ context.Context, id string) (*planner.Plan, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if i := m.find(id); i >= 0 {
		return m.plans[i], nil
	}
	return nil, ErrNotFound
}

// LatestPlan implements Store.
func (m *Memory) LatestPlan(context.Context) (*planner.Plan, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var latest *planner.Plan
	for _, p := range m.plans {
		if latest == nil || !before(p, latest) {
			latest = p
		}
	}
	if latest == nil {
		return nil, ErrNotFound
	}
	return latest, nil
}

// before tells whether a plan gives way to one that was kept before it, when the latest is looked for.
func before(p, other *planner.Plan) bool {
	if approved := p.Status == planner.Approved; approved != (other.Status == planner.Approved) {
		return !approved
	}
	return p.Approval.At.Before(other.Approval.At)
}

// Plans implements Store.
func (m *Memory) Plans(context.Context) ([]Summary, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	plans := make([]Summary, 0, len(m.plans))
	for _, p := range slices.Backward(m.plans) {
		plans = append(plans, Summarize(p))
	}
	return plans, nil
}

// Close implements Store.
func (m *Memory) Close() error { return nil }
