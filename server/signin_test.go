package server

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nightbeat/data"
)

// straight is a client that follows no redirect and keeps no cookie.
var straight = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func (st *station) form(t *testing.T, name, password, next string) *http.Response {
	t.Helper()
	resp, err := straight.PostForm(st.base+"/sign-in", url.Values{"username": {name}, "password": {password}, "next": {next}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp
}

// with asks for a page as a browser that has a cookie.
func (st *station) with(t *testing.T, cookie *http.Cookie, method, path string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, st.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(cookie)
	resp, err := straight.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp
}

func (st *station) signedIn(t *testing.T, name string) *http.Cookie {
	t.Helper()
	resp := st.form(t, name, password, "/plans")
	if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != "/plans" || len(resp.Cookies()) != 1 {
		t.Fatalf("%s to %s with %v", resp.Status, resp.Header.Get("Location"), resp.Cookies())
	}
	return resp.Cookies()[0]
}

func (st *station) wantIn(t *testing.T, cookie *http.Cookie, in bool, when string) {
	t.Helper()
	if got := st.with(t, cookie, "GET", "/plans").StatusCode; (got == http.StatusOK) != in || !in && got != http.StatusUnauthorized {
		t.Errorf("%s: %d, want in: %t", when, got, in)
	}
}

func TestSessions(t *testing.T) {
	st := staffed(t)
	cookie := st.signedIn(t, "viewer")
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || len(cookie.Value) < 22 {
		t.Errorf("cookie %+v", cookie)
	}
	st.wantIn(t, cookie, true, "signed in")
	st.wantIn(t, &http.Cookie{Name: cookie.Name, Value: cookie.Value + "x"}, false, "another id")
	st.pass(29 * time.Minute)
	st.wantIn(t, cookie, true, "used again within half an hour")
	st.pass(29 * time.Minute)
	st.wantIn(t, cookie, true, "and again")
	st.pass(-30 * time.Minute)
	st.wantIn(t, cookie, true, "the clock was put back")
	st.pass(30*time.Minute + 31*time.Minute)
	st.wantIn(t, cookie, false, "half an hour without use")

	cookie = st.signedIn(t, "viewer")
	for range 25 { // 12 h 05
		st.with(t, cookie, "GET", "/plans")
		st.pass(29 * time.Minute)
	}
	st.wantIn(t, cookie, false, "after twelve hours, though used")

	cookie = st.signedIn(t, "viewer")
	if resp := st.with(t, cookie, "POST", "/sign-out"); resp.StatusCode != http.StatusSeeOther || resp.Cookies()[0].MaxAge >= 0 {
		t.Errorf("signing out: %s, %v", resp.Status, resp.Cookies())
	}
	st.wantIn(t, cookie, false, "signed out")

	cookie = st.signedIn(t, "viewer")
	st.token(t, "viewer", data.Read)
	withToken := func() int {
		return ask(t, "GET", st.base+"/plans", "", "", "Authorization", "Bearer viewerread").StatusCode
	}
	if got := withToken(); got != http.StatusOK {
		t.Fatalf("the token: %d", got)
	}
	u, err := st.store.User(t.Context(), "viewer")
	if err != nil {
		t.Fatal(err)
	}
	u.Disabled = true
	if err := st.store.ChangeUser(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	st.wantIn(t, cookie, false, "disabled")
	if got := withToken(); got != http.StatusUnauthorized {
		t.Errorf("a disabled user's token: %d", got)
	}
	if resp := st.form(t, "viewer", password, "/"); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("a disabled user signs in: %s", resp.Status)
	}
}

// TestANewSessionEndsTheOld keeps a session that was planted by somebody else from living on.
func TestANewSessionEndsTheOld(t *testing.T) {
	st := staffed(t)
	old := st.signedIn(t, "viewer")
	req, err := http.NewRequestWithContext(t.Context(), "POST", st.base+"/sign-in", strings.NewReader(`{"username":"viewer","password":"`+password+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.AddCookie(old)
	resp, err := straight.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusNoContent || resp.Cookies()[0].Value == old.Value {
		t.Fatalf("%s, %v", resp.Status, resp.Cookies())
	}
	st.wantIn(t, old, false, "the old session")
	st.wantIn(t, resp.Cookies()[0], true, "the new session")
}

func TestUnderTLSTheCookieIsBoundToTheHost(t *testing.T) {
	s := New(Config{Store: &data.Memory{}, Now: time.Now, Public: "https://station.example"})
	if c := s.cookie("x", time.Hour); c.Name != "__Host-nightbeat" || !c.Secure || c.Path != "/" || c.Domain != "" {
		t.Errorf("%+v", c)
	}
	w := httptest.NewRecorder()
	s.Log = discard
	s.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/healthz", nil))
	if w.Header().Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS under TLS")
	}
}

// TestWrongNameAndWrongPasswordLookAlike compares the whole answers.
func TestWrongNameAndWrongPasswordLookAlike(t *testing.T) {
	st := staffed(t)
	said := func(name, password string) string {
		a := ask(t, "POST", st.base+"/sign-in", "application/json", `{"username":"`+name+`","password":"`+password+`"}`)
		return a.Status + a.body
	}
	want := said("viewer", "wrong password")
	if !strings.HasPrefix(want, "401") {
		t.Fatal(want)
	}
	for name, given := range map[string]string{"nobody": password, "": password, "viewer": "", "' OR 'a'='a": "x", "VIEWER": password} {
		if got := said(name, given); got != want {
			t.Errorf("%q with %q: %s, want %s", name, given, got, want)
		}
	}
	if got := said("viewer", strings.Repeat("a", 5000)); got != want {
		t.Errorf("a long password: %s", got)
	}
}

func TestSigningInIsThrottled(t *testing.T) {
	st := staffed(t)
	for range namesBurst {
		if resp := st.form(t, "viewer", "wrong password", "/"); resp.StatusCode != http.StatusUnauthorized {
			t.Fatal(resp.Status)
		}
	}
	resp := st.form(t, "viewer", password, "/")
	wait, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
	if resp.StatusCode != http.StatusTooManyRequests || wait < 1 || wait > 60 {
		t.Errorf("after %d failures: %s, come back in %d s", namesBurst, resp.Status, wait)
	}
	st.signedIn(t, "analyst") // another name is free
	st.pass(time.Duration(wait+1) * time.Second)
	st.signedIn(t, "viewer")

	for i := range machinesBurst {
		st.form(t, "stranger"+strconv.Itoa(i), "wrong password", "/")
	}
	if resp := st.form(t, "analyst", password, "/"); resp.StatusCode != http.StatusTooManyRequests {
		t.Errorf("a machine that failed %d times: %s", machinesBurst, resp.Status)
	}
}

func TestStrangersAreSentToTheDoor(t *testing.T) {
	st := staffed(t)
	req, err := http.NewRequestWithContext(t.Context(), "GET", st.base+"/collections/routes/items?limit=5&f=html", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := straight.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if to := resp.Header.Get("Location"); resp.StatusCode != http.StatusSeeOther || to != "/sign-in?next="+url.QueryEscape("/collections/routes/items?limit=5&f=html") {
		t.Errorf("%s to %s", resp.Status, to)
	}
	if a := ask(t, "GET", st.base+"/sign-in?next=%2Fduty%22%3E", "", ""); !strings.Contains(a.body, `value="/duty&#34;&gt;"`) || !strings.Contains(a.body, `name="password"`) {
		t.Errorf("the page: %s", a.body)
	}
	for _, next := range []string{"https://evil.invalid/", "//evil.invalid", `/\evil.invalid`, "javascript:alert(1)", "", "/\t/evil.invalid"} {
		if to := st.form(t, "viewer", password, next).Header.Get("Location"); to != "/" {
			t.Errorf("next=%q leads to %q", next, to)
		}
	}
}

func TestTokens(t *testing.T) {
	st := staffed(t)
	st.token(t, "commander", data.Read)
	st.token(t, "commander", data.Metrics)
	basic := func(name, key string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(name+":"+key))
	}
	for _, c := range []struct {
		header, request string
		want            int
	}{
		{"Bearer commanderread", "GET /plans", 200},
		{"bearer  commanderread", "GET /plans", 200},
		{basic("any", "commanderread"), "GET /plans", 200},
		{basic("", "commanderwrite"), "GET /plans", 200},
		{basic("commander", password), "GET /plans", 401}, // passwords are for people at the page
		{"Bearer commanderread", "POST /plans", 403},
		{"Bearer commandermetrics", "GET /plans", 403},
		{"Bearer commandermetrics", "GET /metrics", 200},
		{"Bearer nosuch", "GET /plans", 401},
		{"Bearer", "GET /plans", 401},
		{"Basic !!!", "GET /plans", 401},
		{"Digest x", "GET /plans", 401},
		{"Bearer commanderwrite", "POST /plans", 415}, // past the door
	} {
		method, path, _ := strings.Cut(c.request, " ")
		a := ask(t, method, st.base+path, "", "", "Authorization", c.header)
		if a.StatusCode != c.want {
			t.Errorf("%s with %s: %s, want %d", c.request, c.header, a.Status, c.want)
		}
		if asked := a.Header.Get("WWW-Authenticate"); (asked != "") != (c.want == 401) {
			t.Errorf("%s: WWW-Authenticate %q", a.Status, asked)
		}
	}
	if err := st.store.RevokeToken(t.Context(), "commanderread"); err != nil {
		t.Fatal(err)
	}
	if a := ask(t, "GET", st.base+"/plans", "", "", "Authorization", "Bearer commanderread"); a.StatusCode != 401 {
		t.Errorf("revoked: %s", a.Status)
	}
	if used, err := st.store.Token(t.Context(), data.Secret("commanderwrite")); err != nil || used.Used.IsZero() {
		t.Errorf("its last use is not known: %+v, %v", used, err)
	}
	st.pass(time.Hour)
	if a := st.as(t, "commander", "GET", "/plans", ""); a.StatusCode != 401 {
		t.Errorf("expired: %s", a.Status)
	}
}

func TestForeignPagesCannotChangeAnything(t *testing.T) {
	st := staffed(t)
	cookie := st.signedIn(t, "commander")
	for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.invalid"} {
		for _, path := range []string{"/plans", "/plans/x/approve", "/sign-out", "/sign-in", "/processes/night-plan/execution"} {
			a := ask(t, "POST", st.base+path, "application/json", goodPlan, "Cookie", cookie.String(), header, value)
			if a.StatusCode != http.StatusForbidden {
				t.Errorf("%s with %s %s: %s", path, header, value, a.Status)
			}
		}
	}
}

// TestOnlyOwnNamesWithoutAccounts keeps a foreign name that leads to loopback from reading what is there.
func TestOnlyOwnNamesWithoutAccounts(t *testing.T) {
	s := New(Config{Store: &data.Memory{}, Now: time.Now, Public: "http://127.0.0.1:8080", Log: discard})
	for host, want := range map[string]int{"127.0.0.1:8080": 200, "localhost:8080": 200, "localhost": 200, "[::1]:99": 200, "evil.invalid": 421, "127.0.0.1.evil.invalid": 421, "": 421} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("GET", "/plans", nil)
		r.Host = host
		s.Handler().ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("Host %q: %d, want %d", host, w.Code, want)
		}
	}
}

