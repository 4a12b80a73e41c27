package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data/format"
	"nightbeat/data/sample"
	"nightbeat/data/sqlite"
	"nightbeat/geo"
)

const threeIncidents = `{"type":"FeatureCollection","features":[
{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[118.2,39.7]},"properties":{"category":"Burglary","time":"2026-05-01T22:10:00+08:00"}},
{"type":"Feature","id":"b","geometry":{"type":"Point","coordinates":[118.21,39.7]},"properties":{"category":"Burglary","time":"2026-05-02T22:10:00+08:00"}},
{"type":"Feature","id":"c","geometry":null,"properties":{"category":"Burglary","time":"2026-05-02T22:10:00+08:00"}}]}`

func written(t *testing.T, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestImportBackupRestore(t *testing.T) {
	store := filepath.Join(t.TempDir(), "s.gpkg")
	good := written(t, "good.geojson", threeIncidents)
	bad := written(t, "bad.geojson", threeIncidents+"]")
	copied := filepath.Join(t.TempDir(), "copy.gpkg")
	for _, step := range []struct {
		args string
		exit int
		says string
	}{
		{"import " + good + " --store " + store, 0, "2 loaded, 1 rejected (2 new, 0 changed, 0 already there)"},
		{"import " + good + " --store " + store, 0, "2 loaded, 1 rejected (0 new, 0 changed, 2 already there)"},
		{"import " + bad + " --store " + store, 1, "bad.geojson"},
		{"import --store " + store, 2, "missing"},
		{"import " + good, 2, "--store"},
		{"import " + good + " --store " + store + " --crs EPSG:2154", 2, "--crs"},
		{"import " + good + " --store " + store + " --crs EPSG:32650", 0, "0 loaded, 3 rejected"},
		{"migrate --store " + store, 0, "store version 9"},
		{"backup " + copied + " --store " + store, 0, "is copied"},
		{"backup " + copied + " --store " + store, 1, "is there already"},
		{"restore " + copied + " --store " + store, 1, "--replace"},
		{"restore " + copied + " --store " + store + " --replace", 0, "before-restore-1"},
		{"restore " + good + " --store " + store + " --replace", 1, "damaged"},
		{"import " + good + " --store " + store, 0, "0 new, 0 changed, 2 already there"},
		{"import " + good + " --store " + good, 1, "damaged"},
	} {
		out, messages, exit := nightbeat(t, strings.Fields(step.args)...)
		if exit != step.exit || !strings.Contains(out+messages, step.says) {
			t.Errorf("%s: exit %d, %q %q; want %d and %q", step.args, exit, out, messages, step.exit, step.says)
		}
	}
}

// TestImportFromChinasMaps imports a place as map services write it: the store has it where it really is.
func TestImportFromChinasMaps(t *testing.T) {
	store := filepath.Join(t.TempDir(), "s.gpkg")
	file := written(t, "a.geojson", strings.Replace(threeIncidents, "[118.2,39.7]", "[116.41024449916938,39.91640428150164]", 1))
	if _, messages, exit := nightbeat(t, "import", file, "--store", store, "--crs", "gcj02"); exit != 0 {
		t.Fatal(messages)
	}
	kept, err := sqlite.Open(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	a, err := kept.Incident(t.Context(), "a")
	if err != nil || geo.Distance(a.Place, orb.Point{116.404, 39.915}) > 0.1 {
		t.Errorf("%v, %v", a.Place, err)
	}
	if _, _, exit := nightbeat(t, "import", file, "--store", store, "--crs", "mars"); exit != 2 {
		t.Errorf("an unknown system: exit %d", exit)
	}
}

// TestPlansSurviveARestart serves the sample with a store, then the store alone: the same plan and incidents are there.
func TestPlansSurviveARestart(t *testing.T) {
	store := filepath.Join(t.TempDir(), "s.gpkg")
	answers := func(flags ...string) (all []string) {
		t.Run("serve", func(t *testing.T) {
			base := served(t, flags...)
			for _, path := range []string{"/plans/latest", "/plans", "/collections/incidents/items?limit=50", "/collections/risk/items?limit=50"} {
				resp, err := http.Get(base + path)
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(resp.Body)
				resp.Body.Close()
				if err != nil || resp.StatusCode != http.StatusOK {
					t.Fatalf("%s: %s, %v", path, resp.Status, err)
				}
				all = append(all, strings.ReplaceAll(string(body), base, ""))
			}
		})
		return all
	}
	first, second := answers("--sample", "--store", store), answers("--store", store)
	for i := range first {
		if first[i] != second[i] {
			t.Errorf("after the restart %.300s\nbefore %.300s", second[i], first[i])
		}
	}
}

// TestStoreIsAValidGeoPackage has GDAL's checker look through a store with incidents and a plan.
func TestStoreIsAValidGeoPackage(t *testing.T) {
	real(t, "/usr/bin/python3")
	store := filepath.Join(t.TempDir(), "s.gpkg")
	base := served(t, "--sample", "--store", store)
	if base == "" {
		t.Fatal("no address")
	}
	validGeoPackage(t, store)
}

// TestImportSaysWhatLooksShifted loads the sample's incidents in GCJ-02 as if they were WGS 84, beside its streets; then
// as what they are.
func TestImportSaysWhatLooksShifted(t *testing.T) {
	in, err := format.ReadIncidents(t.Context(), bytes.NewReader(sample.Incidents()), "sample", format.IncidentOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, i := range in.List[:300] {
		p := geo.GCJ02(i.Place)
		fmt.Fprintf(&text, `{"type":"Feature","geometry":{"type":"Point","coordinates":[%.7f,%.7f]},"properties":{"time":%q}}`+"\n", p[0], p[1], i.At.Format(time.RFC3339))
	}
	file, streets := written(t, "gcj.geojsonl", text.String()), written(t, "town.osm.gz", string(sample.Streets()))
	store := filepath.Join(t.TempDir(), "s.gpkg")
	if _, messages, exit := nightbeat(t, "import", file, "--store", store, "--roads", streets); exit != 0 || !strings.Contains(messages, "--crs gcj02") {
		t.Errorf("as WGS 84: exit %d, %s", exit, messages)
	}
	if _, messages, exit := nightbeat(t, "import", file, "--store", store, "--roads", streets, "--crs", "gcj02"); exit != 0 || strings.Contains(messages, "note:") {
		t.Errorf("as GCJ-02: exit %d, %s", exit, messages)
	}
}
