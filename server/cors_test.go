package server

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"nightbeat/data"
)

// TestOnlyListedOriginsRead asks as pages of several origins, of a server that lists one and of one that lists none.
func TestOnlyListedOriginsRead(t *testing.T) {
	const listed = "https://gis.example.org"
	for _, c := range []struct {
		origins        []string
		origin, method string
		allowed        string
	}{
		{nil, listed, "GET", ""}, {nil, listed, "OPTIONS", ""}, {[]string{listed}, "", "GET", ""},
		{[]string{listed}, listed, "GET", listed}, {[]string{listed}, listed, "OPTIONS", listed},
		{[]string{listed}, "https://gis.example.org.evil.invalid", "GET", ""}, {[]string{listed}, "http://gis.example.org", "GET", ""},
		{[]string{listed}, "https://evil.invalid", "OPTIONS", ""}, {[]string{listed}, "null", "GET", ""},
	} {
		h := New(Config{Store: &data.Memory{}, Origins: c.origins, Log: quiet(), Now: time.Now}).Handler()
		for _, path := range []string{"/collections", "/plans/latest", "/nosuch"} {
			r := httptest.NewRequest(c.method, path, nil)
			r.Header.Set("Origin", c.origin)
			if c.method == http.MethodOptions {
				r.Header.Set("Access-Control-Request-Method", "GET")
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if got := w.Header().Get("Access-Control-Allow-Origin"); got != c.allowed {
				t.Errorf("%s %s from %q where %v may: allowed %q", c.method, path, c.origin, c.origins, got)
			}
			if w.Header().Get("Access-Control-Allow-Credentials") != "" {
				t.Error("cookies would be sent along")
			}
		}
	}
}

func TestCheckOrigin(t *testing.T) {
	for origin, good := range map[string]bool{
		"https://gis.example.org": true, "http://127.0.0.1:3000": true, "*": false, "https://*.example.org": false, "https://a?.example.org": false, "gis.example.org": false,
		"https://gis.example.org/": false, "https://user@gis.example.org": false, "ftp://example.org": false, "": false, "null": false, "https://": false,
	} {
		if err := CheckOrigin(origin); (err == nil) != good {
			t.Errorf("%q: %v", origin, err)
		}
	}
}
