package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"nightbeat/data"
)

var discard = slog.New(slog.NewTextHandler(io.Discard, nil))

// heard is the trail in short, its chain looked through.
func heard(t *testing.T, store data.Store) (lines []string) {
	t.Helper()
	if _, err := data.VerifyTrail(context.Background(), store, func(e data.Entry) error {
		lines = append(lines, strings.TrimSpace(fmt.Sprintln(e.Who, e.Did, e.Object, e.Result)))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestTheTrailTellsWhatWasDone(t *testing.T) {
	st := staffed(t)
	id := planID(t, st.as(t, "commander", "POST", "/plans", goodPlan))
	st.as(t, "commander", "POST", "/plans/"+id+"/approve", "")
	for range 3 {
		st.as(t, "viewer", "GET", "/plans/latest", "") // noted once
	}
	st.as(t, "viewer", "GET", "/plans/"+id+".gpx", "")
	st.as(t, "analyst", "GET", "/collections/incidents/items", "")
	st.as(t, "viewer", "POST", "/plans/"+id+"/approve", "")
	st.as(t, "analyst", "POST", "/incidents", "[")
	st.form(t, "viewer", "wrong password", "/")
	st.form(t, "my password by mistake", "x", "/")
	st.signedIn(t, "viewer")
	st.pass(sightings)
	st.as(t, "viewer", "GET", "/plans/latest", "") // the token has expired
	want := []string{
		"commander ask plan  begun", "commander ask plan " + id + " done",
		"commander approve plan " + id + " begun", "commander approve plan " + id + " done",
		"viewer see plan " + id + " done", "viewer see plan " + id + ".gpx done",
		"analyst see collection incidents done", "viewer approve plan " + id + " refused",
		"analyst import incidents  begun", "analyst import incidents  refused",
		"viewer sign in  refused", "sign in  refused", "viewer sign in  done",
	}
	if got := heard(t, st.store); !slices.Equal(got, want) {
		t.Errorf("the trail is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	all, _ := st.store.Entries(t.Context(), 0, 100)
	made, approved := all[1], all[3]
	if approved.Before != made.After || approved.After == approved.Before || len(approved.After) != 64 || made.From != "127.0.0.1" {
		t.Errorf("made %+v, approved %+v", made, approved)
	}
}

// mute is a store that cannot write to its trail.
type mute struct{ data.Store }

func (mute) Note(context.Context, data.Entry) (data.Entry, error) {
	return data.Entry{}, data.ErrFull
}

// TestNothingIsChangedThatIsNotInTheTrail has the trail's disk full: changes are refused, and tonight's routes still read.
func TestNothingIsChangedThatIsNotInTheTrail(t *testing.T) {
	var store data.Store
	base := servedWith(t, func(c *Config) {
		store = c.Store
		c.Store = mute{c.Store}
	})
	if a := ask(t, "POST", base+"/plans", "application/json", goodPlan); a.StatusCode != http.StatusInsufficientStorage {
		t.Errorf("%s %s", a.Status, a.body)
	}
	if plans, err := store.Plans(t.Context()); err != nil || len(plans) != 0 {
		t.Errorf("a plan was kept: %v, %v", plans, err)
	}
	if a := ask(t, "GET", base+"/collections/incidents/items", "", ""); a.StatusCode != http.StatusOK {
		t.Errorf("reading: %s", a.Status)
	}
}

// TestWhereARequestComesFrom believes X-Forwarded-For only from a trusted proxy.
func TestWhereARequestComesFrom(t *testing.T) {
	_, proxies, err := net.ParseCIDR("192.0.2.0/24") // where httptest's requests come from
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		behind []*net.IPNet
		want   string
	}{{nil, "192.0.2.1"}, {[]*net.IPNet{proxies}, "203.0.113.9"}} {
		store := &data.Memory{}
		s := New(Config{Store: store, Closed: true, Now: time.Now, Log: discard, Behind: c.behind})
		r := httptest.NewRequest("POST", "/sign-in", strings.NewReader(`{"username":"x","password":"y"}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Forwarded-For", "127.0.0.1, 203.0.113.9") // the first was made up by the client
		s.Handler().ServeHTTP(httptest.NewRecorder(), r)
		if all, err := store.Entries(t.Context(), 0, 10); err != nil || len(all) != 1 || all[0].From != c.want {
			t.Errorf("%+v, %v, want it from %s", all, errors.Join(err), c.want)
		}
	}
}

// TestObjectsInTheTrailAreLegible has ids of clients' own making kept short, in one line, in valid UTF-8.
func TestObjectsInTheTrailAreLegible(t *testing.T) {
	for given, want := range map[string]string{
		"a\x00b\n\x1b[31mc": "ab[31mc", "\xff": "\uFFFD", "陈": "陈", strings.Repeat("陈", 100): strings.Repeat("陈", 66), "": "",
	} {
		if got := legible(given); got != want {
			t.Errorf("%q is kept as %q, want %q", given, got, want)
		}
	}
	st := staffed(t)
	st.as(t, "commander", "POST", "/plans/"+strings.Repeat("x", 5000)+"%00%ff/approve", "")
	if lines := heard(t, st.store); len(lines) != 2 || len(lines[1]) > 2*maxObject {
		t.Errorf("%q", lines)
	}
}

// TestTheTrailFollowsJobs finds who asked for a plan that a worker made: by the job.
func TestTheTrailFollowsJobs(t *testing.T) {
	var store data.Store
	base := servedWith(t, func(c *Config) { store = c.Store })
	a := ask(t, "POST", base+"/plans", typeJSON, goodPlan, "Prefer", "respond-async")
	job := a.Header.Get("Location")[len(base+"/jobs/"):]
	until(t, base+"/jobs/"+job, data.Successful)
	lines := heard(t, store)
	if !slices.Contains(lines, "ask plan "+job+" done") || !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "make plan "+job+"/") }) {
		t.Errorf("%q", lines)
	}
}
