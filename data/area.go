package data

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/paulmach/orb"

	"nightbeat/planner"
)

// MaxAreas is how many areas a store keeps.
const MaxAreas = 10_000

// MaxAreaText is how many bytes an area's id, name and kind may have each.
const MaxAreaText = 200

// ErrArea tells an area that cannot be kept; the error that wraps it says which and why.
var ErrArea = errors.New("area")

// Areas keeps the named parts of the district (巡区, 社区).
type Areas interface {
	// PutAreas keeps areas, all or none. One that is there already under its id is changed where it differs. What cannot
	// be kept gives an ErrArea.
	PutAreas(ctx context.Context, areas ...planner.Area) (Imported, error)
	// Areas are all, in the order of their names, then of their ids. They are shared: nobody changes them.
	Areas(ctx context.Context) ([]planner.Area, error)
	// DropArea deletes the area with an id, or gives ErrNotFound.
	DropArea(ctx context.Context, id string) error
}

// AreaNamed finds the area with an id in a list, or gives ErrNotFound.
func AreaNamed(areas []planner.Area, id string) (planner.Area, error) {
	i := slices.IndexFunc(areas, func(a planner.Area) bool { return a.ID == id })
	if i < 0 {
		return planner.Area{}, fmt.Errorf("area %q: %w", id, ErrNotFound)
	}
	return areas[i], nil
}

// MergeAreas tells which of the areas given are new beside those kept or differ from them, for a store to write.
func MergeAreas(kept, given []planner.Area) (write []planner.Area, done Imported, err error) {
	byID := map[string]planner.Area{}
	for _, a := range kept {
		byID[a.ID] = a
	}
	seen := map[string]bool{}
	for _, a := range given {
		if err := sound(a); err != nil {
			return nil, Imported{}, err
		}
		if seen[a.ID] {
			return nil, Imported{}, fmt.Errorf("%w %q is given twice; give each an id of its own", ErrArea, a.ID)
		}
		seen[a.ID] = true
		switch old, known := byID[a.ID]; {
		case !known:
			done.New++
		case old.Name == a.Name && old.Kind == a.Kind && orb.Equal(old.Shape, a.Shape):
			done.Same++
			continue
		default:
			done.Changed++
		}
		write = append(write, a)
	}
	if len(kept)+done.New > MaxAreas {
		return nil, Imported{}, fmt.Errorf("%w: a store keeps at most %d; delete some first", ErrArea, MaxAreas)
	}
	return write, done, nil
}

// sound refuses an area that stores could not give back as it was.
func sound(a planner.Area) error {
	if a.ID == "" || a.Name == "" {
		return fmt.Errorf("%w %q has no name; give it one", ErrArea, cmp.Or(a.ID, a.Name))
	}
	if len(a.Shape) == 0 {
		return fmt.Errorf("%w %q has no shape; give it a polygon", ErrArea, a.ID)
	}
	for _, polygon := range a.Shape {
		if len(polygon) == 0 || slices.ContainsFunc(polygon, func(r orb.Ring) bool { return len(r) < 4 || !r.Closed() }) {
			return fmt.Errorf("%w %q has a ring that is not closed; it needs four positions or more, the last the same as the first", ErrArea, a.ID)
		}
	}
	for _, text := range []string{a.ID, a.Name, a.Kind} {
		if len(text) > MaxAreaText || strings.ContainsFunc(text, unicode.IsControl) || text != strings.ToValidUTF8(text, "") {
			return fmt.Errorf("%w %.40q: an id, a name and a kind have at most %d bytes of UTF-8 and no control characters", ErrArea, a.ID, MaxAreaText)
		}
	}
	return nil
}

// SortAreas puts areas in their order.
func SortAreas(areas []planner.Area) {
	slices.SortFunc(areas, func(a, b planner.Area) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
}
