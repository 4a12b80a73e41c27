package road

import (
	"strings"
	"testing"
)

// wayRows are rows 1 to 62 of the semantics: a street's tags, and in which directions car, foot and patrol may use it
// (F along the street's nodes, B against, - closed; no patrol: as car; ? where the row says nothing).
var wayRows = []struct{ row, tags, car, foot, patrol string }{
	{"1", "highway=motorway", "F", "-", ""},
	{"1", "highway=trunk", "FB", "-", ""},
	{"1", "highway=trunk_link", "FB", "-", ""},
	{"1", "highway=motorway foot=yes", "F", "FB", ""},
	{"1", "highway=trunk access=yes", "FB", "FB", ""},
	{"2", "highway=primary", "FB", "FB", ""},
	{"2", "highway=primary_link", "FB", "FB", ""},
	{"2", "highway=secondary", "FB", "FB", ""},
	{"2", "highway=tertiary_link", "FB", "FB", ""},
	{"2", "highway=unclassified", "FB", "FB", ""},
	{"2", "highway=residential", "FB", "FB", ""},
	{"2", "highway=living_street", "FB", "FB", ""},
	{"2", "highway=service", "FB", "FB", ""},
	{"3", "highway=track", "-", "FB", "FB"},
	{"3", "highway=track access=no", "-", "-", "-"},
	{"4", "highway=road", "FB", "FB", ""},
	{"5", "highway=path", "-", "FB", ""},
	{"5", "highway=footway", "-", "FB", ""},
	{"5", "highway=steps", "-", "FB", ""},
	{"5", "highway=pier", "-", "FB", ""},
	{"5", "highway=platform", "-", "FB", ""},
	{"6", "highway=pedestrian", "-", "FB", ""},
	{"6", "highway=pedestrian motor_vehicle=yes", "FB", "FB", ""},
	{"7", "highway=cycleway", "-", "FB", ""},
	{"7", "highway=bridleway", "-", "FB", ""},
	{"7", "highway=cycleway foot=no", "-", "-", ""},
	{"8", "highway=cycleway motor_vehicle=designated", "FB", "FB", ""},
	{"9", "highway=construction", "-", "-", ""},
	{"9", "highway=proposed", "-", "-", ""},
	{"9", "highway=raceway", "-", "-", ""},
	{"9", "highway=teleport", "-", "-", ""},
	{"10", "highway=primary construction=yes", "-", "-", ""},
	{"10", "highway=primary construction=no", "FB", "FB", ""},
	{"10", "highway=primary construction=minor", "FB", "FB", ""},
	{"10", "highway=primary construction=widening", "FB", "FB", ""},
	{"10", "highway=primary proposed=trunk", "FB", "FB", ""},
	{"11", "highway=runway motorcar=yes", "FB", "-", ""},
	{"11", "highway=runway motor_vehicle=yes", "FB", "-", ""},
	{"11", "highway=runway vehicle=yes", "FB", "-", ""},
	{"11", "highway=runway access=yes", "FB", "FB", ""},
	{"14", "highway=primary motorroad=yes", "FB", "-", ""},
	{"15", "highway=service service=emergency_access", "-", "FB", "FB"},
	{"16", "highway=service service=parking_aisle", "FB", "FB", ""},
	{"16", "highway=service service=alley", "FB", "FB", ""},
	{"17", "highway=residential impassable=yes", "-", "-", ""},
	{"17", "highway=residential status=impassable", "-", "-", ""},
	{"17", "highway=residential smoothness=impassable", "-", "-", ""},
	{"18", "highway=residential oneway=reversible", "-", "FB", ""},
	{"18", "highway=residential oneway=alternating", "FB", "FB", ""},
	{"19", "highway=steps access=yes", "-", "FB", ""},
	{"19", "highway=steps motor_vehicle=yes", "-", "FB", ""},

	{"25", "highway=residential oneway=yes", "F", "FB", ""},
	{"25", "highway=residential oneway=true", "F", "FB", ""},
	{"25", "highway=residential oneway=1", "F", "FB", ""},
	{"26", "highway=residential oneway=-1", "B", "FB", ""},
	{"26", "highway=residential oneway=reverse", "B", "FB", ""},
	{"27", "highway=residential oneway=no", "FB", "FB", ""},
	{"27", "highway=residential oneway=false", "FB", "FB", ""},
	{"27", "highway=residential oneway=0", "FB", "FB", ""},
	{"27", "highway=residential oneway=perhaps", "FB", "FB", ""},
	{"28", "highway=residential junction=roundabout", "F", "FB", ""},
	{"28", "highway=residential junction=circular", "F", "FB", ""},
	{"30", "highway=motorway_link", "FB", "-", ""},
	{"31", "highway=motorway oneway=no", "FB", "-", ""},
	{"32", "highway=residential oneway=yes oneway:motor_vehicle=no", "FB", "FB", ""},
	{"32", "highway=residential oneway:motorcar=yes oneway:vehicle=no", "F", "FB", ""},
	{"33", "highway=residential oneway=yes oneway:bicycle=no", "F", "FB", ""},
	{"34", "highway=residential oneway:foot=yes", "FB", "F", ""},
	{"35", "highway=residential oneway:foot=-1", "FB", "B", ""},
	{"36", "highway=residential vehicle:forward=no", "B", "FB", ""},
	{"37", "highway=residential vehicle:backward=no", "F", "FB", ""},

	{"39", "highway=residential access=no", "-", "-", ""},
	{"40", "highway=residential access=no motor_vehicle=yes", "FB", "-", ""},
	{"41", "highway=residential access=yes motor_vehicle=no", "-", "FB", ""},
	{"42", "highway=residential vehicle=no motorcar=yes", "FB", "FB", ""},
	{"43", "highway=residential motor_vehicle=no motorcar=yes", "FB", "FB", ""},
	{"44", "highway=residential vehicle=yes motor_vehicle=no", "-", "FB", ""},
	{"45", "highway=residential access=no foot=yes", "-", "FB", ""},
	{"46", "highway=residential foot=no", "FB", "-", ""},
	{"46", "highway=residential foot=use_sidepath", "FB", "-", ""},
	{"47", "highway=residential access=private", "FB", "-", ""},
	{"48", "highway=residential access=destination", "FB", "FB", ""},
	{"48", "highway=residential access=delivery", "FB", "-", ""},
	{"48", "highway=residential access=customers", "FB", "FB", ""},
	{"48", "highway=residential access=permit", "FB", "FB", ""},
	{"48", "highway=residential access=residents", "FB", "FB", ""},
	{"49", "highway=residential access=agricultural", "-", "-", ""},
	{"49", "highway=residential access=forestry", "-", "-", ""},
	{"49", "highway=residential access=psv", "-", "?", ""},
	{"49", "highway=residential access=bus", "-", "?", ""},
	{"49", "highway=residential access=taxi", "-", "?", ""},
	{"49", "highway=residential access=military", "-", "?", ""},
	{"49", "highway=residential access=official", "-", "?", ""},
	{"49", "highway=residential access=restricted", "-", "?", ""},
	{"50", "highway=residential access=emergency", "-", "-", "FB"},
	{"50", "highway=residential access=emergency_vehicle", "-", "-", "FB"},
	{"51", "highway=service access=no emergency=yes", "-", "-", "FB"},
	{"51", "highway=service motor_vehicle=no emergency=designated", "-", "FB", "FB"},
	{"52", "highway=service emergency=no", "FB", "FB", "-"},
	{"53", "highway=residential access=whatever", "FB", "FB", ""},
	{"53", "highway=residential access=unknown", "FB", "FB", ""},
	{"54", "highway=residential access=agricultural;forestry", "-", "-", ""},
	{"54", "highway=residential access=agricultural;yes", "FB", "FB", ""},
	{"55", "highway=residential bicycle=no psv=no hgv=no", "FB", "FB", ""},
	{"55", "highway=residential foot=no", "FB", "-", ""},
	{"56", "highway=residential access=yes access:forward=no", "B", "B", ""},
	{"57", "highway=residential access=no access:forward=yes", "F", "F", ""},
	{"58", "highway=residential motorcar=yes access:forward=no", "FB", "B", ""},
	{"59", "highway=residential motor_vehicle:conditional=no_/_@_/_(Mo-Fr_/_07:00-09:00)", "FB", "FB", ""},
	{"60", "highway=residential hov=designated", "FB", "FB", ""},
	{"61", "highway=residential toll=yes", "FB", "FB", ""},
	{"62", "highway=residential maxheight=1.8", "-", "FB", ""},
	{"62", "highway=residential maxheight=6'", "-", "FB", ""},
	{"62", "highway=residential maxheight=6'7\"", "FB", "FB", ""},
	{"62", "highway=residential maxwidth=1.5_/_m", "-", "FB", ""},
	{"62", "highway=residential maxweight=2", "-", "FB", ""},
	{"62", "highway=residential maxweight=7.5_/_t", "FB", "FB", ""},
	{"62", "highway=residential maxheight=none", "FB", "FB", ""},

	{"113", "highway=residential access=no maxspeed=50", "-", "-", ""},
	{"120", "route=ferry foot=yes", "-", "-", ""},
}

