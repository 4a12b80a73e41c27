package road

import (
	"strings"
	"testing"
)

// A junction: from a one can go straight on to c, left to d, right to e.
const crossroads = `
....d
....|
a---b---c
....|
....e`

var crossStreets = []string{"ab highway=residential", "bc highway=residential", "db highway=residential", "be highway=residential"}

// blocked lists which of some ways cannot be driven directly: "ab-bc ab-db".
func blocked(s sketch, g *Graph, ways string) string {
	var shut []string
	for _, way := range strings.Fields(ways) {
		from, to, _ := strings.Cut(way, "-")
		if s.route(g, from, to) != "b" {
			shut = append(shut, way)
		}
	}
	return strings.Join(shut, " ")
}

const allTurns = "ab-cb ab-db ab-eb cb-ab cb-db cb-eb db-ab db-cb db-eb eb-ab eb-cb eb-db"

// turnRows are the rows 77 to 94 that fit the crossroads: a restriction, and which turns it closes to cars.
var turnRows = []struct{ row, restriction, closed string }{
	{"77", "ab>b>db restriction=no_left_turn", "ab-db"},
	{"77", "ab>b>be restriction=no_right_turn", "ab-eb"},
	{"77", "ab>b>bc restriction=no_straight_on", "ab-cb"},
	{"78", "ab>b>db restriction=no_such_thing", "ab-db"},
	{"79", "ab>b>be restriction=no_right_turn_on_red", ""},
	{"80", "ab>b>db restriction=only_left_turn", "ab-cb ab-eb"},
	{"80", "ab>b>bc restriction=only_straight_on", "ab-db ab-eb"},
	{"80", "ab>b>bc restriction=only_strange", "ab-db ab-eb"},
	{"81", "ab>b>fg restriction=only_left_turn", ""},
	{"81", ">b>bc restriction=only_straight_on", ""},
	{"81", "ab>>bc restriction=only_straight_on", ""},
	{"82", "ab>b>db restriction=no_left_turn except=motorcar", ""},
	{"82", "ab>b>db restriction=no_left_turn except=psv;motorcar", ""},
	{"82", "ab>b>db restriction=no_left_turn except=psv", "ab-db"},
	{"83", "ab>b>db restriction:motorcar=no_left_turn", "ab-db"},
	{"83", "ab>b>db restriction:motor_vehicle=no_left_turn", "ab-db"},
	{"84", "ab>b>db restriction:hgv=no_left_turn", ""},
	{"85", "ab>b>db restriction:conditional=no_left_turn_/_@_/_(Mo-Fr_/_07:00-09:00)", ""},
	{"88", "ab+be>b>db restriction=no_entry", "ab-db eb-db"},
	{"88", "ab>b>db+be restriction=no_exit", "ab-db ab-eb"},
	{"88", "ab+bc>b>db+be restriction=no_entry", ""},
}

func TestTurns(t *testing.T) {
	for _, row := range turnRows {
		s := draw(t, crossroads+"\n\nf--g", append([]string{row.restriction, "fg highway=residential"}, crossStreets...)...)
		if got := blocked(s, s.n.Graph(profile(t, "car")), allTurns); got != row.closed {
			t.Errorf("row %s: %s closes %q, want %q", row.row, row.restriction, got, row.closed)
		}
		if got := blocked(s, s.n.Graph(profile(t, "foot")), allTurns); got != "" {
			t.Errorf("row %s: %s closes %q on foot", row.row, row.restriction, got)
		}
	}
}

