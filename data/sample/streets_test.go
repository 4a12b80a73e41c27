package sample_test

import (
	"encoding/xml"
	"testing"

	"github.com/paulmach/orb/geo"
	"github.com/paulmach/osm"

	"nightbeat/data/sample"
)

func readStreets(t *testing.T) *osm.OSM {
	t.Helper()
	body, err := unpack(sample.Streets())
	if err != nil {
		t.Fatal(err)
	}
	var data osm.OSM
	if err := xml.Unmarshal(body, &data); err != nil {
		t.Fatal(err)
	}
	return &data
}

// byCar says whether a patrol car may use a way at all.
func byCar(w *osm.Way) bool {
	class := w.Tags.Find("highway")
	return class != "" && class != "footway" && class != "pedestrian"
}

func onFoot(w *osm.Way) bool { return w.Tags.Find("highway") != "" }

// walk is a plain graph of a file's ways for cars (with one-ways and locked gates) or for people on foot (without).
type walk struct {
	next, before map[osm.NodeID][]osm.NodeID
	shut         map[osm.NodeID]bool
}

func newWalk(data *osm.OSM, cars bool, use func(*osm.Way) bool) walk {
	g := walk{map[osm.NodeID][]osm.NodeID{}, map[osm.NodeID][]osm.NodeID{}, map[osm.NodeID]bool{}}
	for _, n := range data.Nodes {
		g.shut[n.ID] = cars && (n.Tags.Find("access") == "private" || n.Tags.Find("barrier") == "bollard")
	}
	for _, w := range data.Ways {
		if !use(w) {
			continue
		}
		oneway := w.Tags.Find("oneway")
		for k := 1; k < len(w.Nodes); k++ {
			a, b := w.Nodes[k-1].ID, w.Nodes[k].ID
			if !cars || oneway != "-1" {
				g.next[a], g.before[b] = append(g.next[a], b), append(g.before[b], a)
			}
			if !cars || oneway != "yes" {
				g.next[b], g.before[a] = append(g.next[b], a), append(g.before[a], b)
			}
		}
	}
	return g
}

// reach is every node that can be reached; what is shut is reached and not passed.
func (g walk) reach(from osm.NodeID, steps map[osm.NodeID][]osm.NodeID) map[osm.NodeID]bool {
	seen, todo := map[osm.NodeID]bool{from: true}, []osm.NodeID{from}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		if g.shut[at] {
			continue
		}
		for _, to := range steps[at] {
			if !seen[to] {
				seen[to] = true
				todo = append(todo, to)
			}
		}
	}
	return seen
}

// atStation is the street node nearest to the station.
func atStation(data *osm.OSM) osm.NodeID {
	station, onStreet := sample.Truth().Places[0].At, map[osm.NodeID]bool{}
	for _, w := range data.Ways {
		for _, n := range w.Nodes {
			onStreet[n.ID] = onStreet[n.ID] || byCar(w)
		}
	}
	best, nearest := osm.NodeID(0), 1e9
	for _, n := range data.Nodes {
		if d := geo.Distance(n.Point(), station); onStreet[n.ID] && d < nearest {
			best, nearest = n.ID, d
		}
	}
	return best
}

func TestStreetsHoldTogether(t *testing.T) {
	data := readStreets(t)
	nodes, ways, used := map[osm.NodeID]bool{}, map[osm.WayID]*osm.Way{}, map[osm.NodeID]bool{}
	for _, n := range data.Nodes {
		if nodes[n.ID] {
			t.Errorf("node %d occurs twice", n.ID)
		}
		nodes[n.ID] = true
	}
	for _, w := range data.Ways {
		if ways[w.ID] != nil || len(w.Nodes) < 2 {
			t.Errorf("way %d occurs twice or has fewer than two nodes", w.ID)
		}
		ways[w.ID] = w
		if (w.Tags.Find("name") == "") != (w.Tags.Find("name:en") == "") {
			t.Errorf("way %d is named in one language only", w.ID)
		}
		for k, n := range w.Nodes {
			if !nodes[n.ID] || k > 0 && n.ID == w.Nodes[k-1].ID {
				t.Errorf("way %d: node %d is missing or repeated", w.ID, n.ID)
			}
			used[n.ID] = true
		}
	}
	for _, n := range data.Nodes {
		if !used[n.ID] && n.Tags.Find("amenity") == "" {
			t.Errorf("node %d is on no way", n.ID)
		}
	}
	for _, r := range data.Relations {
		checkRestriction(t, r, ways)
	}
}

