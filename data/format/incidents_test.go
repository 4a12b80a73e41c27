package format

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unsafe"

	"github.com/paulmach/orb"

	"nightbeat/planner"
)

const (
	point = `"geometry":{"type":"Point","coordinates":[118.18,39.63]}`
	when  = `"time":"2023-09-14T22:10:00+08:00"`
)

// read reads text that must not be refused.
func read(t *testing.T, text string, opt IncidentOptions) *Incidents {
	t.Helper()
	got, err := ReadIncidents(t.Context(), strings.NewReader(text), "f.geojson", opt)
	if err != nil {
		t.Fatalf("%.300s: %v", text, err)
	}
	return got
}

func collect(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",\n") + `]}`
}

// with gives a good feature but for its properties.
func with(properties string) string {
	return `{"type":"Feature",` + point + `,"properties":{` + properties + `}}`
}

func TestIncidentWhole(t *testing.T) {
	got := read(t, collect(`{"properties":{"source":"discovered","category":"盗窃\u002f车内","occurred_at":"2023-09-14T22:10:00+08:00",
		"interval_end":"2023-09-15","interval_start":"2023-09-14 08:00","time_precision":"hour","case_number":"冀-17","officer":"x"},
		"bbox":[1,2,3,4],"geometry":{"coordinates":[118.18,39.63,12.5],"type":"Point"},"id":99,"type":"Feature"}`), IncidentOptions{Zone: shanghai})
	at := func(day, hour, minute int) time.Time { return time.Date(2023, 9, day, hour, minute, 0, 0, shanghai) }
	want := planner.Incident{ID: "冀-17", Category: "盗窃/车内", Place: orb.Point{118.18, 39.63}, At: at(14, 22, 10), Precision: planner.Hour,
		Between: &planner.Interval{From: at(14, 8, 0), To: at(16, 0, 0)}, Discovered: true} // an interval that ends on a date ends with it
	if len(got.List) != 1 {
		t.Fatal(got.Rejects)
	}
	in := got.List[0]
	if !in.At.Equal(want.At) || in.Between == nil || !in.Between.From.Equal(want.Between.From) || !in.Between.To.Equal(want.Between.To) {
		t.Errorf("times %v, %v; want %v, %v", in.At, in.Between, want.At, want.Between)
	}
	in.At, in.Between = want.At, want.Between
	if in != want {
		t.Errorf("%+v, want %+v", in, want)
	}
}

// TestFields: the usual names, the best of several, and those of --map.
func TestFields(t *testing.T) {
	for _, c := range []struct {
		properties, id, category string
		named                    map[string]string
	}{
		{`"id":"a","category":"b",` + when, "a", "b", nil},
		{`"ID":"a","Type":"b","Date Time":"2023-09-14T22:10:00Z"`, "a", "b", nil},
		{`"警情编号":"a","类别":"b","发生时间":"2023-09-14T22:10:00+08:00"`, "a", "b", nil},
		{`"caseNumber":"a","案由":"b","案发时间":"2023-09-14T22:10:00+08:00"`, "a", "b", nil},
		{`"type":"worse","category":"b","case_number":"worse","id":"a","date":"never read","occurred_at":"2023-09-14T22:10:00Z"`, "a", "b", nil},
		{`"category":null,"type":"b","id":"","case_number":"a","occurred_at":null,` + when, "a", "b", nil},
		{`"id":12345678901234567890,"category":50100,` + when, "12345678901234567890", "50100", nil},
		{`"cat\u0065gory":"b","id":"a",` + when, "a", "b", nil},
		{when, "", "", nil},
		{`"id":"x","nr":"a","category":"x","was":"b","time":"never read","wann":"2023-09-14T22:10:00Z"`, "a", "b",
			map[string]string{"id": "nr", "category": "was", "time": "wann"}},
		{`"category":"x","id":"a",` + when, "a", "", map[string]string{"category": "Category"}}, // a named field is read by that name only
	} {
		got := read(t, collect(with(c.properties)), IncidentOptions{Map: c.named})
		if len(got.List) != 1 {
			t.Errorf("%s: %v", c.properties, got.Rejects.First)
		} else if in := got.List[0]; in.ID != c.id || in.Category != c.category {
			t.Errorf("%s: id %q, category %q; want %q, %q", c.properties, in.ID, in.Category, c.id, c.category)
		}
	}
	got := read(t, collect(`{"type":"Feature","id":7,`+point+`,"properties":{`+when+`}}`), IncidentOptions{})
	if len(got.List) != 1 || got.List[0].ID != "7" {
		t.Errorf("a feature's own id: %+v", got)
	}
	for _, named := range []map[string]string{{"colour": "x"}, {"id": "x", "time": "x"}} {
		if _, err := ReadIncidents(t.Context(), strings.NewReader(collect()), "f", IncidentOptions{Map: named}); !errors.Is(err, ErrMap) {
			t.Errorf("map %v: %v", named, err)
		}
	}
}

