package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
)

// smallTown has a square of streets, one of them one-way, and an island.
const smallTown = `<osm>
<node id="1" lon="0" lat="0"/><node id="2" lon="0.01" lat="0"/><node id="3" lon="0.01" lat="0.01"/><node id="4" lon="0" lat="0.01"/>
<node id="5" lon="0.05" lat="0"/><node id="6" lon="0.06" lat="0"/>
<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="name" v="South Street"/><tag k="oneway" v="yes"/></way>
<way id="2"><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/><tag k="highway" v="residential"/><tag k="name" v="Ring"/></way>
<way id="3"><nd ref="5"/><nd ref="6"/><tag k="highway" v="residential"/></way>
</osm>`

func tempFile(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestStreets builds a network, and asks it and the file it was built from the same: the answers are the same bytes.
func TestStreets(t *testing.T) {
	osm := tempFile(t, "town.osm", smallTown)
	built := filepath.Join(t.TempDir(), "town.roads")
	report, messages, exit := nightbeat(t, "roads", osm, "--out", built)
	if exit != 0 || !strings.Contains(report, "3 streets with 8 points") || !strings.Contains(report, "1 pieces of street (1.1 km) in 1 islands") {
		t.Fatalf("roads: exit %d, %q, %q", exit, report, messages)
	}
	points := tempFile(t, "points.csv", "id,lon,lat\na,0.001,0\nb,0.009,0\n")
	for _, args := range [][]string{{"route", "0.001,0.00001", "0.009,0"}, {"route", "0.009,0", "0.001,0"}, {"matrix", "--points", points},
		{"matrix", "--points", points, "--format", "json"}, {"route", "--profile", "foot", "0.009,0", "0.001,0"}} {
		fromOSM, messages, exit := nightbeat(t, append(args, "--roads", osm)...)
		fromBuilt, _, _ := nightbeat(t, append(args, "--roads", built)...)
		if exit != 0 || fromOSM == "" || fromOSM != fromBuilt {
			t.Errorf("%v: exit %d %s\n%q from .osm, %q from .roads", args, exit, messages, fromOSM, fromBuilt)
		}
	}
}

// TestChanges closes the one-way street for an hour: a route in that hour goes round, before it straight.
func TestChanges(t *testing.T) {
	osm := tempFile(t, "town.osm", smallTown)
	closure := func(properties string) string {
		return tempFile(t, "closed.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":`+properties+`,
			"geometry":{"type":"LineString","coordinates":[[0.005,-0.001],[0.005,0.001]]}}]}`)
	}
	hour := closure(`{"from":"2026-07-01T22:00:00+08:00","until":"2026-07-01T23:00:00+08:00"}`)
	length := func(args ...string) (metres float64) {
		out, messages, exit := nightbeat(t, append([]string{"route", "--roads", osm, "--profile", "foot", "0.001,0", "0.009,0"}, args...)...)
		if exit != 0 {
			t.Fatal(messages)
		}
		f, err := geojson.UnmarshalFeatureCollection([]byte(out))
		if err != nil {
			t.Fatal(err)
		}
		return f.Features[0].Properties.MustFloat64("distance_m")
	}
	straight := length()
	if got := length("--changes", hour); got != straight {
		t.Errorf("without a departure %.0f m, want %.0f", got, straight)
	}
	if got := length("--changes", hour, "--at", "2026-07-01T21:59:00+08:00"); got != straight {
		t.Errorf("before the hour %.0f m, want %.0f", got, straight)
	}
	if got := length("--changes", hour, "--at", "2026-07-01T22:30:00+08:00"); got < 3*straight {
		t.Errorf("in the hour %.0f m, want the long way round", got)
	}
	if got := length("--changes", closure(`{"pace":0.5}`)); got != straight {
		t.Errorf("at half the pace %.0f m, want %.0f", got, straight)
	}
	for _, bad := range []string{`{"pace":-1}`, `{"pace":"slow"}`, `{"from":"22:00"}`} {
		if _, messages, exit := nightbeat(t, "route", "--roads", osm, "0.001,0", "0.009,0", "--changes", closure(bad)); exit != 1 || !strings.Contains(messages, "features[0].properties") {
			t.Errorf("%s: exit %d, %q", bad, exit, messages)
		}
	}
}

// metresPerDegree on the mean sphere of radius 6,371,008.8 m: 2 pi R / 360.
const metresPerDegree = 111195.08

func TestRoute(t *testing.T) {
	osm := tempFile(t, "town.osm", smallTown)
	out, messages, exit := nightbeat(t, "route", "--roads", osm, "0.009,0", "0.001,0")
	if exit != 0 {
		t.Fatal(messages)
	}
	collection, err := geojson.UnmarshalFeatureCollection([]byte(out))
	if err != nil || len(collection.Features) != 1 {
		t.Fatalf("%v: %s", err, out)
	}
	f := collection.Features[0]
	// Against the one-way: on to the corner, and round three sides and 0.001 degrees: 0.032 degrees; 25 km/h.
	want := 0.032 * metresPerDegree
	if d := f.Properties.MustFloat64("distance_m"); d < want-0.2 || d > want+0.2 {
		t.Errorf("%v m, want %v", d, want)
	}
	if s := f.Properties.MustFloat64("duration_s"); s != float64(int(want*3.6/25+0.5)) {
		t.Errorf("%v s, want %v", s, want*3.6/25)
	}
	if line, ok := f.Geometry.(orb.LineString); !ok || len(line) != 6 {
		t.Errorf("%v", f.Geometry)
	}
	if !strings.Contains(out, `"name":"South Street"`) || !strings.Contains(out, `"name":"Ring"`) {
		t.Errorf("no street names: %s", out)
	}
}

// TestReach: in 60 s at 25 km/h a unit drives 417 m; what lies 1,000 m away is outside the area.
func TestReach(t *testing.T) {
	osm := tempFile(t, "town.osm", smallTown)
	out, messages, exit := nightbeat(t, "reach", "--roads", osm, "--seconds", "60", "0,0.005")
	if exit != 0 {
		t.Fatal(messages)
	}
	collection, err := geojson.UnmarshalFeatureCollection([]byte(out))
	if err != nil || len(collection.Features) != 1 {
		t.Fatalf("%v: %s", err, out)
	}
	area, ok := collection.Features[0].Geometry.(orb.MultiPolygon)
	if !ok || !planar.MultiPolygonContains(area, orb.Point{0, 0.008}) || planar.MultiPolygonContains(area, orb.Point{0.009, 0.01}) {
		t.Errorf("%v", area)
	}
}

func TestMatrix(t *testing.T) {
	osm := tempFile(t, "town.osm", smallTown)
	from := tempFile(t, "from.csv", "lat,lon,id\n0,0.001,\"a,1\"\n0,0.052,island\n")
	to := tempFile(t, "to.geojson", `{"type":"FeatureCollection","features":[
		{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[0.009,0]},"properties":{}},
		{"type":"Feature","geometry":{"type":"Point","coordinates":[0.001,0]},"properties":{"id":"b"}}]}`)
	out, messages, exit := nightbeat(t, "matrix", "--roads", osm, "--points", from, "--to", to, "--within", "6000")
	if exit != 0 {
		t.Fatal(messages)
	}
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) != 5 || strings.Join(rows[0], ",") != "from,to,duration_s,distance_m" || rows[1][0] != "a,1" || rows[1][1] != "7" || rows[1][3] != "889.6" {
		t.Errorf("%v: %q", err, rows) // 0.008 degrees are 889.6 m
	}
	if rows[2][2] != "0" || rows[2][3] != "0.0" {
		t.Errorf("to itself: %q", rows[2])
	}
	out, messages, exit = nightbeat(t, "matrix", "--roads", osm, "--points", from, "--to", to, "--within", "6000", "--format", "json")
	var m struct {
		From, To []string
		Rows     []struct {
			DurationS []*float64 `json:"duration_s"`
			DistanceM []*float64 `json:"distance_m"`
		}
	}
	if err := json.Unmarshal([]byte(out), &m); exit != 0 || err != nil || len(m.Rows) != 2 || m.To[1] != "b" || *m.Rows[0].DistanceM[0] != 889.6 {
		t.Errorf("%v %s: %s", err, messages, out)
	}
}

func TestStreetMistakes(t *testing.T) {
	osm := tempFile(t, "town.osm", smallTown)
	broken := tempFile(t, "broken.osm.pbf", "nothing of the kind")
	kept := tempFile(t, "kept.roads", "as it was")
	for _, c := range []struct {
		args []string
		exit int
		says string
	}{
		{[]string{"route", "--roads", osm, "0,0"}, 2, "two places"},
		{[]string{"route", "--roads", osm, "0,0", "north"}, 2, "north"},
		{[]string{"route", "0,0", "1,1"}, 2, "--roads"},
		{[]string{"reach", "--roads", osm, "north"}, 2, "north"},
		{[]string{"reach", "--roads", osm, "--seconds", "-1", "0,0"}, 1, "positive"},
		{[]string{"route", "--roads", osm, "0,0", "0.5,0.5"}, 1, "place 0.5,0.5"},
		{[]string{"route", "--roads", osm, "--profile", "tank", "0,0", "0.01,0"}, 1, "car, foot, patrol"},
		{[]string{"route", "--roads", broken, "0,0", "0.01,0"}, 1, "broken.osm.pbf"},
		{[]string{"matrix", "--roads", osm, "--points", tempFile(t, "p.csv", "id,lon\n1,2\n")}, 1, "id, lon and lat"},
		{[]string{"matrix", "--roads", osm, "--points", tempFile(t, "p.csv", "id,lon,lat\nx,0,0\nfar,9,9\n")}, 1, "point far"},
		{[]string{"matrix", "--roads", osm, "--points", tempFile(t, "p.csv", "id,lon,lat\nx,0,pole\n")}, 1, "line 2"},
		{[]string{"matrix", "--roads", osm, "--points", tempFile(t, "p.csv", "")}, 1, "no points"},
		{[]string{"matrix", "--roads", osm, "--points", tempFile(t, "p.json", `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{}}]}`)}, 1, "feature 1"},
		{[]string{"roads", broken, "--out", kept}, 1, "broken.osm.pbf"},
		{[]string{"roads", osm}, 2, "--out"},
	} {
		out, messages, exit := nightbeat(t, c.args...)
		if exit != c.exit || !strings.Contains(messages, c.says) || strings.Count(messages, "\n") > 3 || out != "" {
			t.Errorf("%v: exit %d, %q; want %d and a word of %q", c.args, exit, messages, c.exit, c.says)
		}
	}
	if content, err := os.ReadFile(kept); err != nil || !bytes.Equal(content, []byte("as it was")) {
		t.Errorf("a refused file spoiled what was there: %q, %v", content, err)
	}
}

// TestOwnProfile routes with a user's table.
func TestOwnProfile(t *testing.T) {
	osm := tempFile(t, "town.osm", smallTown)
	table := tempFile(t, "snail.profile", "profile snail\naccess vehicle access\nspeed residential 1 # km/h\n")
	out, messages, exit := nightbeat(t, "matrix", "--roads", osm, "--profile", table, "--points", tempFile(t, "p.csv", "id,lon,lat\na,0,0\nb,0.01,0\n"))
	if exit != 0 || !strings.Contains(out, "a,b,4003,1112.0") { // 1,111.95 m at 1 km/h
		t.Errorf("exit %d, %s, %q", exit, messages, out)
	}
}

func TestBacktestStopsNeedsStreets(t *testing.T) {
	_, messages, exit := nightbeat(t, "backtest", "--stops", "--incidents", sampleIncidents, "--from", "2026-05-01T00:00:00+08:00", "--to", "2026-06-01T00:00:00+08:00")
	if exit != 2 || !strings.Contains(messages, "--roads") {
		t.Errorf("exit %d, %q", exit, messages)
	}
}
