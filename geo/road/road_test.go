package road

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
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
		n, _, err := Open(t.Context(), filepath.Join(shared, "badinput/pbf", row[0]))
		if row[3] == "accept" && err != nil || row[3] == "reject" && err == nil || (n == nil) != (err != nil) {
			t.Errorf("%s, %s: want %s, got network %v, error %v", row[0], row[2], row[3], n != nil, err)
		}
	}
}

// TestSanFrancisco reads the whole city and compares with what its description counts: 30,534 ways, 22,965 junctions,
// 9,380 one-ways, 22,847 junctions in the largest strongly connected component.
func TestSanFrancisco(t *testing.T) {
	n, report, err := Open(t.Context(), sharedFile(t, "data/san_francisco/roads.osm.pbf"))
	if err != nil {
		t.Fatal(err)
	}
	if report.Streets != 30534 || report.Nodes != 22965 || report.Edges != 30534 || len(report.LeftOut) != 0 {
		t.Errorf("%v", report)
	}
	g := n.Graph(profile(t, "car"))
	home := map[int32]bool{}
	oneways := 0
	for e, edge := range n.edges {
		forward, back := g.open(int32(2*e)), g.open(int32(2*e+1))
		if forward != back {
			oneways++
		}
		if g.partOf(e) == g.home {
			home[edge.from], home[edge.to] = true, true
		}
	}
	// 9,380 by the tag; motorways without a tag are one-way too.
	if oneways < 9380 || oneways > 9600 || len(home) < 22800 || len(home) > 22965 {
		t.Errorf("%d one-ways, %d junctions at home", oneways, len(home))
	}
}

func TestStands(t *testing.T) {
	n := open(t, "data/san_francisco/roads.osm.pbf")
	g := n.Graph(profile(t, "patrol"))
	stands := g.Stands(60)
	seen := map[Place]bool{}
	for _, p := range stands {
		tags := n.wayTags(p.Edge)
		if !g.usable(p.Edge) || !standable(tags) {
			t.Fatalf("a stand on %v", tags)
		}
		if seen[p] {
			t.Fatalf("%v twice", p)
		}
		seen[p] = true
	}
	if len(stands) < 20000 {
		t.Errorf("%d stands", len(stands))
	}
	if g.Stands(0) != nil {
		t.Error("stands 0 m apart")
	}
}

func TestDescribe(t *testing.T) {
	s := draw(t, "a--b--c--d\n......|...\n......e...", "ab highway=residential name=Long_/_Street", "bc highway=residential name=Long_/_Street",
		"cd highway=residential name=Long_/_Street", "ce highway=residential name=Cross_/_Street", "xy highway=residential")
	for from, want := range map[string][2]string{
		"cb": {"Long Street", "Cross Street"}, "ab": {"Long Street", "Cross Street"}, "dc": {"Long Street", "Cross Street"}, "ec": {"Cross Street", "Long Street"},
	} {
		if street, cross := s.n.Describe(s.near(from)); street != want[0] || cross != want[1] {
			t.Errorf("%s: %q, %q; want %q", from, street, cross, want)
		}
	}
	if street, cross := s.n.Describe(Place{Edge: -1}); street != "" || cross != "" {
		t.Errorf("nowhere: %q, %q", street, cross)
	}
}