// TestBadFeatures puts each bad feature between two good ones: it alone is left out, by position, id and reason.
func TestBadFeatures(t *testing.T) {
	feature := func(geometry string) string {
		return `{"type":"Feature","id":"bad","geometry":` + geometry + `,"properties":{` + when + `}}`
	}
	at := func(coordinates string) string {
		return feature(`{"type":"Point","coordinates":` + coordinates + `}`)
	}
	for _, c := range []struct{ feature, why string }{
		{`null`, "not a Feature"}, {`7`, "not a Feature"}, {`[]`, "not a Feature"}, {`{}`, "not a Feature"}, {`{"type":null}`, "not a Feature"},
		{`{"type":"Point","coordinates":[1,2]}`, "not a Feature"}, {collect(), "not a Feature"}, {`{"type":"feature"}`, "not a Feature"},
		{`{"type":"Feature","type":"Feature",` + point + `,"properties":{` + when + `}}`, "twice"},
		{`{"type":"Feature",` + point + `,` + point + `,"properties":{` + when + `}}`, "twice"},
		{`{"type":"Feature",` + point + `,"properties":{},"properties":{` + when + `}}`, "twice"},
		{`{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2],"coordinates":[3,4]},"properties":{` + when + `}}`, "twice"},
		{feature(`null`), "geometry is null"}, {feature(`{}`), "not a Point"}, {feature(`"POINT(1 2)"`), "not a Point"}, {feature(`[1,2]`), "not a Point"},
		{feature(`{"type":"MultiPoint","coordinates":[[1,2]]}`), "not a Point"}, {feature(`{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,6],[1,2]]]}`), "not a Point"},
		{`{"type":"Feature","properties":{` + when + `}}`, "geometry is null"},
		{feature(`{"type":"Point"}`), "coordinates"}, {at(`null`), "coordinates"}, {at(`[]`), "coordinates"}, {at(`[1]`), "coordinates"}, {at(`["1","2"]`), "coordinates"},
		{at(`[1,null]`), "coordinates"}, {at(`[[1,2]]`), "coordinates"}, {at(`[1,2,"3"]`), "coordinates"}, {at(`{"x":1}`), "coordinates"},
		{at(`[1e400,2]`), "finite"}, {at(`[1,-1e400]`), "finite"}, {at(`[1,2,1e400]`), "finite"},
		{at(`[180.0000001,2]`), "longitude"}, {at(`[-181,2]`), "longitude"}, {at(`[39.63,118.18]`), "latitude"}, {at(`[1,-90.5]`), "latitude"},
		{`{"type":"Feature","id":"bad","crs":{"type":"name","properties":{"name":"EPSG:4547"}},` + point + `,"properties":{` + when + `}}`, "crs"},
		{feature(`{"type":"Point","crs":{"type":"name"},"coordinates":[1,2]}`), "crs"},
		{`{"type":"Feature",` + point + `}`, "properties"}, {`{"type":"Feature",` + point + `,"properties":null}`, "properties"}, {`{"type":"Feature",` + point + `,"properties":[1]}`, "properties"},
		{with(``), "time is missing"}, {with(`"time":null`), "time is missing"}, {with(`"time":""`), "time is missing"}, {with(`"time":1694700600`), "time is not text"},
		{with(`"time":["2023"]`), "time is not text"}, {with(`"time":"04/05/2023"`), "00/00/0000"}, {with(`"time":"2023-02-31T00:00:00Z"`), "does not exist"},
		{with(`"time":"2023-09-14 22:10"`), "--zone"}, {with(`"time":"2026-07-02T12:00:01Z"`), "ahead"}, {with(when + `,"Time":"2023-09-14T22:10:00Z"`), "time is given twice"},
		{with(when + `,"time_precision":"week"`), "time_precision"},
		{with(when + `,"interval_start":"2023-02-31","interval_end":"2023-09-14T22:10:00Z"`), "interval_start"},
		{with(when + `,"interval_start":"2023-09-14T22:10:00Z","interval_end":7`), "interval_end"},
		{with(when + `,"interval_start":"2023-09-14T22:10:00Z","interval_end":"2023-09-14T22:09:59Z"`), "interval_end lies before"},
		{with(when + `,"category":{"a":1}`), "category is neither"}, {with(when + `,"category":true`), "category is neither"}, {with(when + `,"category":"a\ud800"`), "surrogate"},
		{with(when + `,"category":"` + strings.Repeat("字", 67) + `"`), "category is longer"}, {with(when + `,"category":"a","category":"a"`), "category is given twice"},
		{with(when + `,"id":[1]`), "id is neither"}, {with(when + `,"id":"` + strings.Repeat("x", 201) + `"`), "id is longer"}, {with(when + `,"id":"\udfff"`), "surrogate"},
		{with(when + `,"id":"good-0"`), "already used"}, {with(when + `,"id":9007199254740992`), "already used"},
	} {
		text := collect(with(when+`,"id":"good-0"`), with(when+`,"id":9007199254740992`), c.feature, with(when+`,"id":9007199254740993`))
		got := read(t, text, IncidentOptions{Now: now})
		if len(got.List) != 3 || got.Rejects.Total != 1 || got.Files[0] != (IncidentFile{"f.geojson", 3, 1}) {
			t.Errorf("%s: %d loaded, %+v", c.feature, len(got.List), got.Rejects)
			continue
		}
		if r := got.Rejects.First[0]; r.Feature != 2 || !strings.Contains(r.Reason, c.why) || len(r.String()) > 300 {
			t.Errorf("%s: %v; want feature 2, %q", c.feature, r, c.why)
		} else if strings.Contains(c.feature, `"id":"bad"`) && r.ID != "bad" {
			t.Errorf("%s: id %q", c.feature, r.ID)
		}
	}
}

