package postgres

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/data/postgres/pgtest"
	"nightbeat/data/sqlite"
	"nightbeat/data/storetest"
	"nightbeat/planner"
)

// server is shared by the tests of the package; nil where it is not installed.
var server *pgtest.Server

func TestMain(m *testing.M) {
	var err error
	if server, err = pgtest.Start(); err != nil && !errors.Is(err, pgtest.ErrAbsent) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	exit := m.Run()
	if server != nil {
		if err := server.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			exit = 1
		}
	}
	os.Exit(exit)
}

// address is that of an empty database.
func address(t testing.TB) string {
	t.Helper()
	if server == nil {
		t.Skip(pgtest.ErrAbsent)
	}
	return server.Empty(t)
}

func opened(t testing.TB, address string) *Store {
	t.Helper()
	s, err := Open(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) data.Store { return opened(t, address(t)) })
}

// TestAllStoresAgree puts the same random questions to every store: the same incidents come back, page by page.
func TestAllStoresAgree(t *testing.T) {
	file, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "a.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	stores := []data.Store{&data.Memory{}, file, opened(t, address(t))}
	given := append(storetest.Town(8, 300), storetest.Town(9, 300)...)
	given = append(given, storetest.Town(8, 20)...) // the same once more
	given[619].Category = "Changed"
	var counts []data.Imported
	for _, s := range stores {
		done, err := s.Import(t.Context(), data.Given(given))
		if err != nil {
			t.Fatal(err)
		}
		counts = append(counts, done)
	}
	if want := (data.Imported{New: 600, Changed: 1, Same: 19}); counts[0] != want || counts[1] != want || counts[2] != want {
		t.Fatalf("imports did %+v, want %+v each", counts, want)
	}
	questions := 1000
	if testing.Short() {
		questions = 200
	}
	rng := rand.New(rand.NewPCG(6, 6))
	for range questions {
		q := storetest.Question(rng, given)
		q.Limit = 20 + rng.IntN(600)
		agree(t, stores, q)
	}
}

// agree has all stores answer a question, page by page.
func agree(t *testing.T, stores []data.Store, q data.Query) {
	t.Helper()
	want, pages := walk(t, stores[0], q)
	for _, s := range stores[1:] {
		got, turns := walk(t, s, q)
		if !slices.EqualFunc(got, want, data.Same) || !slices.Equal(turns, pages) {
			t.Fatalf("%+v: %T gives %d incidents on %v, %T %d on %v", q, s, len(got), turns, stores[0], len(want), pages)
		}
	}
}

// turn is what a page tells of itself.
type turn struct {
	size, matched int
	more          bool
}

func walk(t *testing.T, s data.Store, q data.Query) (all []planner.Incident, pages []turn) {
	t.Helper()
	for more := true; more; {
		p, err := s.Incidents(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range p.Incidents {
			all, q.After = append(all, k.Incident), k.Number
		}
		pages = append(pages, turn{len(p.Incidents), p.Matched, p.More})
		more = p.More
	}
	return all, pages
}

// TestImportIsAllOrNothing has an import fail at its last incident: nothing of it is there.
func TestImportIsAllOrNothing(t *testing.T) {
	s := opened(t, address(t))
	given := storetest.Town(1, 50)
	given[49].Category = "a\x00b"
	if _, err := s.Import(t.Context(), data.Given(given)); err == nil || !strings.Contains(err.Error(), "NUL") {
		t.Fatalf("%v, want a word about NUL", err)
	}
	if sp, err := s.Span(t.Context()); err != nil || sp.Count != 0 {
		t.Errorf("%+v, %v: something of the import stayed", sp, err)
	}
}

// TestManyOpenAtOnce has servers start at the same moment on an empty database: one makes the tables, all work.
func TestManyOpenAtOnce(t *testing.T) {
	at := address(t)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			s, err := Open(context.Background(), at)
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			if _, err := s.Import(context.Background(), data.Given(storetest.Town(uint64(i), 20))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if sp, err := opened(t, at).Span(t.Context()); err != nil || sp.Count != 80 {
		t.Errorf("%+v, %v, want 80 incidents", sp, err)
	}
}

// TestOneSeesWhatAnotherWrites reads on one machine what the other has just imported, though it remembers older answers.
func TestOneSeesWhatAnotherWrites(t *testing.T) {
	at := address(t)
	a, b := opened(t, at), opened(t, at)
	for n := 1; n <= 3; n++ {
		if _, err := a.Import(t.Context(), data.Given(storetest.Town(uint64(n), 10))); err != nil {
			t.Fatal(err)
		}
		p, err := b.Incidents(t.Context(), data.Query{Limit: 1})
		if err != nil || p.Matched != 10*n {
			t.Errorf("%d matched, %v, want %d", p.Matched, err, 10*n)
		}
		past, err := b.Past(t.Context())
		if err != nil || len(past) != 10*n {
			t.Errorf("a past of %d, %v, want %d", len(past), err, 10*n)
		}
		if sp, err := b.Span(t.Context()); err != nil || sp.Count != 10*n {
			t.Errorf("%+v, %v, want %d", sp, err, 10*n)
		}
	}
}

// TestLayersAreMadeAnew drops a column from a plan's layer, as an older version would have it: opening brings it back,
// filled from the plan's document.
func TestLayersAreMadeAnew(t *testing.T) {
	at := address(t)
	s := opened(t, at)
	if _, err := s.SavePlan(t.Context(), storetest.Night(), storetest.Created); err != nil {
		t.Fatal(err)
	}
	if _, err := s.pool.Exec(t.Context(), `ALTER TABLE stops DROP COLUMN color`); err != nil {
		t.Fatal(err)
	}
	var color, place string
	again := opened(t, at)
	if err := again.pool.QueryRow(t.Context(), `SELECT color, ST_AsText(geom) FROM stops`).Scan(&color, &place); err != nil || color != "#123456" || place != "POINT(118.21 39.71)" {
		t.Errorf("color %q, place %q, %v", color, place, err)
	}
	var legs int
	if err := again.pool.QueryRow(t.Context(), `SELECT count(*) FROM legs WHERE ST_Length(geom) > 0`).Scan(&legs); err != nil || legs != 2 {
		t.Errorf("%d legs, %v, want 2", legs, err)
	}
}

func TestNewerStoreIsRefused(t *testing.T) {
	at := address(t)
	s := opened(t, at)
	if _, err := s.pool.Exec(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, true)`); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), at); err == nil || !strings.Contains(err.Error(), "newer") {
		t.Errorf("%v, want a word about a newer version", err)
	}
}

// TestIndexFindsABox has the database say how it counts what lies in a small box: by the spatial index.
func TestIndexFindsABox(t *testing.T) {
	s := opened(t, address(t))
	if _, err := s.Import(t.Context(), data.Given(storetest.Town(1, 5000))); err != nil {
		t.Fatal(err)
	}
	if _, err := s.pool.Exec(t.Context(), `ANALYZE incidents`); err != nil {
		t.Fatal(err)
	}
	where := conditions(data.Query{Within: []orb.Bound{{Min: orb.Point{118.05, 39.05}, Max: orb.Point{118.051, 39.051}}}})
	rows, err := s.pool.Query(t.Context(), `EXPLAIN SELECT count(*) FROM incidents`+where.text(), where.args...)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if how := strings.Join(lines, "\n"); err != nil || !strings.Contains(how, "incidents_geom") {
		t.Errorf("%v\n%s", err, how)
	}
}
