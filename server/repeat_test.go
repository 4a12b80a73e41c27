package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
)

// calling is a server whose store has, on the last days of June, six noise complaints at one corner and three at another.
func calling(t *testing.T) *station {
	t.Helper()
	st := staffed(t)
	var calls []planner.Incident
	for i := range 9 {
		place, day := orb.Point{118.2, 39.7}, 20+i
		if i >= 6 {
			place = orb.Point{118.203, 39.702}
		}
		calls = append(calls, planner.Incident{ID: fmt.Sprint("noise-", i), Category: "Noise complaint", Place: place, At: time.Date(2026, 6, day, 22, 0, 0, 0, time.UTC)})
	}
	if _, err := st.store.Import(context.Background(), func(yield func(planner.Incident, error) bool) {
		for _, in := range calls {
			if !yield(in, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	return st
}

// TestRepeatPlacesForEachRole: a viewer is told of no place of fewer than five calls, in the page, the file and the
// collection; an officer and an administrator of none.
func TestRepeatPlacesForEachRole(t *testing.T) {
	st := calling(t)
	for role, want := range map[string]int{"analyst": 2, "commander": 2, "viewer": 1} {
		if n := pageOf(t, st.as(t, role, "GET", "/collections/repeat-places/items", "")).NumberMatched; n != want {
			t.Errorf("%s: %d features, want %d", role, n, want)
		}
		if n := strings.Count(st.as(t, role, "GET", "/repeat.csv", "").body, "\n") - 1; n != want {
			t.Errorf("%s: %d rows, want %d", role, n, want)
		}
		if n := strings.Count(st.as(t, role, "GET", "/repeat.svg", "").body, "<circle"); n != want {
			t.Errorf("%s: %d circles, want %d", role, n, want)
		}
		if n := strings.Count(st.as(t, role, "GET", "/repeat", "").body, "<tr><td>R"); n != want {
			t.Errorf("%s: %d lines, want %d", role, n, want)
		}
	}
	for _, address := range []string{"/collections/repeat-places/items", "/repeat", "/repeat.csv", "/repeat.svg"} {
		for _, role := range []string{"officer", "admin"} {
			if a := st.as(t, role, "GET", address, ""); a.StatusCode == http.StatusOK {
				t.Errorf("%s reads %s", role, address)
			}
		}
	}
	one := st.as(t, "analyst", "GET", "/collections/repeat-places/items?filter="+url.QueryEscape("id = 'R02' AND calls < 5"), "")
	if n := pageOf(t, one).NumberMatched; n != 1 {
		t.Errorf("asked for R02: %d features", n)
	}
}

// TestRoundsFromThePage posts the page's form, and is led to a plan of the places.
func TestRoundsFromThePage(t *testing.T) {
	st := calling(t)
	post := func(role string, form url.Values) *http.Response {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), "POST", st.base+"/repeat/rounds", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.AddCookie(st.signedIn(t, role))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
		resp, err := straight.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp
	}
	st.as(t, "commander", "POST", "/plans", goodPlan)
	tonight := func() (id string) {
		var told struct{ Plan struct{ ID string } }
		if a := st.as(t, "commander", "GET", "/plans/latest", ""); json.Unmarshal([]byte(a.body), &told) != nil || told.Plan.ID == "" {
			t.Fatalf("no plan is the latest: %s", a.Status)
		}
		return told.Plan.ID
	}
	night := tonight()
	good := url.Values{"day": {"2026-07-02"}, "officers": {"1"}, "base": {"118.2, 39.7"}}
	resp := post("commander", good)
	id, found := strings.CutPrefix(resp.Header.Get("Location"), "/duty?plan=")
	if resp.StatusCode != http.StatusSeeOther || !found {
		t.Fatalf("%s to %q", resp.Status, resp.Header.Get("Location"))
	}
	plan := st.as(t, "commander", "GET", "/plans/"+id, "").body
	if strings.Count(plan, `"kind":"stop"`) != 2 || !strings.Contains(plan, "speak about noise") || !strings.Contains(plan, `"start":"2026-07-02T09:00:00Z"`) {
		t.Errorf("%.600s", plan)
	}
	if now := tonight(); now != night {
		t.Errorf("the rounds %s displace the night %s: the latest is %s", id, night, now)
	}
	if a := st.as(t, "commander", "POST", "/plans/"+id+"/approve", ""); a.StatusCode != http.StatusOK {
		t.Fatalf("%s %s", a.Status, a.body)
	}
	if now := tonight(); now != night {
		t.Errorf("approved rounds displace the night %s: the latest is %s", night, now)
	}
	if page := st.as(t, "commander", "GET", "/month?from=2026-07-01&to=2026-07-31&lang=en", "").body; !strings.Contains(page, "No approved plan lies in this time") {
		t.Error("approved rounds are taken for patrolled hot spots")
	}
	if resp := post("viewer", good); resp.StatusCode != http.StatusForbidden {
		t.Errorf("a viewer plans rounds: %s", resp.Status)
	}
	for field, wrong := range map[string]string{"day": "monday", "officers": "0", "base": "here"} {
		bad := url.Values{"day": {"2026-07-02"}, "officers": {"1"}, "base": {"118.2, 39.7"}}
		bad.Set(field, wrong)
		if resp := post("commander", bad); resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%s %q: %s", field, wrong, resp.Status)
		}
	}
}