// TestGoodFeatures are odd and load.
func TestGoodFeatures(t *testing.T) {
	for _, f := range []string{
		with(when), with(when + `,"note":"\ud800","deep":[[[{"a":[]}]]]`), with(when + `,"category":""`), with(when + `,"id":null`),
		with(when + `,"interval_start":"2023-09-14T22:00:00Z"`), with(when + `,"category":"<script>alert(1)</script>"`), with(when + `,"category":"=1+1"`),
		`{"type":"Feature","geometry":{"type":"Point","coordinates":[0,0]},"properties":{` + when + `}}`,
		`{"type":"Feature","geometry":{"type":"Point","coordinates":[-180,90,1,2]},"properties":{` + when + `}}`,
		`{"type":"Feature","crs":null,` + point + `,"properties":{` + when + `}}`,
	} {
		if got := read(t, collect(f, f), IncidentOptions{Now: now}); len(got.List) != 2 {
			t.Errorf("%s: %v", f, got.Rejects.First)
		}
	}
}

// TestRefusedFiles: each is refused whole, though good features stand before the fault.
func TestRefusedFiles(t *testing.T) {
	good := collect(with(when))
	for text, why := range map[string]string{
		"": "empty", "\ufeff": "ends", " \n": "ends", "<html>": "HTML", "PK\x03\x04": "zip", "\xff\xfe{\x00": "UTF-16", "{\x00\"\x00": "UTF-16",
		good + "x": "more text", good + good: "more text", good + "\n" + good: "more text", good + "\x00": "more text", good + "\n" + with(when): "more text",
		`[]`: "FeatureCollection", `null`: "FeatureCollection", `{}`: "FeatureCollection", `{"type":"FeatureCollection"}`: "FeatureCollection",
		`{"type":"FeatureCollection","features":{"0":1}}`: "FeatureCollection", `{"features":[]}`: "FeatureCollection",
		`{"type":"Polygon","coordinates":[]}`:                           "FeatureCollection",
		`{"type":"Feature","features":[` + with(when) + `]}`:            "FeatureCollection",
		`{"type":"FeatureCollection","features":[],"features":[]}`:      "FeatureCollection",
		`{"type":"FeatureCollection","features":[` + with(when) + `,]}`: "a value",
		`{"type":"FeatureCollection","features":[` + with(when):         "ends",
		`{"type":"FeatureCollection","features":[` + with(when) + `],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3006"}}}`: "crs",
		collect(with(when + `,"x":NaN`)): "a value", collect(with(when + `,"x":"` + "\xe9" + `"`)): "UTF-8", collect(with(when + `,"x":01`)): "number",
		collect(with(when + `,"x":` + strings.Repeat("[", 70) + strings.Repeat("]", 70))): "nested",
		with(when) + with(when): "more text", with(when) + "\n" + with(when) + ",": "more text", with(when) + "\n{": "ends",
	} {
		got, err := ReadIncidents(t.Context(), strings.NewReader(text), "f.geojson", IncidentOptions{})
		refused := new(FileError)
		if !errors.As(err, &refused) || got != nil || !strings.HasPrefix(err.Error(), "f.geojson: ") || !strings.Contains(err.Error(), why) {
			t.Errorf("%.200q: %v, want %q", text, err, why)
		}
	}
}

