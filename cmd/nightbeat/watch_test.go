package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/data/sqlite"
)

// put writes a file into a folder.
func put(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 600 {
		if holds() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

func there(path ...string) bool {
	_, err := os.Lstat(filepath.Join(path...))
	return err == nil
}

// TestWatchedFolder takes each file once two looks find it the same, moves it where it belongs, and says why.
func TestWatchedFolder(t *testing.T) {
	dir := t.TempDir()
	store := &data.Memory{}
	f := &folder{dir: dir, store: store, opt: format.IncidentOptions{}, tell: io.Discard}
	look := func() {
		t.Helper()
		if err := f.look(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.prepare(); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "good.geojson", threeIncidents)
	put(t, dir, "half.geojson", threeIncidents[:200])
	put(t, dir, "bad.geojson", "no incidents")
	put(t, dir, "coming.geojson.part", threeIncidents)
	if err := os.Symlink("/etc/hostname", filepath.Join(dir, "link.geojson")); err != nil {
		t.Fatal(err)
	}
	look()
	if there(dir, "done", "good.geojson") {
		t.Fatal("a file is taken that was seen once")
	}
	put(t, dir, "half.geojson", threeIncidents[:300]) // still being written
	look()
	if !there(dir, "half.geojson") || !there(dir, "coming.geojson.part") {
		t.Error("a file is taken that is still being written")
	}
	put(t, dir, "half.geojson", strings.ReplaceAll(threeIncidents, `"id":"`, `"id":"half-`))
	look()
	look()
	for name, says := range map[string]string{
		"done/good.geojson": "2 loaded, 1 rejected (2 new", "done/half.geojson": "2 loaded, 1 rejected (2 new", "refused/bad.geojson": "bad.geojson", "refused/link.geojson": "link",
	} {
		report, err := os.ReadFile(filepath.Join(dir, name+".report.txt"))
		if err != nil || !strings.Contains(string(report), says) || !there(dir, name) {
			t.Errorf("%s: %v, %q, want %q", name, err, report, says)
		}
	}
	if report, _ := os.ReadFile(filepath.Join(dir, "done/good.geojson.report.txt")); !strings.Contains(string(report), "rejected: ") || !strings.Contains(string(report), "c") {
		t.Errorf("the rejected feature is not named: %s", report)
	}
	put(t, dir, "good.geojson", threeIncidents) // the same name once more
	look()
	look()
	if report, err := os.ReadFile(filepath.Join(dir, "done/good-2.geojson.report.txt")); err != nil || !strings.Contains(string(report), "2 already there") {
		t.Errorf("a second time: %v %s", err, report)
	}
	if past, _ := store.Past(t.Context()); len(past) != 4 {
		t.Errorf("%d incidents, want 4", len(past))
	}
	put(t, dir, "refused-dir", "")
	f.dir = filepath.Join(dir, "refused-dir")
	if err := f.prepare(); err == nil {
		t.Error("a file is watched as a folder")
	}
}

// TestWatchIsKilled kills the watcher's process again and again, at moments that differ: all files are in the store once.
func TestWatchIsKilled(t *testing.T) {
	dir, store := t.TempDir(), filepath.Join(t.TempDir(), "s.gpkg")
	const files = 12
	for i := range files {
		put(t, dir, fmt.Sprintf("%02d.geojson", i), strings.ReplaceAll(threeIncidents, `"id":"`, fmt.Sprintf(`"id":"%d-`, i)))
	}
	for round := range 6 {
		p, said := process(t, "watch "+dir+" --every 20ms --store "+store)
		if !strings.Contains(said, "watching") {
			t.Fatalf("the watcher says %q", said)
		}
		time.Sleep(time.Duration(30+25*round) * time.Millisecond)
		_ = p.Process.Kill()
	}
	process(t, "watch "+dir+" --every 20ms --store "+store)
	eventually(t, "all files are done", func() bool {
		for i := range files {
			if name := fmt.Sprintf("%02d.geojson", i); there(dir, name) || !there(dir, "done", name) || !there(dir, "done", name+".report.txt") {
				return false
			}
		}
		return true
	})
	s, err := sqlite.Open(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if past, err := s.Past(t.Context()); err != nil || len(past) != 2*files {
		t.Errorf("%d incidents, %v, want %d", len(past), err, 2*files)
	}
	if there(dir, "refused", "00.geojson") {
		t.Error("a good file is refused")
	}
}