func TestWays(t *testing.T) {
	for _, row := range wayRows {
		s := draw(t, "a--b", "ab "+row.tags)
		want := map[string]string{"car": row.car, "foot": row.foot, "patrol": row.patrol}
		if want["patrol"] == "" {
			want["patrol"] = row.car
		}
		for _, name := range ProfileNames() {
			if got := s.directions(s.n.Graph(profile(t, name))); got != want[name] && want[name] != "?" {
				t.Errorf("row %s: %s for %s: %s, want %s", row.row, row.tags, name, got, want[name])
			}
		}
	}
}

// TestNoStreets is rows 12 and 13: what is no street is not even read.
func TestNoStreets(t *testing.T) {
	for _, tags := range []string{"railway=rail", "building=yes", "landuse=forest", "leisure=track"} {
		file := `<osm><node id="1" lon="0" lat="0"/><node id="2" lon="0" lat="1e-3"/><way id="1"><nd ref="1"/><nd ref="2"/>` +
			tagXML([]string{tags}) + `</way></osm>`
		if _, _, err := Decode(t.Context(), strings.NewReader(file), "f"); err == nil {
			t.Errorf("%s is taken for a street", tags)
		}
	}
}

// TestAreas is rows 20 to 24.
func TestAreas(t *testing.T) {
	square := "a-b\n|.|\nd-c"
	for _, row := range []struct{ row, tags, profile, there, back string }{
		{"20", "highway=service area=yes", "car", "no", "no"},
		{"20", "highway=service area=yes", "patrol", "b", "b"},
		{"21", "highway=pedestrian area=yes", "foot", "b", "b"},
		{"22", "highway=residential junction=roundabout", "car", "b", "cda"},
		{"24", "amenity=parking", "foot", "b", "b"},
		{"24", "amenity=parking", "car", "no", "no"},
		{"24", "amenity=parking", "patrol", "no", "no"},
	} {
		s := draw(t, square, "abcda "+row.tags)
		g := s.n.Graph(profile(t, row.profile))
		if there, back := s.route(g, "ab", "bc"), s.route(g, "bc", "ab"); there != row.there || back != row.back {
			t.Errorf("row %s, %s: there by %s, back by %s; want %s, %s", row.row, row.tags, there, back, row.there, row.back)
		}
	}
	file := `<osm><node id="1" lon="0" lat="0"/><node id="2" lon="0" lat="1e-3"/><way id="1"><nd ref="1"/><nd ref="2"/></way>
		<relation id="1"><member type="way" ref="1" role="outer"/><tag k="type" v="multipolygon"/><tag k="highway" v="pedestrian"/></relation></osm>`
	n, _, err := Decode(t.Context(), strings.NewReader(file), "row 23")
	if err != nil {
		t.Fatal(err)
	}
	if !n.Graph(profile(t, "foot")).open(0) {
		t.Error("row 23: the outline of a pedestrian multipolygon is closed on foot")
	}
}

