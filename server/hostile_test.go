package server

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// hostile is a request of ../shared/badinput/http; its README tells what the fields mean.
type hostile struct {
	ID, What, Method, Target, Body, Raw, Base, Special string
	BodyGen                                            string         `json:"body_gen"`
	PlanPatch                                          map[string]any `json:"plan_patch"`
	NoBody                                             string         `json:"no_body"`
	Headers                                            map[string]string
	Expect                                             []string
}

// hostileBases are the addresses that the requests are meant for.
var hostileBases = map[string]string{
	"ROOT": "/", "ITEMS": "/collections/incidents/items", "COLL": "/collections", "IMPORT": "/incidents", "PLANS": "/plans",
	"GRID": "/collections/risk/items", "LOGIN": "/sign-in", "": "/",
}

// TestHostileRequests sends all that ../shared/badinput/http holds; after each the server is up.
func TestHostileRequests(t *testing.T) {
	raw, err := os.ReadFile("../../shared/badinput/http/requests.json")
	if err != nil {
		t.Skip("no ../shared beside the project; the other tests here send the same kinds of requests")
	}
	var all []hostile
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	base := served(t)
	ask(t, "POST", base+"/plans", "application/json", goodPlan)
	for _, h := range all {
		if testing.Short() && strings.HasSuffix(h.BodyGen, "00000000") {
			continue // hundreds of megabytes only where there is time
		}
		status, body := h.send(t, base)
		if !expected(h.Expect, status) {
			t.Errorf("%s %s: %d %.200s, want one of %v", h.ID, h.What, status, body, h.Expect)
		}
		if h.NoBody != "" && regexp.MustCompile(h.NoBody).MatchString(body) {
			t.Errorf("%s %s: the answer holds %s: %.200s", h.ID, h.What, h.NoBody, body)
		}
		wantUp(t, base, h.ID)
	}
}

func wantUp(t *testing.T, base, after string) {
	t.Helper()
	client := http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Get(base + "/healthz")
	if err != nil {
		t.Fatalf("%s brought the server down: %v", after, err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s brought the server down: %s", after, resp.Status)
	}
}

// send gives the status that came back, 0 where the server hung up.
func (h hostile) send(t *testing.T, base string) (status int, body string) {
	t.Helper()
	switch {
	case h.Raw != "":
		return sendRaw(t, base, filled(h.Raw))
	case h.Special == "slow_headers":
		return sendSlowly(t, base)
	case h.PlanPatch != nil:
		h.Body = patched(t, h.PlanPatch)
	}
	return sendRequest(t, base, h)
}

// sendRequest writes the target as it stands, which a client would tidy up first.
func sendRequest(t *testing.T, base string, h hostile) (status int, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), h.Method, base, strings.NewReader(hostileBody(t, h.Body, h.BodyGen)))
	if err != nil {
		t.Fatal(err)
	}
	req.URL.Opaque = strings.Replace(h.Target, "{"+h.Base+"}", hostileBases[h.Base], 1)
	for k, v := range h.Headers {
		if req.Header.Set(k, v); k == "Host" {
			req.Host = v
		}
	}
	resp, err := straight.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	got, _ := io.ReadAll(resp.Body) // as far as it comes
	return resp.StatusCode, string(got)
}

// patched is a good plan request with some fields in other words: dwell in minutes, cell in metres, times of the shift.
func patched(t *testing.T, patch map[string]any) string {
	t.Helper()
	var plan map[string]any
	if err := json.Unmarshal([]byte(goodPlan), &plan); err != nil {
		t.Fatal(err)
	}
	for name, v := range patch {
		switch name {
		case "start", "end":
			plan["shift"].(map[string]any)[name] = v
		case "dwell":
			plan["dwell_s"] = v.(float64) * 60
		case "cell":
			plan["cell_m"] = v
		default:
			plan[name] = v
		}
	}
	raw, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

var fill = regexp.MustCompile(`@FILL:(\d+)@`)

// filled puts letters where @FILL:N@ asks for them.
func filled(raw string) string {
	return fill.ReplaceAllStringFunc(raw, func(mark string) string {
		n, _ := strconv.Atoi(fill.FindStringSubmatch(mark)[1])
		return strings.Repeat("x", n)
	})
}

func sendRaw(t *testing.T, base, raw string) (status int, body string) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go func() { _, _ = io.WriteString(conn, raw) }() // the server may hang up
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	got, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(got)
}

// sendSlowly opens twenty connections that send a byte a second: others are served, and these are hung up on.
func sendSlowly(t *testing.T, base string) (status int, body string) {
	t.Helper()
	var slow []net.Conn
	for range 20 {
		conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		slow = append(slow, conn)
	}
	for i := range 20 {
		wantUp(t, base, "slow headers")
		for _, conn := range slow {
			if _, err := io.WriteString(conn, "POST /incidents HTTP/1.1\r\n"[i:i+1]); err != nil && time.Duration(i)*time.Second < headerTimeout-time.Second {
				t.Errorf("hung up after %d s", i)
			}
		}
		if time.Sleep(time.Second); time.Duration(i)*time.Second > headerTimeout {
			break
		}
	}
	for _, conn := range slow {
		_ = conn.SetReadDeadline(time.Now().Add(time.Second))
		if _, err := io.ReadAll(conn); err != nil {
			t.Errorf("after %s a connection is still open: %v", headerTimeout+time.Second, err)
		}
	}
	return 0, ""
}

// hostileBody makes the body that a request asks for: spaces, a gzip of many bytes, or open brackets.
func hostileBody(t *testing.T, body, made string) string {
	t.Helper()
	kind, number, _ := strings.Cut(made, ":")
	n, _ := strconv.Atoi(number)
	switch kind {
	case "spaces":
		return strings.Repeat(" ", n)
	case "open":
		return strings.Repeat("[", n)
	case "gzbomb":
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		if _, err := io.CopyN(w, blanks{}, int64(n)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return packed.String()
	}
	return body
}

// blanks is an endless text of spaces.
type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func expected(codes []string, status int) bool {
	for _, c := range codes {
		if c == "close" && status == 0 || c == fmt.Sprint(status) || strings.HasSuffix(c, "xx") && c[:1] == fmt.Sprint(status)[:1] {
			return true
		}
	}
	return false
}
