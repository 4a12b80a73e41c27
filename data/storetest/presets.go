package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"nightbeat/data"
)

func wantPresets(t *testing.T, s data.Store, want ...data.Preset) {
	t.Helper()
	got, err := s.Presets(context.Background())
	must(t, err)
	if !slices.Equal(got, want) {
		t.Errorf("presets %v, want %v", got, want)
	}
}

func presets(t *testing.T, s data.Store) {
	ctx := context.Background()
	wantPresets(t, s)
	night, late, odd := data.Preset{Name: "夜班", From: "20:00", Until: "04:00"}, data.Preset{Name: "Late", From: "14:00", Until: "00:00"}, data.Preset{Name: "'a' shift; 24 h", From: "20:00", Until: "20:00"}
	for _, p := range []data.Preset{night, late, odd} {
		must(t, s.PutPreset(ctx, p))
	}
	wantPresets(t, s, late, odd, night)
	night.From = "19:30"
	must(t, s.PutPreset(ctx, night)) // the one of its name gives way
	wantPresets(t, s, late, night, odd)
	must(t, s.DropPreset(ctx, "Late"))
	if err := s.DropPreset(ctx, "Late"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("deleted twice: %v, want ErrNotFound", err)
	}
	wantPresets(t, s, night, odd)
}

// badPresets are refused, each for what is wrong with it.
func badPresets(t *testing.T, s data.Store) {
	for says, bad := range map[string]data.Preset{
		"no name": {Name: " ", From: "20:00", Until: "04:00"}, "80 bytes": {Name: strings.Repeat("班", 27), From: "20:00", Until: "04:00"},
		"control": {Name: "line\nbreak", From: "20:00", Until: "04:00"}, "UTF-8": {Name: "\xff", From: "20:00", Until: "04:00"},
		`"24:00"`: {Name: "n", From: "20:00", Until: "24:00"}, `"8:00"`: {Name: "n", From: "8:00", Until: "12:00"}, `""`: {Name: "n", From: "20:00"},
	} {
		if err := s.PutPreset(context.Background(), bad); !errors.Is(err, data.ErrPreset) || !strings.Contains(err.Error(), says) {
			t.Errorf("%+v: %v, want an ErrPreset that says %s", bad, err, says)
		}
	}
	wantPresets(t, s)
}

// presetLimit holds when many come at once, and a preset that is there can still be changed.
func presetLimit(t *testing.T, s data.Store) {
	ctx := context.Background()
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Go(func() {
			for i := range data.MaxPresets/2 + 1 {
				err := s.PutPreset(ctx, data.Preset{Name: fmt.Sprint(w, " ", i), From: "20:00", Until: "04:00"})
				if err != nil && !errors.Is(err, data.ErrPreset) {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	all, err := s.Presets(ctx)
	must(t, err)
	if len(all) != data.MaxPresets {
		t.Fatalf("%d presets are kept, want %d", len(all), data.MaxPresets)
	}
	must(t, s.PutPreset(ctx, data.Preset{Name: all[0].Name, From: "01:00", Until: "02:00"}))
}
