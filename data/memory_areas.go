package data

import (
	"context"
	"slices"

	"nightbeat/planner"
)

// PutAreas implements Areas.
func (m *Memory) PutAreas(_ context.Context, areas ...planner.Area) (Imported, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	write, done, err := MergeAreas(m.areas, areas)
	if err != nil {
		return done, err
	}
	kept := slices.Clone(m.areas)
	for _, a := range write {
		if i := slices.IndexFunc(kept, func(old planner.Area) bool { return old.ID == a.ID }); i >= 0 {
			kept[i] = a
		} else {
			kept = append(kept, a)
		}
	}
	SortAreas(kept)
	m.areas = kept
	return done, nil
}

// Areas implements Areas.
func (m *Memory) Areas(context.Context) ([]planner.Area, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.areas, nil
}

// DropArea implements Areas.
func (m *Memory) DropArea(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := AreaNamed(m.areas, id); err != nil {
		return err
	}
	m.areas = slices.DeleteFunc(slices.Clone(m.areas), func(a planner.Area) bool { return a.ID == id })
	return nil
}