// TestPatrolTurns are the differences of patrol in rows 82 and 95.
func TestPatrolTurns(t *testing.T) {
	s := draw(t, crossroads, append(crossStreets, "ab>b>db restriction=no_left_turn except=emergency", "cb>b>be restriction=no_left_turn")...)
	for name, want := range map[string]string{"car": "ab-db cb-eb", "patrol": "cb-eb"} {
		s := draw(t, crossroads, "ab highway=residential", "cb highway=residential", "db highway=residential", "be highway=residential",
			"ab>b>db restriction=no_left_turn except=emergency", "cb>b>be restriction=no_left_turn")
		if got := blocked(s, s.n.Graph(profile(t, name)), allTurns); got != want {
			t.Errorf("%s: %q closed, want %q", name, got, want)
		}
	}
	free := changed(t, "patrol", "restrictions emergency motorcar motor_vehicle vehicle", "")
	if got := blocked(s, s.n.Graph(free), allTurns); got != "" {
		t.Errorf("a patrol that may break turn bans: %q closed", got)
	}
}

// TestTwoRestrictions is rows 87 (sharing from, sharing to) and 92 (the same twice).
func TestTwoRestrictions(t *testing.T) {
	for _, row := range []struct{ one, two, closed string }{
		{"ab>b>db restriction=no_left_turn", "ab>b>be restriction=no_right_turn", "ab-db ab-eb"},
		{"ab>b>db restriction=no_left_turn", "be>b>db restriction=no_straight_on", "ab-db eb-db"},
		{"ab>b>db restriction=no_left_turn", "ab>b>db restriction:motorcar=no_left_turn", "ab-db"},
	} {
		s := draw(t, crossroads, append([]string{row.one, row.two}, crossStreets...)...)
		if got := blocked(s, s.n.Graph(profile(t, "car")), allTurns); got != row.closed {
			t.Errorf("%s and %s close %q, want %q", row.one, row.two, got, row.closed)
		}
	}
}

// A block: from a over b and c to d, or round by e and f.
const block = `
a---b---c---d
....|...|
....e...f`

var blockStreets = []string{"ab highway=residential", "bc highway=residential", "cd highway=residential",
	"be highway=residential", "ef highway=residential", "fc highway=residential"}

// TestViaWays is row 86: only the whole chain is closed, and every part of it alone stays open.
func TestViaWays(t *testing.T) {
	for _, row := range []struct{ restriction, from, to, want string }{
		{"ab>bc>cd restriction=no_straight_on", "ab", "dc", "befc"},
		{"ab>bc>cd restriction=no_straight_on", "ab", "fc", "bc"},
		{"ab>bc>cd restriction=no_straight_on", "eb", "dc", "bc"},
		{"ab>bc>cd restriction=no_straight_on", "bc", "dc", "c"},
		{"ab>bc>cd restriction=no_straight_on", "dc", "ab", "cb"},
		{"ab>be+ef+fc>cd restriction=no_right_turn", "ab", "dc", "bc"},
		{"ab>be+ef+fc>cd restriction=no_right_turn", "eb", "dc", "bc"},
		{"ab>be+ef+fc>cd restriction=no_right_turn", "ef", "dc", "fc"},
		{"ab>bc>cd restriction=only_straight_on", "ab", "fc", "bef"},
		{"ab>bc>cd restriction=only_straight_on", "ab", "dc", "bc"},
		{"ab>bc>cd restriction=only_straight_on", "be", "cf", "bc"},
	} {
		s := draw(t, block, append([]string{row.restriction}, blockStreets...)...)
		if got := s.route(s.n.Graph(profile(t, "car")), row.from, row.to); got != row.want {
			t.Errorf("%s: %s to %s by %q, want %q", row.restriction, row.from, row.to, got, row.want)
		}
	}
}

// TestOverlappingChains is row 87 for chains: abcd and bcf overlap in bc, and abe shares from; all hold.
func TestOverlappingChains(t *testing.T) {
	s := draw(t, block, append([]string{"ab>bc>cd restriction=no_straight_on", "be>bc>fc restriction=no_u_turn", "ab>b>be restriction=no_right_turn"}, blockStreets...)...)
	g := s.n.Graph(profile(t, "car"))
	for _, row := range []struct{ from, to, want string }{
		{"ab", "fc", "bc"}, {"eb", "dc", "bc"}, {"eb", "fc", "ef"}, {"ba", "ab", ""},
	} {
		if got := s.route(g, row.from, row.to); got != row.want {
			t.Errorf("%s to %s by %q, want %q", row.from, row.to, got, row.want)
		}
	}
	if got := s.route(g, "ab", "dc"); got != "bcfcd" && !strings.HasPrefix(got, "bcfe") {
		t.Errorf("ab to dc by %q: neither straight on nor right at b is allowed", got)
	}
}

