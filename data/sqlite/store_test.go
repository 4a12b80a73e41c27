package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nightbeat/data"
	"nightbeat/data/storetest"
)

func opened(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) data.Store { return opened(t, filepath.Join(t.TempDir(), "a store.gpkg")) })
}

// TestFilesThatAreNoStore has each refused in one sentence that names it, and left as it is.
func TestFilesThatAreNoStore(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "whole.gpkg")
	s := opened(t, whole)
	if _, err := s.db.Exec(`PRAGMA wal_checkpoint(truncate)`); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte(nil), raw...)
	for i := 4096; i < len(damaged); i += 512 {
		copy(damaged[i:], "damage")
	}
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"text":  {[]byte(strings.Repeat("no database at all\n", 500)), "restore"},
		"cut":   {raw[:len(raw)/2], "restore"},
		"holes": {damaged, "restore"},
		"other": {foreign(t), "no Nightbeat store"},
		"newer": {newer(t, whole), "newer"},
	} {
		file := filepath.Join(t.TempDir(), name+".gpkg")
		if err := os.WriteFile(file, c.content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(context.Background(), file)
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), file) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want one line that names the file and says %q", name, err, c.says)
		}
		if after, err := os.ReadFile(file); err != nil || string(after) != string(c.content) {
			t.Errorf("%s: the file was changed (%v)", name, err)
		}
	}
}

// foreign is a SQLite database of somebody else.
func foreign(t *testing.T) []byte {
	t.Helper()
	return made(t, filepath.Join(t.TempDir(), "foreign.db"), `CREATE TABLE theirs (a)`)
}

// newer is a store that a later version has migrated.
func newer(t *testing.T, whole string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "newer.gpkg")
	raw, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return made(t, file, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1); PRAGMA wal_checkpoint(truncate)`)
}

func made(t *testing.T, file, script string) []byte {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(script); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestNoFolder(t *testing.T) {
	for _, path := range []string{filepath.Join(t.TempDir(), "no", "such.gpkg"), t.TempDir()} {
		if _, err := Open(context.Background(), path); err == nil || !strings.Contains(err.Error(), "folder") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestLayersAreMadeAnew drops a column from a plan's layer, as an older version would have it: opening brings it back,
// filled from the plan's document.
func TestLayersAreMadeAnew(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.gpkg")
	s := opened(t, file)
	if _, err := s.SavePlan(context.Background(), storetest.Night(), storetest.Created); err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.Exec(`ALTER TABLE stops DROP COLUMN color`); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	var color string
	if err := opened(t, file).db.QueryRow(`SELECT color FROM stops`).Scan(&color); err != nil || color != "#123456" {
		t.Errorf("color %q, %v", color, err)
	}
}

// TestImportIsAllOrNothing has an import fail at its last incident: nothing of it is there.
func TestImportIsAllOrNothing(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "a.gpkg"))
	given := storetest.Town(1, 50)
	if _, err := s.db.Exec(`CREATE TRIGGER wall BEFORE INSERT ON incidents WHEN NEW.id = '` + given[49].ID + `' BEGIN SELECT RAISE(ABORT, 'wall'); END`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Import(context.Background(), data.Given(given)); err == nil {
		t.Fatal("the import went through")
	}
	if sp, err := s.Span(context.Background()); err != nil || sp.Count != 0 {
		t.Errorf("%+v, %v: something of the import stayed", sp, err)
	}
}

func TestStopsWhenAsked(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "a.gpkg"))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Import(ctx, data.Given(storetest.Town(1, 50))); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want canceled", err)
	}
}
