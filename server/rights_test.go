package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
)

// station is a server with accounts, and a clock that tests turn.
type station struct {
	base  string
	store data.Store
	mu    sync.Mutex
	now   time.Time
}

const password = "correct horse"

// staffed has a user of every role, each named after it; the officer is one of the first unit.
func staffed(t testing.TB) *station {
	t.Helper()
	st := &station{now: time.Now()}
	st.base = servedWith(t, func(c *Config) { st.store, c.Now, c.Closed = c.Store, st.clock, true })
	hash, err := data.HashPassword(password)
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range data.Roles() {
		u := data.User{Name: string(role), Role: role, Password: hash, Created: st.now}
		if role == data.Officer {
			u.Unit = "A1"
		}
		if err := st.store.AddUser(context.Background(), u); err != nil {
			t.Fatal(err)
		}
		st.token(t, string(role), data.Write)
	}
	return st
}

func (st *station) clock() time.Time {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.now
}

func (st *station) pass(d time.Duration) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.now = st.now.Add(d)
}

// token gives a user a token: its user's name and scope.
func (st *station) token(t testing.TB, user string, scope data.Scope) {
	t.Helper()
	key := user + string(scope)
	err := st.store.AddToken(context.Background(), data.Token{
		Prefix: key, Hash: data.Secret(key), User: user, Scope: scope, Created: st.clock(), Expires: st.clock().Add(time.Hour),
	})
	if err != nil {
		t.Fatal(err)
	}
}

// as asks with a user's token.
func (st *station) as(t *testing.T, user, method, path, body string) answer {
	t.Helper()
	mediaType := ""
	if body != "" {
		mediaType = "application/json"
	}
	return ask(t, method, st.base+path, mediaType, body, "Authorization", "Bearer "+user+string(data.Write))
}

// TestEveryAddressHasARow walks all addresses: each has a row in the table of rights, and each row an address.
func TestEveryAddressHasARow(t *testing.T) {
	s := New(Config{Store: &data.Memory{}, Now: time.Now})
	there := map[string]bool{}
	for _, r := range s.Handler().(*echo.Echo).Routes() {
		if there[r.Method+" "+r.Path] = true; r.Method == http.MethodHead {
			continue
		}
		if _, listed := rightTo(r.Method, r.Path); !listed {
			t.Errorf("%s %s has no row in the table of rights: nobody may come there", r.Method, r.Path)
		}
	}
	for _, r := range rights {
		if !there[r.method+" "+r.path] {
			t.Errorf("%s %s has a row in the table of rights, but is no address", r.method, r.path)
		}
	}
}

// TestEveryRoleAtEveryAddress sends everybody everywhere: who is not in an address's row is kept out, who is gets past
// the door. Strangers are asked to sign in.
func TestEveryRoleAtEveryAddress(t *testing.T) {
	st := staffed(t)
	everyone := []string{"GET /healthz", "GET /readyz", "GET /static/:name", "GET /words/:lang", "GET /sign-in", "POST /sign-in",
		"GET /u/:token", "GET /u/:token/route.gpx", "POST /u/:token/reports", "POST /u/:token/track"} // of these the token is the right
	for _, r := range rights {
		path := strings.NewReplacer(":collection", "nosuch", ":id", "nosuch", ":name", "style.css", ":process", "nosuch", ":job", "nosuch").Replace(r.path)
		stranger := ask(t, r.method, st.base+path, "", "").StatusCode
		if open := slices.Contains(everyone, r.method+" "+r.path); open == (stranger == http.StatusUnauthorized) && r.path != metricsPath {
			t.Errorf("%s %s: a stranger gets %d", r.method, r.path, stranger)
		}
		for _, role := range data.Roles() {
			got := st.as(t, string(role), r.method, path, "").StatusCode
			if may := r.may == nil || slices.Contains(r.may, role) || r.path == metricsPath; may == (got == http.StatusForbidden) || got == http.StatusUnauthorized {
				t.Errorf("%s %s: %s gets %d", r.method, r.path, role, got)
			}
		}
	}
	if a := ask(t, "GET", st.base+"/nosuch", "", ""); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("what is there and what is not is told to strangers: %s", a.Status)
	}
}