// TestAgainstOneway is row 38: off by default; where a profile allows it, slower by its factor.
func TestAgainstOneway(t *testing.T) {
	s := draw(t, "a--b", "ab highway=residential oneway=yes")
	brave := changed(t, "patrol", "# against 3", "against 3")
	if got := s.directions(s.n.Graph(profile(t, "patrol"))); got != "F" {
		t.Errorf("patrol by default: %s, want F", got)
	}
	g := s.n.Graph(brave)
	r, err := g.Route(t.Context(), s.near("ba"), s.near("ab"))
	if err != nil {
		t.Fatal(err)
	}
	// 50 m at a third of 25 km/h: 50 * 3.6 * 3 / 25 = 21.6 s
	if r.Seconds < 21.5 || r.Seconds > 21.7 || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "against a one-way") {
		t.Errorf("against the one-way: %v s, warnings %q; want 21.6 s and one warning", r.Seconds, r.Warnings)
	}
	if r, err := g.Route(t.Context(), s.near("ab"), s.near("ba")); err != nil || len(r.Warnings) > 0 {
		t.Errorf("along the one-way: %v, warnings %q", err, r.Warnings)
	}
}

// TestToll is the flag of row 61.
func TestToll(t *testing.T) {
	s := draw(t, "a--b", "ab highway=residential toll=yes")
	r, err := s.n.Graph(profile(t, "car")).Route(t.Context(), s.near("ab"), s.near("ba"))
	if err != nil || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "toll") {
		t.Errorf("%v, warnings %q: want one about a toll", err, r.Warnings)
	}
}

// changed is a profile of the program with one text replaced.
func changed(t *testing.T, name, old, new string) Profile {
	t.Helper()
	table, err := profileFiles.ReadFile("profiles/" + name + ".profile")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(table), old) {
		t.Fatalf("profile %s does not say %q", name, old)
	}
	p, err := ReadProfile(strings.NewReader(strings.Replace(string(table), old, new, 1)), name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestDestinationOnly is the rule below row 62, for each tag of rows 47, 48 and 60 that may not be passed through.
func TestDestinationOnly(t *testing.T) {
	for _, tag := range []string{"access=destination", "access=private", "motor_vehicle=customers", "hov=designated"} {
		s := draw(t, "a.b.c.d.e\n.........\n.x.....y.",
			"ab highway=residential", "bcd highway=residential "+tag, "de highway=residential", "axye highway=residential")
		g := s.n.Graph(profile(t, "car"))
		for _, row := range []struct{ from, to, want string }{
			{"ab", "cb", "b"}, {"ab", "ed", "axye"}, {"cb", "dc", "c"}, {"cb", "ed", "cd"},
		} {
			if got := s.route(g, row.from, row.to); got != row.want {
				t.Errorf("%s: %s to %s by %q, want %q", tag, row.from, row.to, got, row.want)
			}
		}
		s = draw(t, "a.b.c.d.e", "ab highway=residential", "bcd highway=residential "+tag, "de highway=residential")
		if got := s.route(s.n.Graph(profile(t, "car")), "ab", "ed"); got != "bcd" {
			t.Errorf("%s, no other way: %q, want bcd", tag, got)
		}
	}
}
