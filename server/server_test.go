package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/planner"
)

var shiftStart = time.Date(2026, 7, 1, 20, 0, 0, 0, time.UTC)

// served is a server on loopback with a made-up city, on straight lines.
func served(t *testing.T) string { return servedWith(t, func(*Config) {}) }

// servedWith is the same with something of its own.
func servedWith(t testing.TB, change func(*Config)) string {
	t.Helper()
	s, base := machine(t, city(t), change)
	t.Cleanup(atWork(s))
	return base
}

// city is a store with the incidents of the made-up city.
func city(t testing.TB) data.Store {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 1))
	incidents := make([]planner.Incident, 600)
	for i := range incidents {
		incidents[i] = planner.Incident{
			ID: fmt.Sprint("i", i), Category: []string{"Burglary", "<script>alert(1)</script>"}[i%2],
			Place: orb.Point{118.2 + float64(rng.IntN(6))/200, 39.7 + float64(rng.IntN(6))/250},
			At:    shiftStart.Add(-time.Duration(1+rng.IntN(2000)) * time.Hour),
		}
	}
	store := &data.Memory{}
	if _, err := store.Import(t.Context(), data.Given(incidents)); err != nil {
		t.Fatal(err)
	}
	return store
}

// machine is a server on a store that others may use, too; it has an address of its own.
func machine(t testing.TB, store data.Store, change func(*Config)) (s *Server, base string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	config := Config{
		Store: store, Public: "http://" + listener.Addr().String(), Landmarks: landmarks, AtOnce: 1, Now: time.Now,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	change(&config)
	s = New(config)
	h := s.HTTP()
	go func() { _ = h.Serve(listener) }() // ends with Close
	t.Cleanup(func() { _ = h.Close() })
	return s, "http://" + listener.Addr().String()
}

// atWork has a server do its jobs until it is told to stop.
func atWork(s *Server) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var live sync.WaitGroup
	live.Go(func() { s.Work(ctx) })
	return func() {
		cancel()
		live.Wait()
	}
}

const goodPlan = `{"shift":{"start":"2026-07-01T20:00:00Z","end":"2026-07-02T04:00:00Z"},"units":2,"base":[118.2,39.7],"iterations":300,"seed":1}`

// answer is what came back.
type answer struct {
	*http.Response
	body string
}

func ask(t *testing.T, method, url, mediaType, body string, headers ...string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if mediaType != "" {
		req.Header.Set("Content-Type", mediaType)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp, string(raw)}
}

func TestPlanIsMadeKeptAndGivenBack(t *testing.T) {
	base := served(t)
	if a := ask(t, "GET", base+"/plans/latest", "", ""); a.StatusCode != http.StatusNotFound {
		t.Errorf("latest of nothing: %s", a.Status)
	}
	made := ask(t, "POST", base+"/plans", "application/json", goodPlan)
	if made.StatusCode != http.StatusOK || made.Header.Get("Content-Type") != "application/geo+json" {
		t.Fatalf("%s, %s: %s", made.Status, made.Header.Get("Content-Type"), made.body)
	}
	var plan struct {
		Type string
		Plan struct{ ID string }
	}
	if err := json.Unmarshal([]byte(made.body), &plan); err != nil || plan.Type != "FeatureCollection" {
		t.Fatalf("%v: %.200s", err, made.body)
	}
	for _, path := range []string{"/plans/latest", "/plans/" + plan.Plan.ID, "/plans/" + plan.Plan.ID + ".geojson", made.Header.Get("Location")} {
		if a := ask(t, "GET", base+path, "", ""); a.StatusCode != http.StatusOK || a.body != made.body {
			t.Errorf("%s: %s, not the plan that was made", path, a.Status)
		}
	}
	if again := ask(t, "POST", base+"/plans", "application/json", goodPlan); again.body != made.body {
		t.Error("the same request gives another plan")
	}
	if a := ask(t, "GET", base+"/plans", "", ""); !strings.Contains(a.body, plan.Plan.ID) {
		t.Errorf("the list lacks the plan: %s", a.body)
	}
}

