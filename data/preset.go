package data

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// MaxPresets is how many presets a store keeps.
const MaxPresets = 50

// MaxPresetName is how many bytes a preset's name may have.
const MaxPresetName = 80

// ErrPreset tells a preset that cannot be kept; the error that wraps it says why.
var ErrPreset = errors.New("preset")

// Preset is a usual shift of the station under its own name (夜班): from one clock time until another, both 15:04; the same
// twice is a whole day.
type Preset struct{ Name, From, Until string }

// Presets keeps the station's usual shifts.
type Presets interface {
	// PutPreset keeps a preset; one of its name gives way. What cannot be kept gives an ErrPreset.
	PutPreset(ctx context.Context, p Preset) error
	// Presets are all, by when they begin, then by name. They are shared: nobody changes them.
	Presets(ctx context.Context) ([]Preset, error)
	// DropPreset deletes the preset of a name, or gives ErrNotFound.
	DropPreset(ctx context.Context, name string) error
}

var clockTime = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

// Sound refuses a preset that stores could not give back, or that is no shift.
func (p Preset) Sound() error {
	switch n := p.Name; {
	case strings.TrimSpace(n) == "":
		return fmt.Errorf("%w: it has no name; give it one", ErrPreset)
	case len(n) > MaxPresetName || strings.ContainsFunc(n, unicode.IsControl) || n != strings.ToValidUTF8(n, ""):
		return fmt.Errorf("%w %.40q: a name has at most %d bytes of UTF-8 and no control characters", ErrPreset, n, MaxPresetName)
	case !clockTime.MatchString(p.From) || !clockTime.MatchString(p.Until):
		return fmt.Errorf("%w %q: %.10q to %.10q are no clock times; write them like 20:00", ErrPreset, n, p.From, p.Until)
	}
	return nil
}

// TooManyPresets is why no more are kept.
func TooManyPresets() error {
	return fmt.Errorf("%w: a store keeps at most %d; delete one first", ErrPreset, MaxPresets)
}

func sortPresets(presets []Preset) {
	slices.SortFunc(presets, func(a, b Preset) int {
		return cmp.Or(strings.Compare(a.From, b.From), strings.Compare(a.Name, b.Name))
	})
}
