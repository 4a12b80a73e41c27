package postgres

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"nightbeat/data"
	"nightbeat/data/storetest"
)

// TestGDALReadsTheDatabase has a GIS program open the database beside the store: each layer is there, with its kind of
// geometry, its reference system and its features.
func TestGDALReadsTheDatabase(t *testing.T) {
	ogrinfo, err := exec.LookPath("ogrinfo")
	if err != nil {
		if os.Getenv("NIGHTBEAT_REAL") != "" {
			t.Fatal("ogrinfo is not installed (Debian: gdal-bin)")
		}
		t.Skip("ogrinfo is not installed")
	}
	at := address(t)
	s := opened(t, at)
	if _, err := s.Import(t.Context(), data.Given(storetest.Town(1, 50))); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SavePlan(t.Context(), storetest.Night(), storetest.Created); err != nil {
		t.Fatal(err)
	}
	config := s.pool.Config().ConnConfig
	schema, _, _ := strings.Cut(config.RuntimeParams["search_path"], ",")
	out, err := exec.Command(ogrinfo, "-so", "-al", "PG:host="+config.Host+" user=nightbeat dbname=postgres active_schema="+schema).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for layer, says := range map[string]string{
		"incidents": "Geometry: Point\nFeature Count: 50\n", "plans": "Geometry: Polygon\nFeature Count: 1\n", "routes": "Geometry: Line String\nFeature Count: 1\n",
		"stops": "Geometry: Point\nFeature Count: 1\n", "legs": "Geometry: Line String\nFeature Count: 2\n",
	} {
		if !regexp.MustCompile(`Layer name: ` + layer + `\n` + says + `(?s:.{0,200})WGS 84`).Match(out) {
			t.Errorf("%s: no layer with %q in\n%s", layer, says, out)
		}
	}
}