// TestNoUTurn is row 89, and rows 90 and 91: a street that is split by the junction, and one that goes through it.
func TestNoUTurn(t *testing.T) {
	s := draw(t, crossroads, append([]string{"ab>b>ab restriction=no_u_turn"}, crossStreets...)...)
	g := s.n.Graph(profile(t, "car"))
	if closed := bannedTurns(s, g, "ab"); closed != "ba" {
		t.Errorf("no_u_turn closes ab to %q, want ba", closed)
	}
	s = draw(t, crossroads, "abc highway=residential", "db highway=residential", "be highway=residential", "abc>b>db restriction=no_left_turn")
	g = s.n.Graph(profile(t, "car"))
	if got := blocked(s, g, allTurns); got != "ab-db" {
		t.Errorf("row 91: a street through the junction: %q closed, want the left turn ab-db", got)
	}
	s = draw(t, crossroads, "abc highway=residential oneway=-1", "db highway=residential", "be highway=residential", "abc>b>db restriction=no_entry")
	if got := blocked(s, s.n.Graph(profile(t, "car")), "cb-db cb-eb cb-ab"); got != "cb-db" {
		t.Errorf("row 91: a one-way through the junction: %q closed, want cb-db", got)
	}
}

// bannedTurns lists the streets, named from b outwards, to which no turn leads from a street.
func bannedTurns(s sketch, g *Graph, from string) string {
	arcTo := func(name string) int32 {
		for arc := range int32(2 * len(s.n.edges)) {
			if s.n.nodes[s.n.tail(arc)].at.point() == roundPoint(s.at[rune(name[0])]) && s.n.nodes[s.n.head(arc)].at.point() == roundPoint(s.at[rune(name[1])]) {
				return arc
			}
		}
		return -1
	}
	state := g.stateOf[arcTo(from)]
	var banned []string
	for _, to := range []string{"ba", "bc", "bd", "be"} {
		found := false
		for k := g.first[state]; k < g.first[state+1]; k++ {
			found = found || g.arcOf[g.turns[k].to] == arcTo(to)
		}
		if !found {
			banned = append(banned, to)
		}
	}
	return strings.Join(banned, " ")
}

// TestClippedRestriction is rows 93 and 94: parts that are missing, or closed to cars.
func TestClippedRestriction(t *testing.T) {
	s := draw(t, crossroads, append([]string{"ab>b>zz restriction=no_left_turn"}, crossStreets...)...)
	if got := blocked(s, s.n.Graph(profile(t, "car")), allTurns); got != "" {
		t.Errorf("row 93: %q closed", got)
	}
	s = draw(t, crossroads, "ab highway=residential", "bc highway=footway", "db highway=residential", "be highway=residential", "ab>b>bc restriction=only_straight_on")
	if got := blocked(s, s.n.Graph(profile(t, "car")), "ab-db ab-eb"); got != "" {
		t.Errorf("row 94: an only_ towards a footway closes %q", got)
	}
}