func TestFormatsByEndingAndAccept(t *testing.T) {
	base := served(t)
	ask(t, "POST", base+"/plans", "application/json", goodPlan)
	for ending, begins := range map[string]string{"csv": "\ufeffplan,unit", "gpx": "<?xml", "kml": "<?xml", "svg": "<svg"} {
		a := ask(t, "GET", base+"/plans/latest."+ending, "", "")
		if a.StatusCode != http.StatusOK || !strings.HasPrefix(a.body, begins) {
			t.Errorf("%s: %s %.60s", ending, a.Status, a.body)
		}
		b := ask(t, "GET", base+"/plans/latest", "", "", "Accept", a.Header.Get("Content-Type")+", */*;q=0.1")
		if b.body != a.body {
			t.Errorf("%s by Accept: %s", ending, b.Header.Get("Content-Type"))
		}
	}
	if a := ask(t, "GET", base+"/plans/latest.dwg", "", ""); a.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown ending: %s", a.Status)
	}
}

func TestRefusalsNameTheParameter(t *testing.T) {
	base := served(t)
	for _, c := range []struct {
		method, path, mediaType, body string
		status                        int
		parameter                     string
	}{
		{"POST", "/plans", "application/json", strings.Replace(goodPlan, `"units":2`, `"units":-3`, 1), 400, "units"},
		{"POST", "/plans", "application/json", strings.Replace(goodPlan, `"units":2`, `"units":100000000`, 1), 400, "units"},
		{"POST", "/plans", "application/json", strings.Replace(goodPlan, `"seed":1`, `"dwell_s":-60`, 1), 400, "dwell_s"},
		{"POST", "/plans", "application/json", strings.Replace(goodPlan, `"seed":1`, `"speed":0`, 1), 400, "request"},
		{"POST", "/plans", "application/json", strings.Replace(goodPlan, `"seed":1`, `"cell_m":0.05`, 1), 400, "cell_m"},
		{"POST", "/plans", "application/json", strings.Replace(goodPlan, "2026-07-02T04", "1999-01-01T00", 1), 400, "shift.end"},
		{"POST", "/plans", "application/json", strings.Replace(goodPlan, `"seed":1`, `"model":"oracle"`, 1), 400, "model"},
		{"POST", "/plans", "application/json", `{"shift":`, 400, "request"},
		{"POST", "/plans", "application/json", strings.Repeat("[", 50000), 400, "request"},
		{"POST", "/plans", "text/plain", goodPlan, 415, "Content-Type"},
		{"POST", "/plans", "", goodPlan, 415, "Content-Type"},
		{"POST", "/plans?x=1", "application/json", goodPlan, 400, "x"},
		{"GET", "/plans/latest?nosuch=1", "", "", 400, "nosuch"},
		{"GET", "/?nosuch=1", "", "", 400, "nosuch"},
		{"GET", "/?plan=nosuch", "", "", 404, ""},
		{"GET", "/plans/nosuch", "", "", 404, ""},
		{"GET", "/nosuch", "", "", 404, ""},
		{"GET", "/static/..%2f..%2fREADME.md", "", "", 404, ""},
		{"GET", "/debug/pprof/", "", "", 404, ""},
		{"DELETE", "/plans", "", "", 405, ""},
	} {
		a := ask(t, c.method, base+c.path, c.mediaType, c.body)
		var p problemJSON
		if err := json.Unmarshal([]byte(a.body), &p); err != nil {
			t.Errorf("%s %s: %v in %q", c.method, c.path, err, a.body)
		}
		if a.StatusCode != c.status || p.Status != c.status || p.Parameter != c.parameter || a.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s %.50s: %s %s, want %d that names %q", c.method, c.path, c.body, a.Status, a.body, c.status, c.parameter)
		}
	}
}

