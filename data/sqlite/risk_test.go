package sqlite

import (
	"path/filepath"
	"testing"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/data/storetest"
)

// TestRiskIsTonights looks into the layer of cells: those of the latest plan, then those of another one.
func TestRiskIsTonights(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "a.gpkg"))
	count := func(query string) (n int) {
		t.Helper()
		if err := s.db.QueryRow(query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if _, err := s.SavePlan(t.Context(), storetest.Night(), storetest.Created); err != nil {
		t.Fatal(err)
	}
	if n := count(`SELECT count(*) FROM risk`); n != 0 {
		t.Errorf("%d cells without an incident", n)
	}
	past := storetest.Town(1, 500)
	if _, err := s.Import(t.Context(), data.Given(past)); err != nil {
		t.Fatal(err)
	}
	cells := 0
	for _, id := range []string{"a", "b"} {
		plan := storetest.Night()
		plan.ID, plan.Request.Area = id, nil
		if id == "b" {
			plan.Request.CellM = 300
		}
		if _, err := s.SavePlan(t.Context(), plan, storetest.Created); err != nil {
			t.Fatal(err)
		}
		forecast, err := plan.Foresee(t.Context(), past, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := len(format.RiskFeatures(forecast))
		if got := count(`SELECT count(*) FROM risk`); got != want || got == 0 || got == cells {
			t.Errorf("plan %s: %d cells, want %d", id, got, want)
		}
		cells = want
		if n := count(`SELECT count(*) FROM rtree_risk_geom`); n != want {
			t.Errorf("plan %s: the spatial index has %d cells, want %d", id, n, want)
		}
		if n := count(`SELECT count(*) FROM gpkg_contents WHERE table_name = 'risk' AND description = '` + id + `'`); n != 1 {
			t.Errorf("plan %s is not named by the layer", id)
		}
	}
}
