package road

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

func every(string) bool { return true }

// TestWithinJoinsAStreet draws a main road through two junctions: one line, whose pieces were three edges.
func TestWithinJoinsAStreet(t *testing.T) {
	s := draw(t, `
 e f
abcd
 g h`, "abcd highway=primary name=Main", "ebg highway=residential name=First", "fcd highway=service")
	var got []string
	s.n.Within(s.n.Bound(), every, func(name, class string, line orb.LineString) {
		got = append(got, fmt.Sprint(name, " ", class, " ", len(line)))
	})
	if want := []string{"Main primary 4", "First residential 3", " service 3"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	s.n.Within(s.n.Bound(), func(class string) bool { return class == "primary" }, func(_, class string, _ orb.LineString) {
		if class != "primary" {
			t.Errorf("a %s street, asked for primary", class)
		}
	})
}

// TestWithinFindsWhatALoopFinds compares random rectangles with a look at every edge.
func TestWithinFindsWhatALoopFinds(t *testing.T) {
	s := draw(t, `
a b c d
e f g h
i j k l
m n o p`, "abcd highway=primary", "efgh highway=residential", "ijkl highway=residential", "mnop highway=residential",
		"aeim highway=residential", "bfjn highway=residential", "cgko highway=residential", "dhlp highway=residential", "afkp highway=footway")
	all := s.n.Bound()
	rng := rand.New(rand.NewPCG(1, 1))
	some := 0
	for range 200 {
		at := func(i int) float64 { return all.Min[i] + (1.2*rng.Float64()-0.1)*(all.Max[i]-all.Min[i]) }
		b := orb.MultiPoint{{at(0), at(1)}, {at(0), at(1)}}.Bound()
		points, want := 0, 0
		s.n.Within(b, every, func(_, _ string, line orb.LineString) { points += len(line) - 1 })
		for e := range s.n.edges {
			if line := s.n.line(e); line.Bound().Intersects(b) {
				want += len(line) - 1
			}
		}
		if points != want {
			t.Errorf("%v: %d segments, a loop over all finds %d", b, points, want)
		}
		some += want
	}
	if some == 0 {
		t.Error("no rectangle held a street")
	}
}

func TestWithinBeyondTheWorld(t *testing.T) {
	s := draw(t, "ab", "ab highway=primary")
	count := 0
	s.n.Within(orb.Bound{Min: orb.Point{-1e9, -1e9}, Max: orb.Point{1e9, 1e9}}, every, func(_, _ string, _ orb.LineString) { count++ })
	if count != 1 {
		t.Errorf("%d streets in more than the world, want the one there is", count)
	}
}