// TestOtherShapes: one feature, a feature a line, gzip, byte-order mark, members of the top in any order, WGS 84 by name.
func TestOtherShapes(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	fmt.Fprint(w, "\ufeff"+collect(with(when), with(when)))
	w.Close()
	for text, want := range map[string]int{
		with(when): 1, with(when) + "\n": 1, with(when) + "\r\n \n" + with(when) + "\n\n": 2, with(when) + "\nnull\n" + with(when): 2,
		packed.String(): 2, packed.String() + packed.String(): -1, "\ufeff" + collect(): 0,
		`{"features":[` + with(when) + `],"name":"x","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"type":"FeatureCollection"}`: 1,
	} {
		got, err := ReadIncidents(t.Context(), strings.NewReader(text), "f", IncidentOptions{})
		if want < 0 && err == nil || want >= 0 && (err != nil || len(got.List) != want) {
			t.Errorf("%.100q: %v, want %d", text, err, want)
		}
	}
	cut := packed.String()[:packed.Len()-9]
	damaged := bytes.Clone(packed.Bytes())
	damaged[packed.Len()-6] ^= 1
	for _, text := range []string{cut, string(damaged), "\x1f\x8b"} {
		if _, err := ReadIncidents(t.Context(), strings.NewReader(text), "f", IncidentOptions{}); err == nil || !strings.Contains(err.Error(), "gzip") {
			t.Errorf("damaged gzip: %v", err)
		}
	}
}