// TestTurningRound is rows 96, 97 and 99 to 103.
func TestTurningRound(t *testing.T) {
	car, foot := profile(t, "car"), profile(t, "foot")
	// A one-way block with a cul-de-sac: the only way back out of it is to turn.
	cul := draw(t, "a---b---c\n....|....\n....d....", "ab highway=residential", "bc highway=residential", "bd highway=residential",
		"ab>b>bc restriction=no_straight_on")
	if got := cul.route(cul.n.Graph(car), "ab", "cb"); got != "bdb" {
		t.Errorf("row 96: %q, want bdb: into the cul-de-sac and back", got)
	}
	// Turning round at the junction b costs 20 s, and going round the loop bcd far more.
	loop := draw(t, "a.b.......c\n...........\n..d.......e", "ab highway=residential oneway=yes", "bd highway=residential", "bcedb highway=residential")
	g := loop.n.Graph(car)
	if got := loop.route(g, "db", "bd"); got != "" {
		t.Errorf("row 102: back along a two-way street: %q, want straight", got)
	}
	ring := draw(t, "a.....b\n.......\nd.....c", "abcda highway=residential oneway=yes")
	if got := ring.route(ring.n.Graph(car), "ba", "ab"); got != "bcda" {
		t.Errorf("rows 100 and 103: behind on a one-way: %q, want round the block", got)
	}
	if got := ring.route(ring.n.Graph(foot), "ba", "ab"); got != "" {
		t.Errorf("row 102, foot: %q, want straight back", got)
	}
	same := ring.near("ab")
	r, err := ring.n.Graph(car).Route(t.Context(), same, same)
	if err != nil || r.Seconds != 0 || r.Metres != 0 || len(r.Line) != 2 || r.Line[0] != r.Line[1] {
		t.Errorf("row 101: to itself: %+v, %v", r, err)
	}
}

// TestGoingOn is row 98: from a stop on the way a route goes on round the block, or back where turning is told; from a
// junction by any street but the one it came by.
func TestGoingOn(t *testing.T) {
	s := draw(t, "a.....b.....c\n......|.....|\n......d.....e", "ab highway=residential", "bc highway=residential", "bdec highway=residential")
	g := s.n.Graph(profile(t, "car"))
	start, stop := s.near("ab"), s.near("bc")
	there, err := g.Route(t.Context(), start, stop)
	if err != nil {
		t.Fatal(err)
	}
	back, err := g.Route(t.Context(), stop, start)
	if err != nil {
		t.Fatal(err)
	}
	on, err := g.Route(t.Context(), there.Onward, start)
	if err != nil {
		t.Fatal(err)
	}
	if back.Metres > there.Metres+1 || on.Metres < back.Metres+100 {
		t.Errorf("row 98: there %.0f m, back %.0f m, going on %.0f m; want the last round the block", there.Metres, back.Metres, on.Metres)
	}
	junction, err := g.Snap(s.at['b'], 100)
	if err != nil {
		t.Fatal(err)
	}
	there, err = g.Route(t.Context(), start, junction)
	if err != nil {
		t.Fatal(err)
	}
	if on, err = g.Route(t.Context(), there.Onward, start); err != nil || on.Metres < there.Metres+100 {
		t.Errorf("row 98: on from the junction %.0f m, %v; want round the block", on.Metres, err)
	}
}

// TestPriceOfTurning is row 97: at a junction of three streets turning round costs 20 s, in the middle of a block it is
// closed.
func TestPriceOfTurning(t *testing.T) {
	s := draw(t, crossroads, crossStreets...)
	g := s.n.Graph(profile(t, "car"))
	mid := draw(t, "a---b---c", "ab highway=residential", "bc highway=residential")
	h := mid.n.Graph(profile(t, "car"))
	for _, row := range []struct {
		g    *Graph
		from int32
		want float64
	}{{g, 0, 20}, {h, 0, -1}, {h, 1, 20}, {h, 2, 20}} {
		got := -1.0
		state := row.g.stateOf[row.from]
		for k := row.g.first[state]; k < row.g.first[state+1]; k++ {
			if row.g.arcOf[row.g.turns[k].to] == row.from^1 && row.g.costs[k] < never {
				got, _ = row.g.measure.unpack(row.g.costs[k] - row.g.arcCosts[row.from])
			}
		}
		if got != row.want {
			t.Errorf("turning round after arc %d: %v s, want %v (-1: closed)", row.from, got, row.want)
		}
	}
}
