package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"nightbeat/data"
	"nightbeat/data/storetest"
)

// TestBackupAndRestore copies a store in use, goes on writing, and brings the copy back: it answers as it did then.
func TestBackupAndRestore(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	path, copied := filepath.Join(folder, "a.gpkg"), filepath.Join(folder, "copy.gpkg")
	s := opened(t, path)
	if _, err := s.Import(ctx, data.Given(storetest.Town(1, 80))); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SavePlan(ctx, storetest.Night(), storetest.Created); err != nil {
		t.Fatal(err)
	}
	then, err := s.Past(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(ctx, copied); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(ctx, copied); err == nil {
		t.Error("a second backup went over the first")
	}
	if _, err := s.Import(ctx, data.Given(storetest.Town(2, 10))); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(ctx, copied, path, false); err == nil || !strings.Contains(err.Error(), "--replace") {
		t.Errorf("restored over a store without being told to: %v", err)
	}
	aside, err := Restore(ctx, copied, path, true)
	if err != nil {
		t.Fatal(err)
	}
	now, err := opened(t, path).Past(ctx)
	if err != nil || !reflect.DeepEqual(now, then) {
		t.Errorf("%d incidents came back (%v), want %d", len(now), err, len(then))
	}
	if sp, err := opened(t, aside).Span(ctx); err != nil || sp.Count != 90 {
		t.Errorf("the store moved aside holds %d, %v, want 90", sp.Count, err)
	}
}

func TestNothingIsRestoredFromWhatIsNoStore(t *testing.T) {
	folder := t.TempDir()
	from, to := filepath.Join(folder, "text"), filepath.Join(folder, "a.gpkg")
	if err := os.WriteFile(from, []byte("no store"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(context.Background(), from, to, true); err == nil || vacant(to) != nil {
		t.Errorf("%v; something stands at the store's place", err)
	}
}
