package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"nightbeat/data"
	"nightbeat/data/gpkg"
	"nightbeat/data/storetest"
)

// TestTheTrailOnlyGrows has the database refuse to change it, and a change made by force found.
func TestTheTrailOnlyGrows(t *testing.T) {
	ctx := context.Background()
	s := opened(t, filepath.Join(t.TempDir(), "a.gpkg"))
	for i := range 3 {
		if _, err := s.Note(ctx, data.Entry{At: storetest.Created, Who: fmt.Sprint("user ", i), Did: "sign in"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, statement := range []string{`UPDATE audit SET who = 'x'`, `DELETE FROM audit`} {
		if _, err := s.db.Exec(statement); err == nil || !strings.Contains(err.Error(), "only grows") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if _, err := s.db.Exec(`DROP TRIGGER audit_stays; UPDATE audit SET who = 'user x' WHERE number = 2`); err != nil {
		t.Fatal(err)
	}
	if _, err := data.VerifyTrail(ctx, s, func(data.Entry) error { return nil }); err == nil || !strings.Contains(err.Error(), "entry 2") {
		t.Errorf("%v, want entry 2 named", err)
	}
}

// TestTwoProcessesOnOneStore has two open stores on one file write one chain and approve one plan for a night.
func TestTwoProcessesOnOneStore(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.gpkg")
	one, other := opened(t, path), opened(t, path)
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i, s := range []*Store{one, other} {
		plan := storetest.Night()
		plan.ID = fmt.Sprint("n", i)
		if _, err := s.SavePlan(ctx, plan, storetest.Created); err != nil {
			t.Fatal(err)
		}
		wg.Go(func() {
			for range 20 {
				if _, err := s.Note(ctx, data.Entry{At: storetest.Created}); err != nil {
					t.Error(err)
				}
			}
			_, errs[i] = s.Approve(ctx, plan.ID, "chen", storetest.Created)
		})
	}
	wg.Wait()
	if last, err := data.VerifyTrail(ctx, one, func(data.Entry) error { return nil }); err != nil || last.Number != 40 {
		t.Errorf("the chain ends at %d, %v, want 40", last.Number, err)
	}
	if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), data.ErrTaken) {
		t.Errorf("approved: %v, %v; want one approved, the other told that the night is taken", errs[0], errs[1])
	}
}

// TestFirstVersion opens a store that the first version of Nightbeat made: its plans are drafts, its audit begins.
func TestFirstVersion(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.gpkg")
	db, err := gpkg.Open(path, pragmas...)
	if err != nil {
		t.Fatal(err)
	}
	first := &Store{path: path, db: db}
	if err := first.migrate(ctx, migrations()[:1]); err != nil {
		t.Fatal(err)
	}
	document, err := data.EncodePlan(storetest.Night())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`INSERT INTO plans (id, place, name, status, created, start, "end", units, stops, share, document)
		VALUES ('n1', 1, 'night', 'draft', '2026-07-01T18:00:00.000Z', '2026-07-01T20:00:00+08:00', '2026-07-01T20:59:00+08:00', 1, 1, 0.5, ?)`, string(document)); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	s := opened(t, path)
	if _, err := s.Approve(ctx, "n1", "chen", storetest.Created); err != nil {
		t.Error(err)
	}
	if _, err := s.Note(ctx, data.Entry{At: storetest.Created}); err != nil {
		t.Error(err)
	}
}
