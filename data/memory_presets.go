package data

import (
	"context"
	"fmt"
	"slices"
)

// PutPreset implements Presets.
func (m *Memory) PutPreset(_ context.Context, p Preset) error {
	if err := p.Sound(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := slices.DeleteFunc(slices.Clone(m.presets), func(old Preset) bool { return old.Name == p.Name })
	if len(kept) == MaxPresets {
		return TooManyPresets()
	}
	m.presets = append(kept, p)
	sortPresets(m.presets)
	return nil
}

// Presets implements Presets.
func (m *Memory) Presets(context.Context) ([]Preset, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.presets, nil
}

// DropPreset implements Presets.
func (m *Memory) DropPreset(_ context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	left := slices.DeleteFunc(slices.Clone(m.presets), func(p Preset) bool { return p.Name == name })
	if len(left) == len(m.presets) {
		return fmt.Errorf("preset %q: %w", name, ErrNotFound)
	}
	m.presets = left
	return nil
}
