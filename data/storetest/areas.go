package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/planner"
)

// square is an area of a side of 0.01 degrees whose lower left corner is at a place; with it a hole, and a second part.
func square(id, name, kind string, west, south float64) planner.Area {
	ring := func(w, s, side float64) orb.Ring {
		return orb.Ring{{w, s}, {w + side, s}, {w + side, s + side}, {w, s + side}, {w, s}}
	}
	return planner.Area{ID: id, Name: name, Kind: kind, Shape: orb.MultiPolygon{
		{ring(west, south, 0.01), ring(west+0.002, south+0.002, 0.001)}, {ring(west+0.02, south, 0.01)},
	}}
}

func areasOf(t *testing.T, s data.Store) []planner.Area {
	t.Helper()
	all, err := s.Areas(context.Background())
	must(t, err)
	return all
}

func wantAreas(t *testing.T, s data.Store, want ...planner.Area) {
	t.Helper()
	if got := areasOf(t, s); len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
		t.Errorf("areas %+v, want %+v", got, want)
	}
}

func wantPut(t *testing.T, s data.Store, want data.Imported, areas ...planner.Area) {
	t.Helper()
	if done, err := s.PutAreas(context.Background(), areas...); err != nil || done != want {
		t.Errorf("put: %+v, %v, want %+v", done, err, want)
	}
}

func areas(t *testing.T, s data.Store) {
	ctx := context.Background()
	wantAreas(t, s)
	old, river := square("b", "老街社区", "community", 118.1, 39.6), square("a", "河东 'beat'", "beat", 118.2, 39.61)
	twin := square("c", "河东 'beat'", "", -118.1, -39.6)
	wantPut(t, s, data.Imported{New: 3}, old, twin, river)
	wantAreas(t, s, river, twin, old) // 河 is U+6CB3, 老 U+8001
	moved := old
	moved.Shape = square("", "", "", 118.11, 39.6).Shape
	renamed := river
	renamed.Name = "阳光小区"
	wantPut(t, s, data.Imported{Same: 1, Changed: 2}, moved, twin, renamed)
	wantAreas(t, s, twin, moved, renamed)
	wantPut(t, s, data.Imported{Same: 3}, moved, twin, renamed)
	must(t, s.DropArea(ctx, "c"))
	if err := s.DropArea(ctx, "c"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("deleted twice: %v, want ErrNotFound", err)
	}
	wantAreas(t, s, moved, renamed)
}

// badAreas are refused by name, with all that came with them.
func badAreas(t *testing.T, s data.Store) {
	good := square("good", "good", "", 1, 1)
	open := square("open", "open", "", 1, 1)
	open.Shape[0][0] = open.Shape[0][0][:4]
	for says, bad := range map[string]planner.Area{
		`"bare"`: {ID: "bare", Name: "bare"}, "not closed": open, `"n"`: square("n", "", "", 1, 1), "no name": square("", "n", "", 1, 1),
		`"good" is given twice`: square("good", "another", "", 1, 1), "control": square("line\nbreak", "n", "", 1, 1),
		"200 bytes": square("long", strings.Repeat("长", 67), "", 1, 1), "UTF-8": square("odd", "\xff", "", 1, 1),
	} {
		_, err := s.PutAreas(context.Background(), good, bad)
		if !errors.Is(err, data.ErrArea) || !strings.Contains(err.Error(), says) {
			t.Errorf("%+v: %v, want an ErrArea that says %s", bad, err, says)
		}
	}
	wantAreas(t, s)
	many := make([]planner.Area, data.MaxAreas+1)
	for i := range many {
		many[i] = planner.Area{ID: fmt.Sprint(i), Name: "n", Shape: good.Shape}
	}
	if _, err := s.PutAreas(context.Background(), many...); !errors.Is(err, data.ErrArea) {
		t.Errorf("too many: %v", err)
	}
	wantAreas(t, s)
}

// areasAtOnce are put by several: none is lost.
func areasAtOnce(t *testing.T, s data.Store) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			name := fmt.Sprint("area ", i)
			if _, err := s.PutAreas(context.Background(), square(name, name, "", 1, 1), square("shared", "shared", "", 1, 1)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if all := areasOf(t, s); len(all) != 9 {
		t.Errorf("%d areas, want 9", len(all))
	}
}
