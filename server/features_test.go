package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/data/sample"
	"nightbeat/geo"
)

// night is a server with a plan.
func night(t *testing.T) string {
	t.Helper()
	base := served(t)
	if a := ask(t, "POST", base+"/plans", "application/json", goodPlan); a.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", a.Status, a.body)
	}
	if a := ask(t, "POST", base+"/areas", typeGeoJSON, goodAreas); a.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", a.Status, a.body)
	}
	return base
}

type page struct {
	NumberMatched, NumberReturned int
	Links                         []link
	Features                      []struct {
		ID       string
		Geometry struct {
			Type        string
			Coordinates json.RawMessage
		}
		Properties map[string]any
	}
}

func (p page) link(rel string) string {
	for _, l := range p.Links {
		if l.Rel == rel {
			return l.Href
		}
	}
	return ""
}

func pageAt(t *testing.T, address string) (p page) {
	t.Helper()
	a := ask(t, "GET", address, "", "")
	if a.StatusCode != http.StatusOK || a.Header.Get("Content-Type") != typeGeoJSON {
		t.Fatalf("%s: %s, %s: %s", address, a.Status, a.Header.Get("Content-Type"), a.body)
	}
	if err := json.Unmarshal([]byte(a.body), &p); err != nil {
		t.Fatal(err)
	}
	if p.NumberReturned != len(p.Features) {
		t.Errorf("%s: numberReturned %d, %d features", address, p.NumberReturned, len(p.Features))
	}
	return p
}

// wholeOf follows the links next to the end.
func wholeOf(t *testing.T, address string) (whole page) {
	t.Helper()
	for n := 0; address != ""; n++ {
		p := pageAt(t, address)
		whole.NumberMatched, whole.Features = p.NumberMatched, append(whole.Features, p.Features...)
		if address = p.link("next"); n > 1000 {
			t.Fatal("the links never end")
		}
	}
	return whole
}

var names = []string{"routes", "stops", "legs", "risk", "incidents", "landmarks", "areas"}

func TestCollectionsAreReadWhole(t *testing.T) {
	base := night(t)
	for _, name := range names {
		whole := wholeOf(t, base+"/collections/"+name+"/items?limit=37")
		seen := map[string]bool{}
		for _, f := range whole.Features {
			seen[f.ID] = true
		}
		if len(seen) == 0 || len(seen) != whole.NumberMatched || len(whole.Features) != whole.NumberMatched {
			t.Errorf("%s: %d features, %d ids, %d matched", name, len(whole.Features), len(seen), whole.NumberMatched)
		}
		f := whole.Features[len(whole.Features)/2]
		one := ask(t, "GET", base+"/collections/"+name+"/items/"+url.PathEscape(f.ID), "", "")
		var got struct{ ID string }
		if err := json.Unmarshal([]byte(one.body), &got); err != nil || got.ID != f.ID {
			t.Errorf("%s: item %s: %s %.200s", name, f.ID, one.Status, one.body)
		}
	}
	if n := wholeOf(t, base+"/collections/incidents/items?limit=1000").NumberMatched; n != 600 {
		t.Errorf("%d incidents, want the 600 that were imported", n)
	}
}

