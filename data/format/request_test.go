package format

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"nightbeat/planner"
)

const goodRequest = `{"shift":{"start":"2026-07-01T20:00:00+08:00","end":"2026-07-02T04:00:00+08:00"},"units":2,"base":[118.2,39.7]`

func TestReadRequest(t *testing.T) {
	r, err := ReadRequest(strings.NewReader(goodRequest + `,"dwell_s":720,"revisit_s":0,"categories":{"Burglary":3},
		"must":[{"id":"school","place":[118.21,39.71],"windows":[["2026-07-01T21:00:00+08:00","2026-07-01T22:00:00+08:00"]]}],
		"area":{"type":"Polygon","coordinates":[[[118,39],[119,39],[119,40],[118,39]]]},
		"closures":[{"type":"Feature","properties":{"until":"2026-07-01T23:00:00+08:00"},"geometry":{"type":"LineString","coordinates":[[118,39],[119,39]]}}],"seed":7}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Units) != 2 || r.Units[1].Base[0] != 118.2 || r.Dwell != 12*time.Minute || r.Seed != 7 || r.Categories["Burglary"] != 3 {
		t.Errorf("read %+v", r)
	}
	if r.Revisit >= 0 {
		t.Errorf("revisit_s 0 was read as %s, want no revisits", r.Revisit)
	}
	if len(r.Must) != 1 || len(r.Must[0].Windows) != 1 || len(r.Area) != 1 || len(r.Closures) != 1 || r.Closures[0].Until.IsZero() {
		t.Errorf("read %+v", r)
	}
}

// What is asked of where stops come from, what they keep away from and which days are special survives the wire.
func TestRequestKeepsWhatIsAskedOfStops(t *testing.T) {
	r, err := ReadRequest(strings.NewReader(goodRequest + `,"balance":1.1,"rounds":true,"vary":2.5,"stops_from":"streets","avoid":[[118.21,39.71]],
		"occasions":[{"name":"market","from":"2026-07-01T00:00:00+08:00","until":"2026-07-02T00:00:00+08:00"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if r, err = r.Resolve(); err != nil {
		t.Fatal(err)
	}
	again, err := ReadRequest(bytes.NewReader(mustJSONBytes(wireRequest(r))))
	if err != nil || again.StopsFrom != planner.FromStreets || again.Balance != 1.1 || !again.Rounds || again.Vary != 2.5 || len(again.Avoid) != 1 || again.Avoid[0] != r.Avoid[0] || len(again.Occasions) != 1 ||
		again.Occasions[0].Name != "market" || !again.Occasions[0].Until.Equal(r.Occasions[0].Until) {
		t.Errorf("%+v, %v", again, err)
	}
	_, err = ReadRequest(strings.NewReader(`{"occasions":[{"name":"x","from":"2026-07-02T00:00:00Z","until":"2026-07-01T00:00:00Z"}]}`))
	if refused := new(planner.Error); !errors.As(err, &refused) || refused.Field != "occasions[0].until" {
		t.Errorf("an occasion that ends before it begins: %v", err)
	}
}

func TestReadRequestListsUnits(t *testing.T) {
	r, err := ReadRequest(strings.NewReader(`{"units":[{"id":"A1","profile":"foot","base":[1,2],
		"breaks":[{"earliest":"2026-07-01T23:00:00Z","latest":"2026-07-02T00:00:00Z","duration_s":1800}]},{"id":"A2"}],"base":[3,4]}`))
	if err != nil {
		t.Fatal(err)
	}
	if r.Units[0].Profile != "foot" || r.Units[0].Breaks[0].Duration != 30*time.Minute || r.Units[1].Base[1] != 4 {
		t.Errorf("read %+v", r.Units)
	}
}

func TestReadRequestNamesTheField(t *testing.T) {
	for body, field := range map[string]string{
		`{"units":0,"base":[1,2]}`:                      "units",
		`{"units":-3,"base":[1,2]}`:                     "units",
		`{"units":100000000,"base":[1,2]}`:              "units",
		`{"units":3}`:                                   "base",
		`{"units":"three","base":[1,2]}`:                "units",
		`{"cell_m":0}`:                                  "cell_m",
		`{"dwell_s":-60}`:                               "dwell_s",
		`{"dwell_s":0}`:                                 "dwell_s",
		`{"revisit_s":1e300}`:                           "revisit_s",
		`{"speed":0}`:                                   "request",
		`{"seed":"x"}`:                                  "request.seed",
		`{"must":[{"id":"a"}]}`:                         "must[0].place",
		`{"area":{"type":"Point","coordinates":[1,2]}}`: "area",
		`{"area":{"type":"Polygon","coordinates":[[[1,2],[300,2],[3,4],[1,2]]]}}`: "area",
		`{"closures":[{"type":"Point","coordinates":[1,2]}]}`:                     "closures[0]",
		`{"closures":[5]}`: "closures[0]",
		`{"closures":[{"type":"Feature","properties":{"from":"22:00"},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}]}`: "closures[0].properties",
		`{} {}`:                         "request",
		`{"seed":1,}`:                   "request",
		``:                              "request",
		strings.Repeat("[", 50000):      "request",
		`{"shift":{"start":"31.2.26"}}`: "request",
	} {
		_, err := ReadRequest(strings.NewReader(body))
		var refused *planner.Error
		if !errors.As(err, &refused) || refused.Field != field {
			t.Errorf("%.60s: %v, want a refusal that names %s", body, err, field)
		}
	}
}

func FuzzReadRequest(f *testing.F) {
	f.Add(goodRequest + `}`)
	f.Add(`{"area":{"type":"MultiPolygon","coordinates":[]}}`)
	f.Add(`{"area":{"type":"GeometryCollection","geometries":[]}}`)
	f.Add(`{"closures":[{"type":"Feature","geometry":null,"properties":null}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		r, err := ReadRequest(strings.NewReader(body))
		if err != nil {
			return
		}
		if r, err = r.Resolve(); err != nil {
			return
		}
		raw := mustJSONBytes(wireRequest(r))
		again, err := ReadRequest(strings.NewReader(string(raw)))
		if err != nil {
			t.Fatalf("what we wrote we cannot read: %v\n%s", err, raw)
		}
		if again, err = again.Resolve(); err != nil || string(mustJSONBytes(wireRequest(again))) != string(raw) {
			t.Fatalf("a request does not survive its wire form: %v\n%s", err, raw)
		}
	})
}
