package road

import (
	"math"
	"strings"
	"testing"
)

// pointRows are rows 63 to 76: the tags of a point in the middle of a street, and what passing it costs car, foot and
// patrol: free, a number of seconds, or closed (no patrol: as car; no foot: free).
var pointRows = []struct{ row, tags, car, foot, patrol string }{
	{"63", "barrier=bollard", "closed", "", ""},
	{"63", "barrier=block", "closed", "", ""},
	{"63", "barrier=wall", "closed", "closed", ""},
	{"63", "barrier=fence", "closed", "closed", ""},
	{"63", "barrier=yes", "closed", "closed", ""},
	{"63", "barrier=kissing_gate", "closed", "", ""},
	{"63", "barrier=stile", "closed", "", ""},
	{"63", "barrier=cycle_barrier", "closed", "", ""},
	{"63", "barrier=jersey_barrier", "closed", "", ""},
	{"64", "barrier=bollard bollard=rising", "free", "", ""},
	{"64", "barrier=bollard bollard=removable", "closed", "", ""},
	{"65", "barrier=gate", "60", "", ""},
	{"65", "barrier=lift_gate", "60", "", ""},
	{"66", "barrier=gate access=yes", "free", "", ""},
	{"67", "barrier=gate access=private", "60", "closed", ""},
	{"68", "barrier=gate access=no", "closed", "closed", ""},
	{"69", "barrier=bollard motor_vehicle=yes", "free", "", ""},
	{"69", "barrier=block access=permissive", "free", "", ""},
	{"70", "barrier=cattle_grid", "free", "", ""},
	{"70", "barrier=toll_booth", "15", "", ""},
	{"70", "barrier=border_control", "60", "", ""},
	{"70", "barrier=sally_port", "free", "", ""},
	{"70", "barrier=entrance", "free", "", ""},
	{"71", "barrier=kerb", "closed", "", ""},
	{"71", "barrier=kerb kerb=lowered", "free", "", ""},
	{"71", "barrier=kerb kerb=flush", "free", "", ""},
	{"71", "barrier=kerb highway=crossing", "free", "", ""},
	{"72", "barrier=height_restrictor maxheight=1.8", "closed", "", ""},
	{"72", "barrier=height_restrictor maxheight=2.5", "free", "", ""},
	{"73", "barrier=hedgehog", "closed", "", ""},
	{"74", "access=no", "closed", "closed", ""},
	{"74", "motor_vehicle=no", "closed", "", ""},
	{"69", "barrier=bollard emergency=yes", "closed", "", "free"},
	{"117", "highway=traffic_signals", "2", "2", ""},
	{"117", "highway=traffic_signals traffic_signals:direction=forward", "2", "2", ""},
	{"117", "highway=traffic_signals traffic_signals:direction=backward", "free", "", ""},
}

func TestPoints(t *testing.T) {
	for _, row := range pointRows {
		s := draw(t, "a--b--c", "abc highway=residential", "b "+row.tags)
		open := draw(t, "a--b--c", "abc highway=residential")
		want := map[string]string{"car": row.car, "foot": row.foot, "patrol": row.patrol}
		for name, or := range map[string]string{"foot": "free", "patrol": row.car} {
			if want[name] == "" {
				want[name] = or
			}
		}
		for _, name := range ProfileNames() {
			p := profile(t, name)
			if got := delay(t, s, s.n.Graph(p), open.n.Graph(p)); got != want[name] {
				t.Errorf("row %s: %s for %s: %s, want %s", row.row, row.tags, name, got, want[name])
			}
		}
	}
}

// delay is how much longer the way from a to c takes than on a street without the point in it.
func delay(t *testing.T, s sketch, with, without *Graph) string {
	from, to := s.near("ab"), s.near("cb")
	r, err := with.Route(t.Context(), from, to)
	if err != nil {
		return "closed"
	}
	plain, err := without.Route(t.Context(), placed(without, from), placed(without, to))
	if err != nil {
		t.Fatal(err)
	}
	seconds := math.Round(r.Seconds - plain.Seconds)
	return map[float64]string{0: "free", 2: "2", 15: "15", 60: "60"}[seconds]
}

// placed is a place of one network on another.
func placed(g *Graph, p Place) Place {
	q, err := g.Snap(p.Point, 1)
	if err != nil {
		panic(err)
	}
	return q
}

// TestRemovableBollard is the option of row 64.
func TestRemovableBollard(t *testing.T) {
	s := draw(t, "a--b--c", "abc highway=residential", "b barrier=bollard bollard=removable")
	g := s.n.Graph(changed(t, "patrol", "# barrier removable_bollard 30", "barrier removable_bollard 30"))
	if got := s.route(g, "ab", "cb"); got != "b" {
		t.Errorf("got %q, want b", got)
	}
}

// TestBarrierAtJunction is row 75: nobody crosses it, each side is reached from its own side, and (row 99) one can turn
// round there.
func TestBarrierAtJunction(t *testing.T) {
	s := draw(t, "....d\n....|\na---b---c", "ab highway=residential", "bc highway=residential", "bd highway=residential", "b barrier=bollard")
	car, foot := s.n.Graph(profile(t, "car")), s.n.Graph(profile(t, "foot"))
	for _, way := range []string{"ab cb", "ab db", "db ab", "cb db"} {
		from, to, _ := strings.Cut(way, " ")
		if got := s.route(car, from, to); got != "no" {
			t.Errorf("car %s: %q, want no", way, got)
		}
		if got := s.route(foot, from, to); got != "b" {
			t.Errorf("foot %s: %q, want b", way, got)
		}
	}
	if got := s.route(car, "ab", "ba"); got != "" {
		t.Errorf("to the barrier: %q, want straight", got)
	}
	one := draw(t, "a---b---c", "abc highway=residential", "b barrier=bollard")
	g := one.n.Graph(profile(t, "car"))
	if next := g.arcOf[g.turns[g.first[g.stateOf[0]]].to]; next != 1 || g.costs[g.first[g.stateOf[0]]] >= never {
		t.Error("row 99: no turning round at the bollard")
	}
}

// TestPointsOnlyRestrict is row 76.
func TestPointsOnlyRestrict(t *testing.T) {
	s := draw(t, "a--b--c", "abc highway=residential access=no", "b access=yes")
	if got := s.route(s.n.Graph(profile(t, "car")), "ab", "cb"); got != "no" {
		t.Errorf("got %q, want no", got)
	}
}
