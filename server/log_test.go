package server

import (
	"bytes"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// record is a log that many write to.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// TestLogsTellNothingOfPlacesAndPeople sends places, names, a password and control characters: none is in the log, and
// every request is one line in it.
func TestLogsTellNothingOfPlacesAndPeople(t *testing.T) {
	log := &record{}
	base := servedWith(t, func(c *Config) {
		c.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	file := `{"type":"FeatureCollection","features":[{"type":"Feature","id":"李四 138-0013-8000","geometry":{"type":"Point","coordinates":[118.2345,39.7654]},
		"properties":{"category":"Theft","time":"2026-05-01T22:10:00+08:00"}}]}`
	sent := 0
	for _, c := range []struct{ method, path, mediaType, body string }{
		{"GET", "/collections/incidents/items?bbox=118.2345,39.7,118.3,39.7654", "", ""},
		{"GET", "/collections/incidents/items?bbox=118.2345,x", "", ""},
		{"GET", "/collections/incidents/items/李四%0a%1b[31m", "", ""},
		{"GET", "/李四?x=118.2345%0Alevel=ERROR", "", ""},
		{"POST", "/incidents", typeGeoJSON, file},
		{"POST", "/incidents", typeGeoJSON, file + "]"},
		{"POST", "/plans", typeJSON, strings.Replace(goodPlan, "39.7]", "39.7654]", 1)},
		{"POST", "/plans", typeJSON, strings.Replace(goodPlan, "118.2", "118.2345", 1) + "李四"},
		{"POST", "/sign-in", typeJSON, `{"username":"李四","password":"secret 39.7654"}`},
	} {
		ask(t, c.method, base+c.path, c.mediaType, c.body)
		sent++
	}
	text := regexp.MustCompile(`time=\S+|took=\S+`).ReplaceAllString(log.String(), "") // a clock may say 39.7 as well
	if found := regexp.MustCompile(`118\.2|39\.7|李四|138-|secret|\x1b|bbox`).FindString(text); found != "" {
		t.Errorf("the log tells %q:\n%s", found, text)
	}
	if n := strings.Count(text, "msg=request "); n != sent || strings.Count(text, "\n") != n {
		t.Errorf("%d requests, %d of them in %d lines:\n%s", sent, n, strings.Count(text, "\n"), text)
	}
	if a := ask(t, "GET", base+"/metrics", "", ""); a.StatusCode != http.StatusOK || regexp.MustCompile(`118\.2|李四`).MatchString(a.body) ||
		!strings.Contains(a.body, `nightbeat_requests_total{method="GET",route="/collections/:collection/items",status="200"} 1`) ||
		!strings.Contains(a.body, `nightbeat_requests_total{method="other",route="other",status="404"} 1`) {
		t.Errorf("metrics: %s", a.body)
	}
}
