package road

import (
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

const shared = "../../../shared"

// sharedFile is a file of the shared data, or skips the test.
func sharedFile(t testing.TB, path string) string {
	t.Helper()
	full := filepath.Join(shared, path)
	if _, err := os.Stat(full); err != nil {
		t.Skipf("shared data %s is not here", path)
	}
	return full
}

// open reads a shared street network.
func open(t testing.TB, path string) *Network {
	t.Helper()
	n, _, err := Open(t.Context(), sharedFile(t, path))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func profile(t testing.TB, name string) Profile {
	t.Helper()
	p, err := ProfileNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestBadFiles opens every hostile file as its index asks.
func TestBadFiles(t *testing.T) {
	f, err := os.Open(sharedFile(t, "badinput/pbf/index.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		t.Run(row[0], func(t *testing.T) {
			n, report, err := Open(t.Context(), filepath.Join(shared, "badinput/pbf", row[0]))
			t.Log(report, err)
			if row[3] == "accept" && err != nil || row[3] == "reject" && err == nil {
				t.Errorf("%s: want %s, got network %v, error %v", row[2], row[3], n != nil, err)
			}
		})
	}
}

func TestCities(t *testing.T) {
	for _, path := range []string{"san_francisco/roads.osm.pbf", "portland/portland_small.osm.pbf", "portland/portland_central_filtered.osm.pbf",
		"milan/milan_small.osm.pbf", "columbus/columbus.osm.pbf"} {
		t.Run(path, func(t *testing.T) {
			start := time.Now()
			n, report, err := Open(t.Context(), sharedFile(t, "data/"+path))
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%v\n%v", time.Since(start), report)
			for _, name := range ProfileNames() {
				start := time.Now()
				g := n.Graph(profile(t, name))
				built := time.Since(start)
				stands := g.Stands(60)
				t.Logf("%s: %d states, %d turns in %v; %d stands", name, len(g.arcOf), len(g.turns), built, len(stands))
				start = time.Now()
				var places []Place
				for i := range 60 {
					places = append(places, stands[i*len(stands)/60])
				}
				table, err := g.Table(t.Context(), places, places)
				if err != nil {
					t.Fatal(err)
				}
				t.Log("table", time.Since(start))
				start = time.Now()
				for i := range places {
					j := (i + 7) % len(places)
					r, err := g.Route(context.Background(), places[i], places[j])
					if err != nil && !errors.Is(err, ErrNoWay) {
						t.Fatal(err)
					}
					if err == nil && (r.Seconds != table.Seconds[i][j] || r.Metres != table.Metres[i][j]) {
						t.Errorf("route %d to %d: %v s %v m, table %v s %v m", i, j, r.Seconds, r.Metres, table.Seconds[i][j], table.Metres[i][j])
					}
				}
				s, c := n.Describe(places[30])
				t.Log("60 routes", time.Since(start), s, "/", c)
			}
		})
	}
}
