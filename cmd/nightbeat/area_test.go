package main

import (
	"path/filepath"
	"strings"
	"testing"
)

const twoAreas = `{"type":"FeatureCollection","features":[
{"type":"Feature","id":"w","properties":{"name":"河西","kind":"巡区"},"geometry":{"type":"Polygon","coordinates":[[[118,39],[118.2,39],[118.2,40],[118,40],[118,39]]]}},
{"type":"Feature","properties":{"name":"河东"},"geometry":{"type":"Polygon","coordinates":[[[118.2,39],[119,39],[119,40],[118.2,40],[118.2,39]]]}}]}`

// TestAreasOfAStore keeps, lists and deletes areas; a backup has them.
func TestAreasOfAStore(t *testing.T) {
	dir := t.TempDir()
	store, copied := filepath.Join(dir, "s.gpkg"), filepath.Join(dir, "copy.gpkg")
	good, bad := written(t, "areas.geojson", twoAreas), written(t, "bad.geojson", strings.Replace(twoAreas, `"Polygon","coordinates":[[[118.2`, `"Line","coordinates":[[[118.2`, 1))
	for _, step := range []struct {
		args string
		exit int
		says string
	}{
		{"area add " + bad + " --store " + store, 1, "features[1] (河东)"},
		{"area add " + good + " --store " + store, 0, "2 areas (2 new, 0 changed, 0 already there)"},
		{"area add " + good + " --store " + store, 0, "2 areas (0 new, 0 changed, 2 already there)"},
		{"area list --store " + store, 0, "w   河西    巡区"},
		{"area list --geojson --store " + store, 0, `"id":"w"`},
		{"backup " + copied + " --store " + store, 0, "is copied"},
		{"import " + written(t, "two.geojson", threeIncidents) + " --store " + store, 0, "2 loaded"},
		{"sheet --area w --from 2026-05-01 --to 2026-05-31 --store " + store, 0, `"incidents": 1`},
		{"sheet --area w --from 2026-05-01 --to 2026-05-31 --store " + store, 0, `"repeat": []`},
		{"sheet --area w --from 2026-05-01 --to 2026-05-31 --fewest 5 --store " + store, 0, `"incidents": 0`},
		{"sheet --area w --from 2026-05-01 --to 2026-05-31 --lang zh-CN --format svg --store " + store, 0, "周一"},
		{"sheet --area nosuch --from 2026-05-01 --to 2026-05-31 --store " + store, 1, "area list"},
		{"sheet --area w --from 2026-05-31 --to 2026-05-01 --store " + store, 1, "period"},
		{"area remove w --store " + store, 0, ""},
		{"area remove w --store " + store, 1, "area list"},
		{"area list --store " + copied, 0, "河西"},
		{"area add --store " + store, 2, "files"},
	} {
		out, messages, exit := nightbeat(t, strings.Fields(step.args)...)
		if exit != step.exit || !strings.Contains(out+messages, step.says) {
			t.Errorf("nightbeat %s: exit %d, %q, want %d and %q", step.args, exit, out+messages, step.exit, step.says)
		}
	}
	if page, _, exit := nightbeat(t, "sheet", "--area", "河东", "--from", "2026-05-01", "--to", "2026-05-31", "--format", "pdf", "--store", copied); exit == 0 && !strings.HasPrefix(page, "%PDF") {
		t.Errorf("the sheet is no PDF: %.20q", page) // it is refused where the machine has no font for it
	}
	if out, _, _ := nightbeat(t, "area", "list", "--store", store); strings.Contains(out, "河西") {
		t.Errorf("河西 is still there: %s", out)
	}
}