// TestAccountsCloseTheDoor adds a user to a server that had none: strangers are out at once, and stay out.
func TestAccountsCloseTheDoor(t *testing.T) {
	var store data.Store
	base := servedWith(t, func(c *Config) { store = c.Store })
	if a := ask(t, "GET", base+"/plans", "", ""); a.StatusCode != http.StatusOK {
		t.Fatal(a.Status)
	}
	if err := store.AddUser(t.Context(), data.User{Name: "chen", Role: data.Admin}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if a := ask(t, "GET", base+"/plans", "", ""); a.StatusCode != http.StatusUnauthorized {
			t.Errorf("with an account: %s", a.Status)
		}
		_ = store.RemoveUser(t.Context(), "chen") // gone the second time
	}
}

func FuzzAuthorization(f *testing.F) {
	for _, seed := range []string{"Bearer x", "Basic OnB3", "Basic", "bearer", "Basic 4pi6Og==", "Digest a=b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		key, ok := keyOf(header)
		if ok == (key == "") {
			t.Errorf("%q: key %q, %t", header, key, ok)
		}
	})
}

// FuzzSignIn sends anything at all to the door: nobody gets in, nothing breaks.
func FuzzSignIn(f *testing.F) {
	store := &data.Memory{}
	s := New(Config{Store: store, Closed: true, Now: time.Now, Log: discard, Public: "http://127.0.0.1"})
	handler := s.Handler()
	for _, seed := range [][2]string{
		{"application/json", `{"username":"a","password":"b"}`}, {"application/x-www-form-urlencoded", "username=a&password=b&next=%2F"},
		{"application/json", "{"}, {"text/plain", ""}, {"application/x-www-form-urlencoded", "%zz"}, {"multipart/form-data", "--"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, mediaType, body string) {
		s.doors = throttle{}
		w := httptest.NewRecorder()
		r := httptest.NewRequest("POST", "/sign-in", strings.NewReader(body))
		r.Header.Set("Content-Type", mediaType)
		handler.ServeHTTP(w, r)
		if !slices.Contains([]int{400, 401, 415}, w.Code) || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%q %q: %d %s", mediaType, body, w.Code, w.Body)
		}
	})
}
