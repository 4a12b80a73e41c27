package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAgo(t *testing.T) {
	now := time.Date(2026, 3, 31, 14, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{"1d": "2026-03-30", "90d": "2025-12-31", "12m": "2025-03-31", "2y": "2024-03-31"} {
		if got, err := ago(now, text); err != nil || got.Format(time.DateOnly) != want || got.Hour() != 0 {
			t.Errorf("%s ago is %s, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0d", "-1d", "1", "d", "1w", "123456d"} {
		if got, err := ago(now, text); err == nil {
			t.Errorf("%q ago is %s", text, got)
		}
	}
}

// Old incidents go for good: their ids are nowhere in the store's file any more.
func TestRetain(t *testing.T) {
	dir := t.TempDir()
	file, store := filepath.Join(dir, "in.geojson"), filepath.Join(dir, "store.gpkg")
	young := time.Now().AddDate(0, 0, -10).UTC().Format(time.RFC3339)
	text := `{"type":"FeatureCollection","features":[
		{"type":"Feature","geometry":{"type":"Point","coordinates":[118.2,39.7]},"properties":{"id":"ancient-secret","category":"Theft","occurred_at":"2019-07-01T21:00:00+08:00"}},
		{"type":"Feature","geometry":{"type":"Point","coordinates":[118.3,39.8]},"properties":{"id":"young","category":"Theft","occurred_at":"` + young + `"}}]}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, messages, exit := nightbeat(t, "import", file, "--store", store); exit != 0 {
		t.Fatal(messages)
	}
	holds := func(id string) bool {
		raw, err := os.ReadFile(store)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(raw, []byte(id))
	}
	if !holds("ancient-secret") {
		t.Fatal("the file does not show ids: the test shows nothing")
	}
	args := []string{"retain", "--store", store, "--older-than", "2y"}
	if out, _, exit := nightbeat(t, append(args, "--dry-run")...); exit != 0 || !strings.Contains(out, "1 incidents") || !holds("ancient-secret") {
		t.Errorf("a dry run: exit %d, %s", exit, out)
	}
	out, messages, exit := nightbeat(t, args...)
	if exit != 0 || !strings.Contains(out, "1 incidents") || !strings.Contains(messages, "backups") {
		t.Errorf("exit %d, %s, %s", exit, out, messages)
	}
	if holds("ancient-secret") || !holds("young") {
		t.Errorf("the file still holds the old one: %t; the young one: %t", holds("ancient-secret"), holds("young"))
	}
	if _, _, exit := nightbeat(t, "retain", "--store", store, "--older-than", "soon"); exit != 2 {
		t.Errorf("an age of soon: exit %d", exit)
	}
	if _, _, exit := nightbeat(t, "retain", "--store", store+"x", "--older-than", "1d"); exit != 1 {
		t.Errorf("a store that is not there: exit %d", exit)
	}
}