func TestLimits(t *testing.T) {
	many := collect(with(when+`,"id":1`), with(when+`,"id":2`), with(when+`,"id":3`), `null`)
	bomb := func() io.Reader {
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		_, _ = w.Write(bytes.Repeat([]byte(" "), 1<<20))
		w.Close()
		return &packed
	}
	for name, c := range map[string]struct {
		in  io.Reader
		opt IncidentOptions
	}{
		"bytes":     {strings.NewReader(many), IncidentOptions{MaxBytes: int64(len(many)) - 1}},
		"unpacked":  {bomb(), IncidentOptions{MaxBytes: 1<<20 - 1}},
		"kept":      {strings.NewReader(many), IncidentOptions{MaxKept: 200}},
		"features":  {strings.NewReader(many), IncidentOptions{MaxCount: 3}},
		"a string":  {strings.NewReader(many), IncidentOptions{MaxString: 24}},
		"nested":    {strings.NewReader(many), IncidentOptions{MaxDepth: 3}},
		"for ever":  {io.MultiReader(strings.NewReader(`{"a":[`), endlessly(' ')), IncidentOptions{MaxBytes: 1 << 24}},
		"category":  {strings.NewReader(collect(with(when + `,"category":"` + strings.Repeat("c", 150) + `"`))), IncidentOptions{MaxKept: 350}},
		"no member": {io.MultiReader(strings.NewReader("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"), endlessly(0)), IncidentOptions{MaxBytes: 1 << 20}},
	} {
		_, err := ReadIncidents(t.Context(), c.in, "f", c.opt)
		if name != "no member" && !errors.Is(err, ErrTooLarge) || err == nil {
			t.Errorf("%s: %v, want %v", name, err, ErrTooLarge)
		}
	}
	got := read(t, many, IncidentOptions{MaxBytes: int64(len(many)), MaxCount: 4, MaxDepth: 5, MaxString: 25, MaxRejects: 1})
	if len(got.List) != 3 || got.Rejects.Total != 1 {
		t.Errorf("at the limits: %+v", got)
	}
	var told []Reject
	got = read(t, collect("1", "2", "3"), IncidentOptions{MaxRejects: 2, Rejected: func(r Reject) { told = append(told, r) }})
	if got.Rejects.Total != 3 || len(got.Rejects.First) != 2 || len(told) != 3 || told[2].Feature != 2 {
		t.Errorf("rejects: %+v, told %v", got.Rejects, told)
	}
}

func TestOpenSeveral(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	a := write("a.geojson", collect(with(when+`,"id":"1","category":"x"`), with(when+`,"id":"2"`)))
	b := write("b.geojson", collect(with(when+`,"id":"2"`), with(when+`,"id":"3","category":"x"`)))
	broken := write("broken.geojson", `{`)
	got, err := OpenIncidents(t.Context(), []string{a, b}, IncidentOptions{})
	if err != nil || len(got.List) != 3 || got.Rejects.Total != 1 || got.Rejects.First[0].File != b || got.Rejects.First[0].Feature != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	if want := []IncidentFile{{a, 2, 0}, {b, 1, 1}}; !reflect.DeepEqual(got.Files, want) {
		t.Errorf("%v, want %v", got.Files, want)
	}
	for _, paths := range [][]string{{a, broken}, {a, filepath.Join(dir, "none.geojson")}, {dir}} {
		if got, err := OpenIncidents(t.Context(), paths, IncidentOptions{}); err == nil || got != nil || !strings.Contains(err.Error(), filepath.Base(paths[len(paths)-1])) {
			t.Errorf("%v: %v", paths, err)
		}
	}
}

func TestReadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ReadIncidents(ctx, strings.NewReader(collect()), "f", IncidentOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	broken := errors.New("broken")
	in := io.MultiReader(strings.NewReader(collect(with(when))[:80]), iotest.ErrReader(broken))
	if _, err := ReadIncidents(t.Context(), in, "f", IncidentOptions{}); !errors.Is(err, broken) {
		t.Errorf("broken pipe: %v", err)
	}
}

// TestMessagesKeepQuiet: no text of a record but its id, nothing that a terminal obeys, one line, not long.
func TestMessagesKeepQuiet(t *testing.T) {
	secret := `"name":"张三","phone":"13800138000","time":"13800138000","note":"\u001b[31m"`
	for _, text := range []string{
		collect(with(secret)), collect(with(secret + `,"id":"\u001b[2J\r\n` + strings.Repeat("长", 60) + `"`)),
		collect(with(secret) + `x`), collect(with(secret + "}")), `{"type":"张三"}`, collect(with(secret + ",\"\x1b\":1")),
	} {
		got, err := ReadIncidents(t.Context(), strings.NewReader(text), "a\x1b[31m\nb.geojson", IncidentOptions{})
		message := fmt.Sprint(err)
		if err == nil {
			message = got.Rejects.First[0].String()
		}
		if strings.Contains(message, "张") || strings.Contains(message, "138") || strings.ContainsAny(message, "\x1b\n\r") || len(message) > 300 {
			t.Errorf("%q", message)
		}
	}
}