// checkRestriction asks that from and to are streets that end at via.
func checkRestriction(t *testing.T, r *osm.Relation, ways map[osm.WayID]*osm.Way) {
	t.Helper()
	if len(r.Members) != 3 || r.Members[1].Role != "via" {
		t.Fatalf("restriction %d: members %v", r.ID, r.Members)
	}
	via := osm.NodeID(r.Members[1].Ref)
	for _, k := range []int{0, 2} {
		w := ways[osm.WayID(r.Members[k].Ref)]
		if w == nil || !byCar(w) || w.Nodes[0].ID != via && w.Nodes[len(w.Nodes)-1].ID != via {
			t.Errorf("restriction %d: member %v does not end at node %d", r.ID, r.Members[k], via)
		}
	}
}

// Every street can be driven to from the station and back, every path walked to.
func TestStreetsAreConnected(t *testing.T) {
	data := readStreets(t)
	start := atStation(data)
	for _, c := range []struct {
		who  string
		cars bool
		use  func(*osm.Way) bool
	}{{"car", true, byCar}, {"foot", false, onFoot}} {
		g := newWalk(data, c.cars, c.use)
		there, back := g.reach(start, g.next), g.reach(start, g.before)
		count := map[osm.NodeID]bool{}
		for _, w := range data.Ways {
			for _, n := range w.Nodes {
				if !c.use(w) {
					continue
				}
				count[n.ID] = true
				if !there[n.ID] || !back[n.ID] {
					t.Errorf("%s: node %d of way %d %v: there %v, back %v", c.who, n.ID, w.ID, w.Tags, there[n.ID], back[n.ID])
				}
			}
		}
		if len(count) < 1500 || len(count) > 4000 {
			t.Errorf("%s: %d street nodes", c.who, len(count))
		}
	}
}

// By car the south is reached by the underpass or the level crossing, the east by the three bridges, and in no other
// way: with those closed the hot spot behind each is out of reach.
func TestRailwayAndRiverDivideTheTown(t *testing.T) {
	data := readStreets(t)
	crossing := map[osm.NodeID]bool{}
	for _, n := range data.Nodes {
		crossing[n.ID] = n.Tags.Find("railway") == "level_crossing"
	}
	overRail := func(w *osm.Way) bool {
		for _, n := range w.Nodes {
			if crossing[n.ID] {
				return true
			}
		}
		return w.Tags.HasTag("tunnel")
	}
	overRiver := func(w *osm.Way) bool { return w.Tags.HasTag("bridge") }
	for _, c := range []struct {
		closed func(*osm.Way) bool
		count  int
		beyond string
	}{{overRail, 2, "vehicles-tiedao"}, {overRiver, 3, "burglaries-donghe"}} {
		count := 0
		for _, w := range data.Ways {
			if byCar(w) && c.closed(w) {
				count++
			}
		}
		if count != c.count {
			t.Errorf("%d streets lead to %s, want %d", count, c.beyond, c.count)
		}
		g := newWalk(data, true, func(w *osm.Way) bool { return byCar(w) && !c.closed(w) })
		reached := g.reach(atStation(data), g.next)
		for _, h := range sample.Truth().HotSpots {
			for _, n := range data.Nodes {
				if h.ID == c.beyond && reached[n.ID] && geo.Distance(n.Point(), h.Centre) < float64(h.RadiusM) {
					t.Errorf("%s is reached at node %d with its crossings closed", c.beyond, n.ID)
				}
			}
		}
	}
}

// The town has what makes streets hard: counts of the tags that a reader has to understand.
func TestStreetsHaveWhatMakesThemHard(t *testing.T) {
	data, tags := readStreets(t), map[string]int{}
	for _, n := range data.Nodes {
		for _, tag := range n.Tags {
			tags[tag.Key+"="+tag.Value]++
		}
	}
	for _, w := range data.Ways {
		for _, tag := range w.Tags {
			tags[tag.Key+"="+tag.Value]++
		}
	}
	for _, r := range data.Relations {
		tags["restriction="+r.Tags.Find("restriction")]++
	}
	for _, want := range []string{
		"oneway=yes", "oneway=-1", "bridge=yes", "tunnel=yes", "railway=level_crossing", "barrier=lift_gate",
		"barrier=gate", "access=private", "barrier=bollard", "highway=service", "service=alley", "highway=footway",
		"highway=pedestrian", "highway=living_street", "highway=track", "highway=traffic_signals", "maxspeed=60",
		"restriction=no_left_turn", "restriction=no_u_turn", "restriction=only_straight_on", "waterway=river",
	} {
		if tags[want] == 0 {
			t.Errorf("nothing is tagged %s", want)
		}
	}
}
