package gpkg

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/paulmach/orb"
)

// made is a GeoPackage with one layer of points.
func made(t *testing.T) *sql.DB {
	t.Helper()
	db, err := Open(filepath.Join(t.TempDir(), "a b%.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	layer := Layer{Name: "things", Title: "Things", Geometry: "POINT", Columns: []Column{{"name", "TEXT"}}}
	if err := Create(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if err := AddLayer(t.Context(), db, layer); err != nil {
		t.Fatal(err)
	}
	return db
}

func exec(t *testing.T, db Execer, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(context.Background(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func blob(t testing.TB, g orb.Geometry) []byte {
	t.Helper()
	raw, err := Encode(g)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func number(t *testing.T, db *sql.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := db.QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

const inBox = `SELECT count(*) FROM rtree_things_geom WHERE minx <= ?3 AND maxx >= ?1 AND miny <= ?4 AND maxy >= ?2`

func TestIndexFollows(t *testing.T) {
	db := made(t)
	exec(t, db, `INSERT INTO things (fid, geom) VALUES (1, ?), (2, ?), (3, NULL)`, blob(t, orb.Point{1, 1}), blob(t, orb.Point{2, 2}))
	exec(t, db, `UPDATE things SET geom = ? WHERE fid = 1`, blob(t, orb.Point{5, 5}))
	exec(t, db, `UPDATE things SET geom = ? WHERE fid = 3`, blob(t, orb.Point{6, 6}))
	exec(t, db, `DELETE FROM things WHERE fid = 2`)
	if far, near := number(t, db, inBox, 4, 4, 7, 7), number(t, db, inBox, 0, 0, 3, 3); far != 2 || near != 0 {
		t.Errorf("%d and %d, want 2 and 0", far, near)
	}
	exec(t, db, `UPDATE things SET geom = NULL`)
	if n := number(t, db, inBox, -180, -90, 180, 90); n != 0 {
		t.Errorf("%d left in the index", n)
	}
}

// TestPackedIndex packs as many points as make one node, two levels and three, has SQLite check the tree, and compares
// what it finds with a plain count.
func TestPackedIndex(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 51, 52, 2000, 51*51 + 1} {
		db := made(t)
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		points, boxes := make([]orb.Point, n), make([]Box, n)
		if err := StopIndexing(t.Context(), tx, "things"); err != nil {
			t.Fatal(err)
		}
		for i := range points {
			points[i] = orb.Point{118 + rng.Float64(), 39 + rng.Float64()}
			boxes[i] = PointBox(int64(i+1), points[i][0], points[i][1])
			exec(t, tx, `INSERT INTO things (fid, geom) VALUES (?, ?)`, i+1, blob(t, points[i]))
		}
		if err := Pack(t.Context(), tx, "things", boxes); err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		exec(t, db, `INSERT INTO things (geom) VALUES (?)`, blob(t, orb.Point{118.5, 39.5})) // the triggers are back
		var verdict string
		if err := db.QueryRow(`SELECT rtreecheck('rtree_things_geom')`).Scan(&verdict); err != nil || verdict != "ok" {
			t.Errorf("%d points: %s %v", n, verdict, err)
		}
		within := orb.Bound{Min: orb.Point{118.25, 39.25}, Max: orb.Point{118.75, 39.75}}
		want := 1
		for _, p := range points {
			if within.Contains(p) {
				want++
			}
		}
		if got := number(t, db, inBox, within.Min[0], within.Min[1], within.Max[0], within.Max[1]); got != want {
			t.Errorf("%d points: %d in the box, want %d", n, got, want)
		}
	}
}

func TestGeometryThereAndBack(t *testing.T) {
	for _, g := range []orb.Geometry{
		orb.Point{118.2, 39.7}, orb.LineString{{1, 2}, {3, 4}}, orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, orb.LineString{}, nil,
	} {
		back, err := Decode(blob(t, g))
		if err != nil || g != nil && g.Bound().IsEmpty() != back.Bound().IsEmpty() || g != nil && !g.Bound().IsEmpty() && !reflect.DeepEqual(back, g) {
			t.Errorf("%v came back as %v, %v", g, back, err)
		}
	}
	for _, bad := range []string{"", "GP", "GP\x00\x0e1234", "GP\x00\x031234", "PG\x00\x011234567890", "GP\x00\x0112345678"} {
		if g, err := Decode([]byte(bad)); err == nil {
			t.Errorf("%q is taken for %v", bad, g)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(blob(f, orb.Point{1, 2}))
	f.Add(blob(f, orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if g, err := Decode(raw); err == nil && g != nil {
			_ = g.Bound()
		}
	})
}

// TestStylesAsQGISLooksForThem asks the way QGIS does when it opens a layer (its OGR provider).
func TestStylesAsQGISLooksForThem(t *testing.T) {
	db := made(t)
	if err := AddLayer(t.Context(), db, Layer{Name: "shown", Title: "Shown", Geometry: "POINT", Style: "<qgis/>"}); err != nil {
		t.Fatal(err)
	}
	var style string
	err := db.QueryRow(`SELECT styleQML FROM layer_styles WHERE f_table_schema = '' AND f_table_name = 'shown' AND f_geometry_column = 'geom'
		ORDER BY CASE WHEN useAsDefault THEN 1 ELSE 2 END, update_time DESC LIMIT 1`).Scan(&style)
	if err != nil || style != "<qgis/>" {
		t.Errorf("%q, %v", style, err)
	}
}