// TestLedger compares the ledger's own hash table with a map, over many pages.
func TestLedger(t *testing.T) {
	l, ids := newLedger(), map[string]bool{}
	for i := range 20_000 {
		id := fmt.Sprint(i * i % 15_013 * 7)
		kept, ok := l.claim([]byte(id))
		if ok == ids[id] || ok && kept != id {
			t.Fatalf("%d: id %s kept as %q, new %v, want %v", i, id, kept, ok, !ids[id])
		}
		if ids[id] = true; ok {
			l.add(kept)
		}
	}
	if l.count != len(ids) {
		t.Fatalf("%d incidents of %d ids", l.count, len(ids))
	}
	for n := range l.count {
		if !ids[l.at(n+1)] {
			t.Fatalf("%q was never given", l.at(n+1))
		}
	}
}

// TestCategoriesAreShared: a million incidents hold each category once.
func TestCategoriesAreShared(t *testing.T) {
	text := string(made(1000))
	got := read(t, text, IncidentOptions{})
	if len(got.List) != 1000 {
		t.Fatal(got.Rejects.First)
	}
	first := map[string]*byte{}
	for _, in := range got.List {
		p := unsafe.StringData(in.Category)
		if first[in.Category] == nil {
			first[in.Category] = p
		}
		if first[in.Category] != p {
			t.Fatalf("category %q is held twice", in.Category)
		}
	}
}

// TestFeaturesStandAlone: what is remembered from feature to feature (the order of members, spellings, stale text)
// changes nothing. Each feature of a file reads as it does in a file of its own.
func TestFeaturesStandAlone(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	some := func(most int, members ...string) string { // at most that many, in any order
		random.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		return strings.Join(members[:min(1+random.IntN(most), len(members))], []string{",", ", ", " ,\n"}[random.IntN(3)])
	}
	var features []string
	for range 1000 {
		properties := when + "," + some(3, `"source":"discovered"`, `"source":{}`, `"type":"a"`, `"c\u0061tegory":"b"`, `"category" : "c"`,
			`"time_precision":"day"`, `"time_precision":[]`, `"x":"y"`, `"ID":null`, `"time" :"2023-09-14"`)
		features = append(features, `{`+some(9, `"type":"Feature"`, `"id":`+fmt.Sprint(random.IntN(1e9)), point, `"properties":{`+properties+`}`)+`}`)
	}
	whole := read(t, collect(features...), IncidentOptions{MaxRejects: len(features)})
	var alone Incidents
	for i, f := range features {
		got := read(t, collect(f), IncidentOptions{})
		alone.List = append(alone.List, got.List...)
		for _, r := range got.Rejects.First {
			alone.Rejects.First = append(alone.Rejects.First, Reject{r.File, i, r.ID, r.Reason})
		}
	}
	if len(alone.List) < 50 || len(whole.List) != len(alone.List) || !reflect.DeepEqual(whole.Rejects.First, alone.Rejects.First) {
		t.Fatalf("%d incidents together, %d alone; %d and %d rejected", len(whole.List), len(alone.List), whole.Rejects.Total, len(alone.Rejects.First))
	}
	for i, in := range whole.List {
		if !in.At.Equal(alone.List[i].At) {
			t.Errorf("%s: at %v together, %v alone", in.ID, in.At, alone.List[i].At)
		}
		if in.At = alone.List[i].At; in != alone.List[i] { // each reader makes its own zones
			t.Errorf("%+v together, %+v alone", in, alone.List[i])
		}
	}
}