// TestWhatEachRoleMay says the roles in plain words, beside the table.
func TestWhatEachRoleMay(t *testing.T) {
	st := staffed(t)
	plan := `{"shift":{"start":"2026-07-01T20:00:00Z","end":"2026-07-02T04:00:00Z"},"units":2,"base":[118.2,39.7],"iterations":50,"seed":1}`
	id := planID(t, st.as(t, "analyst", "POST", "/plans", plan))
	file := `{"type":"FeatureCollection","features":[]}`
	town := `{"type":"FeatureCollection","features":[{"type":"Feature","id":"north","geometry":{"type":"Polygon","coordinates":[[[118.2,39.7],[118.3,39.7],[118.3,39.8],[118.2,39.7]]]},"properties":{"name":"北"}}]}`
	for _, c := range []struct {
		path, body string
		may        string // who: commander analyst officer viewer admin
	}{
		{"GET /collections/incidents/items", "", "commander analyst"},
		{"GET /collections/incidents/items/i1", "", "commander analyst"},
		{"GET /collections/risk/items", "", "commander analyst viewer"},
		{"GET /collections/routes/items?plan=" + id, "", "commander analyst viewer"}, // a draft is not an officer's yet
		{"GET /plans/" + id, "", "commander analyst viewer"},
		{"GET /plans/" + id + ".gpx", "", "commander analyst viewer"},
		{"GET /plans", "", "commander analyst viewer"},
		{"POST /plans", plan, "commander analyst"},
		{"POST /incidents", file, "analyst"},
		{"POST /areas", town, "commander analyst"},
		{"GET /collections/areas/items/north", "", "commander analyst viewer officer"},
		{"DELETE /areas/nosuch", "", ""},
		{"GET /presets", "", "commander analyst"},
		{"POST /presets", `{"name":"n","from":"20:00","until":"04:00"}`, "commander analyst"},
		{"DELETE /presets/nosuch", "", ""},
		{"GET /jobs", "", "commander analyst"},
		{"POST /plans/" + id + "/approve", "", "commander"},
	} {
		method, path, _ := strings.Cut(c.path, " ")
		for _, role := range data.Roles() {
			a := st.as(t, string(role), method, path, c.body)
			if may := strings.Contains(c.may, string(role)); may != (a.StatusCode < 300) || !may && a.StatusCode != 403 && a.StatusCode != 404 {
				t.Errorf("%s: %s gets %s %.200s", c.path, role, a.Status, a.body)
			}
		}
	}
}

func planID(t *testing.T, a answer) string {
	t.Helper()
	var made struct{ Plan struct{ ID string } }
	if err := json.Unmarshal([]byte(a.body), &made); err != nil || made.Plan.ID == "" {
		t.Fatalf("%s: %v: %.200s", a.Status, err, a.body)
	}
	return made.Plan.ID
}