func TestEmptyServerHasEmptyCollections(t *testing.T) {
	_, base := machine(t, &data.Memory{}, func(c *Config) { c.Landmarks = nil })
	for _, name := range names {
		if p := pageAt(t, base+"/collections/"+name+"/items"); p.NumberMatched != 0 || p.Features == nil {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

// TestBoxes compares each way to write a box with a plain loop over all incidents.
func TestBoxes(t *testing.T) {
	base := night(t)
	all := wholeOf(t, base+"/collections/incidents/items?limit=1000")
	inside := func(west, south, east, north float64) (n int) {
		for _, f := range all.Features {
			var p orb.Point
			if err := json.Unmarshal(f.Geometry.Coordinates, &p); err != nil {
				t.Fatal(err)
			}
			if p[0] >= west && p[0] <= east && p[1] >= south && p[1] <= north {
				n++
			}
		}
		return n
	}
	half, two := inside(118.2, 39.7, 118.212, 39.709), inside(118.2, 39.7, 118.202, 39.709)
	if half == 0 || half == 600 || two == 0 {
		t.Fatalf("%d and %d incidents: the boxes tell nothing", half, two)
	}
	// the corners in EPSG:3857 and 32650 by gdaltransform from OGC:CRS84, a metre further out
	for query, want := range map[string]int{
		"bbox=118.2,39.7,118.212,39.709":                                 half,
		"bbox=118.2,39.7,-1000,118.212,39.709,1000":                      half,
		"bbox=118.199999999999997,39.699999999999997,118.212,39.709":     half,
		"bbox=39.7,118.2,39.709,118.212&bbox-crs=" + uri("4326"):         half,
		"bbox=39.7,118.2,39.709,118.212&bbox-crs=" + uri("4490"):         half,
		"bbox=118.2,39.7,-170,39.709":                                    inside(118.2, 39.7, 180, 39.709),
		"bbox=118.21,39.7,118.202,39.709":                                inside(118.21, 39.7, 180, 39.709) + two,
		"bbox=-180,-90,180,90":                                           600,
		"bbox=0,0,1,1":                                                   0,
		"bbox=13157962,4822441,13159301,4823746&bbox-crs=" + uri("3857"): half,
	} {
		if got := pageAt(t, base+"/collections/incidents/items?"+query).NumberMatched; got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
}

func uri(code string) string {
	return url.QueryEscape("http://www.opengis.net/def/crs/EPSG/0/" + code)
}

func TestAnswersInReferenceSystems(t *testing.T) {
	base := night(t)
	var collection collectionJSON
	if err := json.Unmarshal([]byte(ask(t, "GET", base+"/collections/stops", "", "").body), &collection); err != nil || len(collection.CRS) != 5 {
		t.Fatalf("%v, %v", collection.CRS, err)
	}
	for _, system := range collection.CRS {
		a := ask(t, "GET", base+"/collections/stops/items?limit=1&crs="+url.QueryEscape(system), "", "")
		var p page
		if err := json.Unmarshal([]byte(a.body), &p); err != nil {
			t.Fatal(err)
		}
		var at orb.Point
		if err := json.Unmarshal(p.Features[0].Geometry.Coordinates, &at); err != nil {
			t.Fatal(err)
		}
		within := map[string]orb.Bound{ // of lon 118.1 to 118.3, lat 39.6 to 39.8
			"CRS84": {Min: orb.Point{118.1, 39.6}, Max: orb.Point{118.3, 39.8}}, "4326": {Min: orb.Point{39.6, 118.1}, Max: orb.Point{39.8, 118.3}},
			"4490": {Min: orb.Point{39.6, 118.1}, Max: orb.Point{39.8, 118.3}}, "3857": {Min: orb.Point{13146831, 4807980}, Max: orb.Point{13169096, 4836933}},
			"32650": {Min: orb.Point{594000, 4383000}, Max: orb.Point{612000, 4407000}},
		}[system[strings.LastIndex(system, "/")+1:]]
		if a.Header.Get("Content-Crs") != "<"+system+">" || !within.Contains(at) {
			t.Errorf("%s: Content-Crs %s, %v", system, a.Header.Get("Content-Crs"), at)
		}
	}
}

func TestDatetime(t *testing.T) {
	base := night(t)
	all := wholeOf(t, base+"/collections/stops/items?limit=1000")
	count := func(from, until time.Time) (n int) {
		for _, f := range all.Features {
			arrive, _ := time.Parse(time.RFC3339, f.Properties["arrive"].(string))
			leave, _ := time.Parse(time.RFC3339, f.Properties["leave"].(string))
			if !arrive.After(until) && !leave.Before(from) {
				n++
			}
		}
		return n
	}
	at, later, never := shiftStart.Add(time.Hour), shiftStart.Add(3*time.Hour), shiftStart.AddDate(10, 0, 0)
	for query, want := range map[string]int{
		"2026-07-01T21:00:00Z":                                count(at, at),
		"2026-07-01T21:00:00Z/2026-07-01T23:00:00Z":           count(at, later),
		"2026-07-02T05:00:00+08:00/2026-07-01T15:00:00-08:00": count(at, later),
		"2026-07-01T21:00:00Z/..":                             count(at, never),
		"2026-07-01T21:00:00Z/":                               count(at, never),
		"../2026-07-01T21:00:00Z":                             count(time.Time{}, at),
		"/2026-07-01T21:00:00.000Z":                           count(time.Time{}, at),
		"2026-07-01t21:00:00z":                                count(at, at),
		"../..":                                               all.NumberMatched,
		"2020-01-01T00:00:00Z":                                0,
	} {
		if got := pageAt(t, base+"/collections/stops/items?datetime="+url.QueryEscape(query)).NumberMatched; got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
}

func TestPropertiesAsParameters(t *testing.T) {
	base := night(t)
	for _, c := range []struct{ name, column, value string }{
		{"stops", "unit", "A2"}, {"stops", "visit", "1"}, {"legs", "sequence", "2"}, {"routes", "unit", "A1"}, {"risk", "rank", "1"},
		{"incidents", "category", "Burglary"}, {"incidents", "id", "i7"}, {"incidents", "source", "reported"}, {"incidents", "source", "invented"},
		{"incidents", "time_precision", "minute"}, {"incidents", "time_precision", "week"}, {"incidents", "time", instantOf(t, base, "incidents", "time")},
		{"stops", "arrive", instantOf(t, base, "stops", "arrive")}, {"incidents", "interval_start", "2026-07-01T20:00:00Z"},
	} {
		want := 0
		for _, f := range wholeOf(t, base+"/collections/"+c.name+"/items?limit=1000").Features {
			if fmt.Sprint(f.Properties[c.column]) == c.value || c.column == "id" && f.ID == c.value {
				want++
			}
		}
		if got := pageAt(t, base+"/collections/"+c.name+"/items?"+c.column+"="+url.QueryEscape(c.value)).NumberMatched; got != want {
			t.Errorf("%s?%s=%s: %d, want %d", c.name, c.column, c.value, got, want)
		}
	}
}

// instantOf is a time of some feature.
func instantOf(t *testing.T, base, collection, column string) string {
	return pageAt(t, base+"/collections/"+collection+"/items?limit=5").Features[3].Properties[column].(string)
}

func TestFeaturesRefuse(t *testing.T) {
	base := night(t)
	for path, want := range map[string]struct {
		status    int
		parameter string
	}{
		"/collections/nosuch":                                                         {404, ""},
		"/collections/nosuch/items":                                                   {404, ""},
		"/collections/stops/items/nosuch":                                             {404, ""},
		"/collections/incidents/items/nosuch":                                         {404, ""},
		"/collections/incidents/items/%2e%2e%2fpasswd":                                {404, ""},
		"/collections/stops/items?plan=nosuch":                                        {404, ""},
		"/collections/incidents/items?plan=latest":                                    {400, "plan"},
		"/collections/stops/items?nosuch=1":                                           {400, "nosuch"},
		"/collections/stops/items?limit=0":                                            {400, "limit"},
		"/collections/stops/items?limit=":                                             {400, "limit"},
		"/collections/stops/items?limit=1&limit=2":                                    {400, "limit"},
		"/collections/stops/items?after=-1":                                           {400, "after"},
		"/collections/stops/items?bbox=NaN,0,1,1":                                     {400, "bbox"},
		"/collections/stops/items?bbox=1,2,3":                                         {400, "bbox"},
		"/collections/stops/items?bbox=1,5,2,4":                                       {400, "bbox"},
		"/collections/stops/items?bbox=1e999,0,1,1":                                   {400, "bbox"},
		"/collections/stops/items?bbox-crs=EPSG:4326":                                 {400, "bbox-crs"},
		"/collections/stops/items?crs=nosuch":                                         {400, "crs"},
		"/collections/stops/items?datetime=tomorrow":                                  {400, "datetime"},
		"/collections/stops/items?datetime=2023-02-31T00:00:00Z":                      {400, "datetime"},
		"/collections/stops/items?datetime=2026-07-02T00:00:00Z/2026-07-01T00:00:00Z": {400, "datetime"},
		"/collections/stops/items?visit=one":                                          {400, "visit"},
		"/collections/stops/items?f=xml":                                              {400, "f"},
		"/collections?f=xml":                                                          {400, "f"},
		"/collections?nosuch=1":                                                       {400, "nosuch"},
		"/conformance?nosuch=1":                                                       {400, "nosuch"},
	} {
		a := ask(t, "GET", base+path, "", "")
		var p problemJSON
		if err := json.Unmarshal([]byte(a.body), &p); err != nil || a.StatusCode != want.status || p.Parameter != want.parameter {
			t.Errorf("%s: %s %s, want %d that names %q", path, a.Status, a.body, want.status, want.parameter)
		}
	}
	if p := pageAt(t, base+"/collections/incidents/items?limit=100000000"); p.NumberReturned != 600 {
		t.Errorf("a limit that is too high: %d features", p.NumberReturned)
	}
}

// TestWhatTheClientHasIsNotSentAgain asks with the tag it got; packed and plain bytes have different tags.
func TestWhatTheClientHasIsNotSentAgain(t *testing.T) {
	base := night(t)
	for _, path := range []string{"/?f=json", "/api", "/conformance", "/collections", "/collections/stops", "/collections/stops/schema", "/collections/risk/items?limit=100", "/collections/incidents/items/i1"} {
		plain := ask(t, "GET", base+path, "", "", "Accept-Encoding", "identity")
		packed := ask(t, "GET", base+path, "", "", "Accept-Encoding", "gzip")
		tag := plain.Header.Get("ETag")
		if tag == "" || strings.HasPrefix(tag, "W/") || tag == packed.Header.Get("ETag") {
			t.Errorf("%s: tags %s and %s", path, tag, packed.Header.Get("ETag"))
		}
		if packed.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: not packed", path)
		}
		for _, given := range []string{tag, `"other", ` + tag, "*"} {
			again := ask(t, "GET", base+path, "", "", "Accept-Encoding", "identity", "If-None-Match", given)
			if again.StatusCode != http.StatusNotModified || again.body != "" || again.Header.Get("ETag") != tag {
				t.Errorf("%s with %s: %s, %q", path, given, again.Status, again.body)
			}
		}
		if head := ask(t, "HEAD", base+path, "", "", "Accept-Encoding", "identity"); head.StatusCode != http.StatusOK || head.body != "" || head.Header.Get("ETag") != tag {
			t.Errorf("HEAD %s: %s", path, head.Status)
		}
		if other := ask(t, "GET", base+path, "", "", "If-None-Match", `"other"`); other.StatusCode != http.StatusOK {
			t.Errorf("%s with another tag: %s", path, other.Status)
		}
	}
}

func TestLinksAreAbsoluteAndOurs(t *testing.T) {
	base := night(t)
	for _, path := range []string{"/?f=json", "/collections", "/collections/stops", "/collections/stops/items?limit=1"} {
		a := ask(t, "GET", base+path, "", "", "Host", "evil.invalid", "X-Forwarded-Host", "evil.invalid")
		if strings.Contains(a.body, "evil") {
			t.Errorf("%s: a stranger's host stands in %s", path, a.body)
		}
		for _, part := range strings.Split(a.body, `"href":"`)[1:] {
			href, _, _ := strings.Cut(part, `"`)
			if !strings.HasPrefix(href, base+"/") {
				t.Errorf("%s: link %q", path, href)
			} else if b := ask(t, "GET", href, "", ""); b.StatusCode != http.StatusOK {
				t.Errorf("%s: its link %s: %s", path, href, b.Status)
			}
		}
	}
}

func TestPagesForPeople(t *testing.T) {
	base := night(t)
	for _, path := range []string{"/collections", "/collections/incidents", "/collections/incidents/items", "/collections/stops/items", "/conformance", "/api.html"} {
		a := ask(t, "GET", base+path, "", "", "Accept", "text/html,application/xhtml+xml,application/json;q=0.5")
		if a.StatusCode != http.StatusOK || !strings.HasPrefix(a.Header.Get("Content-Type"), typeHTML) || !strings.Contains(a.body, "<table") || strings.Contains(a.body, "<script") {
			t.Errorf("%s: %s %.300s", path, a.Status, a.body)
		}
	}
}

// TestDefinitionIsTrue validates the API's definition, then requests and answers against it.
func TestDefinitionIsTrue(t *testing.T) {
	base := night(t)
	definition, err := openapi3.NewLoader().LoadFromData([]byte(ask(t, "GET", base+"/api", "", "").body))
	if err != nil {
		t.Fatal(err)
	}
	if err := definition.Validate(t.Context(), openapi3.DisableExamplesValidation()); err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(definition)
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{"/?f=json", "/conformance", "/collections", "/plans", "/plans/latest", "/healthz", "/processes", "/processes/night-plan", "/jobs", "/jobs/nosuch", "/collections/nosuch/items",
		"/tiles/streets", "/tiles/routes?plan=nosuch", "/tiles/risk", "/tiles/risk/3/6/3", "/tiles/risk/3/6/3.mvt", "/tiles/streets/3/99/3"}
	for _, name := range names {
		at := "/collections/" + name
		id := pageAt(t, base+at+"/items?limit=1").Features[0].ID
		paths = append(paths, at, at+"/schema", at+"/queryables", at+"/items?limit=3&bbox=118,39,119,40&datetime=../..", at+"/items?limit=0", at+"/items/"+url.PathEscape(id), at+"/items/nosuch")
	}
	for _, path := range paths {
		req, err := http.NewRequestWithContext(t.Context(), "GET", base+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		route, params, err := router.FindRoute(req)
		if err != nil {
			if strings.Contains(path, "nosuch/items") {
				continue // no such address in the definition either
			}
			t.Fatalf("%s: %v", path, err)
		}
		in := &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route}
		bad := openapi3filter.ValidateRequest(t.Context(), in)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if (bad != nil) != (resp.StatusCode == http.StatusBadRequest) {
			t.Errorf("%s: the definition says %v, the server %s", path, bad, resp.Status)
		}
		answer := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: resp.StatusCode, Header: resp.Header, Body: io.NopCloser(bytes.NewReader(body))}
		answer.Options = &openapi3filter.Options{IncludeResponseStatus: true}
		if err := openapi3filter.ValidateResponse(t.Context(), answer); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestDatumsOnlyInFiles asks for the datums of China's map services: in files that name them, nowhere else.
func TestDatumsOnlyInFiles(t *testing.T) {
	base := night(t)
	for _, ending := range []string{"geojson", "geojsons", "csv", "gpx", "kml"} {
		a := ask(t, "GET", base+"/plans/latest."+ending+"?crs=bd09", "", "")
		if a.StatusCode != http.StatusOK || !strings.Contains(a.Header.Get("Content-Disposition"), "-bd09."+ending) || !strings.Contains(strings.ToLower(strings.ReplaceAll(a.body, "-", "")), "bd09") {
			t.Errorf(".%s: %s %s %.200s", ending, a.Status, a.Header.Get("Content-Disposition"), a.body)
		}
		if plain := ask(t, "GET", base+"/plans/latest."+ending, "", ""); plain.body == a.body {
			t.Errorf(".%s is the same in both", ending)
		}
	}
	for _, path := range []string{"/plans/latest.gpx?crs=gcj-02", "/plans/latest.gpx?crs=", "/plans/latest.gpkg?crs=gcj02", "/plans/latest.svg?crs=gcj02", "/collections/stops/items?crs=gcj02"} {
		if a := ask(t, "GET", base+path, "", ""); a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, `"parameter":"crs"`) {
			t.Errorf("%s: %s %s", path, a.Status, a.body)
		}
	}
	list := ask(t, "GET", base+"/plans", "", "")
	var plans struct{ Plans []struct{ ID string } }
	if err := json.Unmarshal([]byte(list.body), &plans); err != nil {
		t.Fatal(err)
	}
	if a := ask(t, "GET", base+"/plans/"+plans.Plans[0].ID+"?crs=gcj02", "", ""); a.StatusCode != http.StatusBadRequest {
		t.Errorf("without an ending: %s", a.Status)
	}
}

// TestImportSaysWhatLooksShifted sends the sample's incidents in BD-09, and as they are.
func TestImportSaysWhatLooksShifted(t *testing.T) {
	in, err := format.ReadIncidents(t.Context(), bytes.NewReader(sample.Incidents()), "sample", format.IncidentOptions{})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(New(Config{Store: &data.Memory{}, Roads: sampleStreets(t), Log: quiet(), Now: time.Now}).Handler())
	t.Cleanup(s.Close)
	for want, move := range map[string]func(orb.Point) orb.Point{"--crs bd09": geo.BD09, `"warnings":[]`: func(p orb.Point) orb.Point { return p }} {
		var text strings.Builder
		for _, i := range in.List[:200] {
			p := move(i.Place)
			fmt.Fprintf(&text, `{"type":"Feature","geometry":{"type":"Point","coordinates":[%.7f,%.7f]},"properties":{"time":%q}}`+"\n", p[0], p[1], i.At.Format(time.RFC3339))
		}
		if a := ask(t, "POST", s.URL+"/incidents", "application/geo+json", text.String()); a.StatusCode != http.StatusOK || !strings.Contains(a.body, want) {
			t.Errorf("%s: %s %s", want, a.Status, a.body)
		}
	}
}

// TestImportThatBreaksOff sends less than it announces, and goes on listening: nothing is kept, and it is told.
func TestImportThatBreaksOff(t *testing.T) {
	base := served(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /incidents HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/geo+json\r\nContent-Length: 1000\r\n\r\n"+`{"type":"FeatureCollection","features":[`)
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.Contains(string(answer), "400 Bad Request") || !strings.Contains(string(answer), "announced length") {
		t.Errorf("%v: %s", err, answer)
	}
	if n := pageAt(t, base+"/collections/incidents/items").NumberMatched; n != 600 {
		t.Errorf("%d incidents afterwards, want 600", n)
	}
}