func TestImportOverHTTP(t *testing.T) {
	base := served(t)
	file := `{"type":"FeatureCollection","features":[
		{"type":"Feature","id":"n1","geometry":{"type":"Point","coordinates":[118.2,39.7]},"properties":{"category":"Theft","time":"2026-05-01T22:10:00+08:00"}},
		{"type":"Feature","id":"n2","geometry":null,"properties":{"category":"Theft","time":"2026-05-01T22:10:00+08:00"}}]}`
	for _, want := range []string{
		`{"loaded":1,"rejected":1,"new":1,"changed":0,"same":0,"rejects":[{"feature":1,"id":"n2",`, `{"loaded":1,"rejected":1,"new":0,"changed":0,"same":1,"rejects":[`,
	} {
		if a := ask(t, "POST", base+"/incidents", typeGeoJSON, file); a.StatusCode != http.StatusOK || !strings.HasPrefix(a.body, want) {
			t.Errorf("%s %s, want %s", a.Status, a.body, want)
		}
	}
	if a := ask(t, "GET", base+"/collections/incidents/items/n1", "", ""); !strings.Contains(a.body, "Theft") {
		t.Errorf("%s %s", a.Status, a.body)
	}
	for _, c := range []struct {
		mediaType, body string
		status          int
	}{
		{"text/plain", file, 415}, {typeGeoJSON, file + "]", 400}, {typeGeoJSON, "", 400}, {typeGeoJSON, strings.Repeat("[", 50000), 413},
		{typeGeoJSON, strings.Repeat(" ", maxImportBytes+1), 413},
	} {
		if testing.Short() && len(c.body) > maxImportBytes {
			continue
		}
		if a := ask(t, "POST", base+"/incidents", c.mediaType, c.body); a.StatusCode != c.status || a.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%.40s: %s %s, want %d", c.body, a.Status, a.body, c.status)
		}
	}
}

func TestTooLongARequest(t *testing.T) {
	a := ask(t, "POST", served(t)+"/plans", "application/json", strings.Repeat(" ", 5<<20))
	if a.StatusCode/100 != 4 {
		t.Errorf("%s", a.Status)
	}
}

func TestHeadAndHealth(t *testing.T) {
	base := served(t)
	for _, path := range []string{"/healthz", "/readyz", "/", "/plans"} {
		if a := ask(t, "HEAD", base+path, "", ""); a.StatusCode != http.StatusOK || a.body != "" {
			t.Errorf("HEAD %s: %s, %q", path, a.Status, a.body)
		}
	}
}

// closed is a store whose disk has gone.
type closed struct{ data.Store }

func (closed) Span(context.Context) (data.Span, error) { return data.Span{}, errors.New("disk gone") }

func TestNotReadyWithoutItsStore(t *testing.T) {
	s := New(Config{Store: closed{&data.Memory{}}, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	for path, want := range map[string]int{"/readyz": http.StatusServiceUnavailable, "/healthz": http.StatusOK} {
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, httptest.NewRequest("GET", "http://127.0.0.1"+path, nil))
		if w.Code != want || strings.Contains(w.Body.String(), "disk gone") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestPageHoldsThePlanAndNothingForeign(t *testing.T) {
	base := served(t)
	if a := ask(t, "GET", base+"/", "", ""); !strings.Contains(a.body, "No plan yet") {
		t.Errorf("the empty page: %s", a.body)
	}
	ask(t, "POST", base+"/plans", "application/json", goodPlan)
	a := ask(t, "GET", base+"/", "", "", "Host", "evil.invalid")
	for _, want := range []string{`<img src="/plans/`, "<table", "&lt;script&gt;", `<script type="module" src="/static/duty.mjs"></script>`} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if regexp.MustCompile(`<script>|</script>[^\n]|src="[^/]|evil\.invalid| on[a-z]+=| style=`).MatchString(a.body) {
		t.Error("the page holds a script or a style within, or a foreign host")
	}
	if policy := a.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy %q", policy)
	}
	if j := ask(t, "GET", base+"/", "", "", "Accept", "application/json"); !strings.Contains(j.body, "/plans/latest") {
		t.Errorf("the landing page for programs: %s", j.body)
	}
}

// TestClientGoneStopsTheWork has a client hang up while a long plan is being made: the next one gets its place.
func TestClientGoneStopsTheWork(t *testing.T) {
	base := served(t)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	long := strings.Replace(goodPlan, `"iterations":300`, `"iterations":1000000000,"limit_s":60`, 1)
	req, err := http.NewRequestWithContext(ctx, "POST", base+"/plans", strings.NewReader(long))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if resp, err := http.DefaultClient.Do(req); err == nil {
		resp.Body.Close()
		t.Fatalf("the long plan came back at once: %s", resp.Status)
	}
	if a := ask(t, "POST", base+"/plans", "application/json", goodPlan); a.StatusCode != http.StatusOK {
		t.Errorf("after a client hung up: %s %s", a.Status, a.body)
	}
}

func TestPanicIsOneAnswer(t *testing.T) {
	s := New(Config{Store: nil, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}) // no store: handlers fault
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/plans", nil))
	if w.Code != http.StatusInternalServerError || bytes.Contains(w.Body.Bytes(), []byte("goroutine")) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