// TestAnOfficerSeesOneRoute looks for any trace of the other unit in whatever an officer can get.
func TestAnOfficerSeesOneRoute(t *testing.T) {
	st := staffed(t)
	plan := `{"shift":{"start":"2026-07-01T20:00:00Z","end":"2026-07-02T04:00:00Z"},"iterations":50,"seed":1,
		"units":[{"id":"A1","base":[118.2,39.7]},{"id":"secret","base":[118.2,39.7]}]}`
	id := planID(t, st.as(t, "commander", "POST", "/plans", plan))
	if a := st.as(t, "officer", "GET", "/plans/latest", ""); a.StatusCode != http.StatusNotFound {
		t.Errorf("an officer gets a draft: %s", a.Status)
	}
	if a := st.as(t, "commander", "POST", "/plans/"+id+"/approve", ""); a.StatusCode != http.StatusOK {
		t.Fatalf("%s %s", a.Status, a.body)
	}
	whole := pageOf(t, st.as(t, "commander", "GET", "/collections/legs/items?limit=1000", ""))
	if a := st.as(t, "commander", "GET", "/tiles/routes/12/3392/1554.mvt", ""); !strings.Contains(a.body, "secret") {
		t.Fatal("the tile shows nothing of the other unit: nothing would be tried")
	}
	for _, path := range []string{
		"/plans/latest", "/plans/" + id, "/plans/" + id + ".gpx", "/plans/" + id + ".kml", "/plans/" + id + ".csv", "/plans/" + id + ".svg", "/?f=html",
		"/collections/routes/items?limit=1000", "/collections/stops/items?limit=1000", "/collections/legs/items?limit=1000", "/collections?f=html",
		"/collections/routes/items?unit=secret", "/collections/routes/items?plan=" + id, "/tiles/routes", "/tiles/routes/12/3392/1554.mvt",
	} {
		a := st.as(t, "officer", "GET", path, "")
		if a.StatusCode != http.StatusOK || strings.Contains(strings.ReplaceAll(a.body, "unit=secret", ""), "secret") {
			t.Errorf("%s: %s, tells of another unit: %.300s", path, a.Status, a.body)
		}
	}
	own := pageOf(t, st.as(t, "officer", "GET", "/collections/legs/items?limit=1000", ""))
	if own.NumberMatched == 0 || own.NumberMatched >= whole.NumberMatched {
		t.Errorf("%d legs of %d are the officer's", own.NumberMatched, whole.NumberMatched)
	}
	theirs := 0
	for _, f := range whole.Features {
		a := st.as(t, "officer", "GET", "/collections/legs/items/"+f.ID, "")
		if f.Properties["unit"] == "A1" && a.StatusCode != http.StatusOK || f.Properties["unit"] == "secret" && a.StatusCode != http.StatusNotFound {
			t.Errorf("leg %s of %s: %s", f.ID, f.Properties["unit"], a.Status)
		}
		if f.Properties["unit"] == "secret" {
			theirs++
		}
	}
	if theirs == 0 {
		t.Error("the other unit has no leg: nothing was tried")
	}
	for _, path := range []string{"/collections/risk/items", "/collections/incidents", "/collections/risk/items/1", "/tiles/risk", "/tiles/risk/12/3392/1554"} {
		if a := st.as(t, "officer", "GET", path, ""); a.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", path, a.Status)
		}
	}
}

func pageOf(t *testing.T, a answer) (p page) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), &p); err != nil || a.StatusCode != http.StatusOK {
		t.Fatalf("%s: %v: %.200s", a.Status, err, a.body)
	}
	return p
}

// TestApproval has one plan a night approved, and everything that shows tonight's plan show it.
func TestApproval(t *testing.T) {
	st := staffed(t)
	ask := func(seed int) string {
		return planID(t, st.as(t, "commander", "POST", "/plans", strings.Replace(goodPlan, `"seed":1`, fmt.Sprintf(`"seed":%d`, seed), 1)))
	}
	first, second := ask(1), ask(2)
	if a := st.as(t, "commander", "POST", "/plans/"+first+"/approve", ""); a.StatusCode != http.StatusOK || !strings.Contains(a.body, `"approved_by":"commander"`) {
		t.Fatalf("%s %s", a.Status, a.body)
	}
	if a := st.as(t, "commander", "POST", "/plans/"+second+"/approve", ""); a.StatusCode != http.StatusConflict {
		t.Errorf("a second plan for the night: %s %s", a.Status, a.body)
	}
	if a := st.as(t, "commander", "POST", "/plans/nosuch/approve", ""); a.StatusCode != http.StatusNotFound {
		t.Errorf("no plan: %s", a.Status)
	}
	third := ask(3)
	if first == third {
		t.Fatal("two seeds, one plan")
	}
	for _, f := range pageOf(t, st.as(t, "viewer", "GET", "/collections/routes/items", "")).Features {
		if f.Properties["plan"] != first {
			t.Errorf("tonight's routes are of %s, want the approved %s", f.Properties["plan"], first)
		}
	}
	if a := st.as(t, "viewer", "GET", "/plans/latest", ""); planID(t, a) != first || !strings.Contains(a.body, `"status":"approved"`) {
		t.Errorf("latest: %.300s", a.body)
	}
	if again := ask(1); again != first {
		t.Error("the same request gives another plan")
	}
	if a := st.as(t, "viewer", "GET", "/plans/"+first, ""); !strings.Contains(a.body, `"status":"approved"`) {
		t.Error("asking for it again took the approval away")
	}
}

