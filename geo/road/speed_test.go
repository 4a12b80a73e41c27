package road

import (
	"math"
	"strings"
	"testing"
)

// TestParseSpeed is rows 104 to 112 as far as they are about one text. -1: says nothing.
func TestParseSpeed(t *testing.T) {
	for text, want := range map[string]float64{
		"50": 50, "50 km/h": 50, "50km/h": 50, "50kmh": 50, "50 kph": 50,
		"30 mph": 48.28, "30mph": 48.28, "10 knots": 18.52, "walk": 6, "none": math.Inf(1),
		"signals": -1, "variable": -1, "implicit": -1, "": -1, "-20": -1, "0": -1, "fast": -1, "1e9": -1, "99999999": -1,
		"DE:urban": 50, "FR:urban": 50, "GB:nsl_single": 96.56, "GB:nsl_dual": 112.65, "DE:rural": 100, "CH:rural": 80,
		"DE:living_street": 7, "XX:urban": 50, "XX:rural": 90, "XX:trunk": 110, "XX:motorway": 130, "XX:moon": -1,
		"50;30": 30, "50|30": 30, ";": -1, "|50": 50, "50;none": 50,
	} {
		got, ok := parseSpeed(text)
		if !ok {
			got = -1
		}
		if got != want && !(math.Abs(got-want) < 0.01) {
			t.Errorf("maxspeed=%q: %v, want %v", text, got, want)
		}
	}
}

// TestSpeeds is rows 108 and 111 to 119, and 16: km/h of car along and against the street.
func TestSpeeds(t *testing.T) {
	for _, row := range []struct {
		row, tags      string
		there, return_ float64
	}{
		{"108", "highway=motorway oneway=no maxspeed=none", 112, 112}, // 0.8 of 140
		{"108", "highway=residential maxspeed=none", 25, 25},
		{"109", "highway=residential maxspeed=signals", 25, 25},
		{"111", "highway=residential maxspeed:forward=60 maxspeed=15", 48, 12},
		{"114", "highway=motorway oneway=no", 90, 90}, {"114", "highway=trunk", 85, 85}, {"114", "highway=primary", 65, 65},
		{"114", "highway=secondary", 55, 55}, {"114", "highway=tertiary", 40, 40}, {"114", "highway=unclassified", 25, 25},
		{"114", "highway=residential", 25, 25}, {"114", "highway=living_street", 10, 10}, {"114", "highway=service", 15, 15},
		{"114", "highway=primary_link", 30, 30},
		{"115", "highway=residential maxspeed=90", 72, 72},
		{"116", "highway=primary surface=gravel", 40, 40}, {"116", "highway=primary surface=cobblestone", 30, 30},
		{"116", "highway=primary surface=sand", 20, 20}, {"116", "highway=primary surface=mud", 10, 10},
		{"116", "highway=living_street surface=gravel", 10, 10}, {"116", "highway=unclassified tracktype=grade5", 20, 20},
		{"16", "highway=service service=parking_aisle", 10, 10},
	} {
		s := draw(t, "a--b", "ab "+row.tags)
		car, foot := profile(t, "car"), profile(t, "foot")
		if u := car.use(s.n.wayTags(0)); math.Abs(u.kmh[0]-row.there) > 1e-9 || math.Abs(u.kmh[1]-row.return_) > 1e-9 {
			t.Errorf("row %s: %s: %v km/h, want %v and %v", row.row, row.tags, u.kmh, row.there, row.return_)
		}
		if u := foot.use(s.n.wayTags(0)); u.kmh != [2]float64{} && u.kmh != [2]float64{5, 5} {
			t.Errorf("row 118: %s on foot: %v km/h", row.tags, u.kmh)
		}
	}
}

// TestFerries is rows 119 to 121, for a profile that takes them: by default none does.
func TestFerries(t *testing.T) {
	p := changed(t, "car", "speed road 20", "speed road 20\nspeed ferry 5")
	for tags, want := range map[string]float64{
		"": 59 * 20 * 3.6 / 5, "duration=00:10": 600, "duration=0:10": 600, "duration=PT10M": 600, "duration=10": 600,
		"duration=01:00:30": 3630, "duration=soon": 59 * 20 * 3.6 / 5, "foot=yes": -1, "foot=yes motor_vehicle=yes": 59 * 20 * 3.6 / 5,
	} {
		s := draw(t, "a--b"+strings.Repeat(".", 58)+"c--d", "ab highway=residential", "bc route=ferry "+tags, "cd highway=residential")
		if car := s.n.Graph(profile(t, "car")); s.route(car, "ab", "dc") != "no" {
			t.Errorf("ferry %q: car takes it by default", tags)
		}
		g := s.n.Graph(p)
		r, err := g.Route(t.Context(), s.near("ba"), s.near("cd"))
		got := -1.0
		if err == nil {
			got = r.Seconds - 10*3.6/25 // two stretches of 5 m at 25 km/h
		}
		// the ferry goes over 59 characters of 20 m; a tenth of a second for the rounding of places
		if math.Abs(got-want) > 0.1 {
			t.Errorf("row 119: ferry %q takes %v s, want %v", tags, got, want)
		}
		if place, err := g.Snap(s.near("cb").Point, 100); err == nil && place.Edge == s.near("cb").Edge {
			t.Errorf("row 121: snapped to a ferry")
		}
	}
}
