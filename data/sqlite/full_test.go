//go:build linux

package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"

	"nightbeat/data"
	"nightbeat/data/storetest"
)

// TestFullDisk fills a small disk around a store: writes are refused in so many words and leave nothing behind, what was
// kept before is read as ever, and with room again the store goes on without being opened anew.
func TestFullDisk(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=16m"); err != nil {
		t.Skipf("a small disk cannot be mounted here (%v); TestFullStore shows the same with a limit of SQLite's", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	s, err := Open(t.Context(), filepath.Join(disk, "s.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	filler := filepath.Join(disk, "filler")
	wantFullThenWell(t, s, func() { fill(t, filler) }, func() {
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
	})
}

// fill takes all the room that is left.
func fill(t *testing.T, name string) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	for size := 1 << 20; size > 0; {
		if _, err := f.Write(make([]byte, size)); errors.Is(err, syscall.ENOSPC) {
			size /= 2
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestFullStore is the same where no disk can be mounted: the store may not grow.
func TestFullStore(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "s.gpkg"))
	s.db.SetMaxOpenConns(1) // the limit is the connection's
	limit := func(pragma string) {
		if _, err := s.db.Exec(pragma); err != nil {
			t.Fatal(err)
		}
	}
	wantFullThenWell(t, s, func() { limit(`PRAGMA max_page_count = 1`) }, func() { limit(`PRAGMA max_page_count = 1000000`) }) // it cannot go below what is there
}

func wantFullThenWell(t *testing.T, s *Store, full, free func()) {
	t.Helper()
	ctx := context.Background()
	if _, err := s.Import(ctx, data.Given(storetest.Town(1, 200))); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SavePlan(ctx, storetest.Night(), storetest.Created); err != nil {
		t.Fatal(err)
	}
	before, err := s.Span(ctx)
	if err != nil {
		t.Fatal(err)
	}
	other := storetest.Night()
	other.ID = "n2"
	full()
	for what, write := range map[string]func() error{
		"import": func() error { _, err := s.Import(ctx, data.Given(storetest.Town(2, 5000))); return err },
		"plan":   func() error { _, err := s.SavePlan(ctx, other, storetest.Created); return err },
		"audit": func() (err error) {
			for range 1000 { // a page has room for a while
				if _, err = s.Note(ctx, data.Entry{Did: "see plan", Object: string(make([]byte, 200))}); err != nil {
					return err
				}
			}
			return nil
		},
	} {
		if err := write(); !errors.Is(err, data.ErrFull) {
			t.Errorf("%s on a full disk: %v, want ErrFull", what, err)
		}
	}
	if now, err := s.Span(ctx); err != nil || !reflect.DeepEqual(now, before) {
		t.Errorf("%+v, %v, want as before %+v", now, err, before)
	}
	if p, err := s.LatestPlan(ctx); err != nil || p.ID != "n1" {
		t.Errorf("tonight's plan cannot be read: %v", err)
	}
	free()
	if _, err := s.Import(ctx, data.Given(storetest.Town(2, 5000))); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if _, err := s.SavePlan(ctx, other, storetest.Created); err != nil {
		t.Errorf("with room again: %v", err)
	}
	var verdict string
	if err := s.db.QueryRow(`PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity: %s, %v", verdict, err)
	}
	if _, err := data.VerifyTrail(ctx, s, func(data.Entry) error { return nil }); err != nil {
		t.Error(err)
	}
}