// TestACommanderApprovesOnThePage goes the way of a person: sign in, see the draft, press the button, see it approved.
func TestACommanderApprovesOnThePage(t *testing.T) {
	st := staffed(t)
	id := planID(t, st.as(t, "analyst", "POST", "/plans", goodPlan))
	button := `action="/plans/` + id + `/approve"`
	see := func(cookie *http.Cookie) string {
		return ask(t, "GET", st.base+"/duty", "", "", "Cookie", cookie.String(), "Accept", typeHTML).body
	}
	commander, viewer := st.signedIn(t, "commander"), st.signedIn(t, "viewer")
	if !strings.Contains(see(commander), button) || !strings.Contains(see(commander), "/sign-out") || strings.Contains(see(viewer), button) {
		t.Fatal("the button is for commanders, and only for them")
	}
	req, err := http.NewRequestWithContext(t.Context(), "POST", st.base+"/plans/"+id+"/approve", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(commander)
	req.Header.Set("Accept", typeHTML)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, err := straight.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != "/duty?plan="+id {
		t.Errorf("%s to %s", resp.Status, resp.Header.Get("Location"))
	}
	if page := see(commander); strings.Contains(page, button) || !strings.Contains(page, "approved") {
		t.Error("the page does not show it approved")
	}
	refused := ask(t, "GET", st.base+"/collections/incidents/items", "", "", "Cookie", viewer.String(), "Accept", typeHTML, "Accept-Language", "zh-CN")
	if refused.StatusCode != http.StatusNotFound || !strings.Contains(refused.body, `<html lang="zh-CN"`) {
		t.Errorf("a person is refused by %s %.100s", refused.Status, refused.body)
	}
}

// TestAChangeOfTheApprovedPlanTakesItsPlace changes an approved plan under way: until the change is approved the plan holds,
// then the change does, and the plan itself is as it was but for its standing.
func TestAChangeOfTheApprovedPlanTakesItsPlace(t *testing.T) {
	st := staffed(t)
	approve := func(id string) answer { return st.as(t, "commander", "POST", "/plans/"+id+"/approve", "") }
	latest := func() string { return planID(t, st.as(t, "viewer", "GET", "/plans/latest", "")) }
	first := planID(t, st.as(t, "commander", "POST", "/plans", goodPlan))
	approve(first)
	before := st.as(t, "viewer", "GET", "/plans/"+first, "").body
	a := st.as(t, "commander", "POST", "/plans/"+first+"/changes", `{"at":"2026-07-01T22:10:00Z","changes":[{"kind":"away","unit":"A2","for_s":1800}]}`)
	var made changed
	if err := json.Unmarshal([]byte(a.body), &made); err != nil || a.StatusCode != http.StatusOK {
		t.Fatalf("%s %v %.300s", a.Status, err, a.body)
	}
	change := made.Plan.Plan.ID
	if latest() != first {
		t.Error("a change that nobody approved is tonight's plan")
	}
	if a := approve(change); a.StatusCode != http.StatusOK || latest() != change {
		t.Errorf("%s; tonight's plan is %s, want the change %s", a.Status, latest(), change)
	}
	after := st.as(t, "viewer", "GET", "/plans/"+first, "").body
	if strings.Replace(before, `"status":"approved"`, `"status":"superseded"`, 1) != after {
		t.Error("the first plan was changed")
	}
	if a := approve(first); a.StatusCode != http.StatusConflict {
		t.Errorf("the first plan again: %s", a.Status)
	}
	if a := st.as(t, "officer", "GET", "/plans/"+first, ""); a.StatusCode != http.StatusNotFound {
		t.Errorf("an officer is still given the old plan: %s", a.Status)
	}
}
