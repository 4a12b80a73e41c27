package server

import (
	"encoding/json"
	"html"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

// byTheForm are the fields of a request that the form has controls for.
var byTheForm = []string{
	"name", "shift", "units", "area", "categories", "stops", "dwell_s", "revisit_s", "balance", "vary", "must", "tasks", "closures", "seed", "iterations", "limit_s",
}

// byTheServer are those that no plan's request has, or that the server puts into it again: units have bases of their own, kinds
// have become points, the lot is another night's.
var byTheServer = []string{"base", "must_kinds", "lot"}

// TestTheFormMissesNoField has each field of a request be the form's, kept from last time, or put in again by the server.
func TestTheFormMissesNoField(t *testing.T) {
	known := slices.Concat(byTheForm, byTheServer)
	for _, f := range keptFields(planner.Request{}) {
		known = append(known, f.name)
	}
	var all []string
	for _, f := range format.RequestFields() {
		all = append(all, f.Name)
	}
	slices.Sort(all)
	if slices.Sort(known); !slices.Equal(all, known) {
		t.Errorf("a request has the fields\n%v, the form knows of\n%v", all, known)
	}
}

// full is a request with every field set that a plan's can have; the form's own test in a browser reads it back.
func full(t *testing.T) planner.Request {
	t.Helper()
	zone := time.FixedZone("", 8*3600)
	at := func(h int) time.Time { return time.Date(2026, 7, 1, h, 0, 0, 0, zone) }
	r := planner.Request{
		Name: "full", Shift: planner.Shift{Start: at(20), End: at(28)}, CellM: 200, Model: "count", StopsFrom: planner.FromStreets, Discovered: true,
		Units: []planner.Unit{{ID: "A1", Name: "Car 1", Profile: "patrol", Base: orb.Point{118.2, 39.7}, Start: at(21), End: at(27), Breaks: []planner.Break{
			{Earliest: at(22), Latest: at(23), Duration: 20 * time.Minute}, {Earliest: at(25), Latest: at(26), Duration: 10 * time.Minute},
		}}},
		Area:       orb.MultiPolygon{{{{118, 39}, {119, 39}, {119, 40}, {118, 39}}}},
		Categories: map[string]float64{"Arson": 12.3}, Tasks: map[string]string{"Arson": "look for petrol"},
		Stops: 7, Dwell: 20 * time.Minute, DwellMin: 15 * time.Minute, Revisit: 90 * time.Minute, Balance: 1.3, Vary: 2, Rounds: true,
		Must: []planner.Must{{ID: "M1", Name: "market", Place: orb.Point{118.21, 39.71}, Dwell: 11 * time.Minute, Revisit: time.Hour, Task: "greet", Windows: []planner.Shift{
			{Start: at(19), End: at(21)}, {Start: at(24), End: at(25)},
		}}},
		Avoid:     []orb.Point{{118.22, 39.72}},
		Occasions: []planner.Occasion{{Name: "match", From: at(12), Until: at(24)}},
		Closures:  []planner.Closure{{Where: orb.LineString{{118.2, 39.7}, {118.3, 39.7}}, From: at(20), Until: at(23)}},
		Seed:      9, Iterations: 77,
	}
	unset := []string{"MustKinds", "Lot", "Limit"} // no plan keeps the first and the last; the lot is another night's
	for v, i := reflect.ValueOf(r), 0; i < v.NumField(); i++ {
		if name := v.Type().Field(i).Name; v.Field(i).IsZero() != slices.Contains(unset, name) {
			t.Fatalf("the field %s is set: %t", name, !v.Field(i).IsZero())
		}
	}
	r, err := r.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	r.Limit = 0
	return r
}

// carried is what the form's page carries of the last night: its request, and the fields that are kept beside its controls.
func carried(t *testing.T, page string) (last planner.Request, kept map[string]string) {
	t.Helper()
	found := regexp.MustCompile(`data-last="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("the page carries no request: %.3000s", page)
	}
	last, err := format.ReadRequest(strings.NewReader(html.UnescapeString(found[1])))
	if err != nil {
		t.Fatal(err)
	}
	kept = map[string]string{}
	for _, m := range regexp.MustCompile(`data-field="([^"]*)" data-value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		kept[m[1]] = html.UnescapeString(m[2])
	}
	return last, kept
}

// TestPlanAgainDropsNothing has a night's page carry every field of its request: the controls' in one piece, the others each by
// itself, named, with the JSON that it is posted as.
func TestPlanAgainDropsNothing(t *testing.T) {
	store, req := city(t), full(t)
	plan, err := store.SavePlan(t.Context(), &planner.Plan{ID: strings.Repeat("ab", 32), Name: req.Name, Request: req, Iterations: 77}, shiftStart)
	if err != nil {
		t.Fatal(err)
	}
	_, base := machine(t, store, func(*Config) {})
	page := ask(t, "GET", base+"/duty/ask?plan="+plan.ID, "", "", "Accept", "text/html", "Accept-Language", "en").body
	last, kept := carried(t, page)
	last, err = last.Resolve()
	if last.Limit = 0; err != nil || !sameRequest(last, req) {
		t.Errorf("the form is filled from\n%+v, %v, want\n%+v", last, err, req)
	}
	for _, f := range keptFields(req) {
		if kept[f.name] == "" || kept[f.name] == "null" {
			t.Errorf("%s is not kept", f.name)
		}
	}
	for field, want := range map[string]string{"model": `"count"`, "cell_m": "200", "discovered": "true", "dwell_min_s": "900", "rounds": "true", "avoid": "[[118.22,39.72]]"} {
		if kept[field] != want {
			t.Errorf("%s is kept as %s, want %s", field, kept[field], want)
		}
	}
	for _, said := range []string{"Also kept from last time:", "risk model count", "places that stops keep away from: 1", `data-category="Arson"`, `data-task="Arson"`, `value="full"`, "last time 77"} {
		if !strings.Contains(page, said) {
			t.Errorf("the form does not say %q", said)
		}
	}
}

// sameRequest compares two requests as the wire has them: their times may be told in other zones.
func sameRequest(a, b planner.Request) bool {
	told := func(r planner.Request) string {
		var out strings.Builder
		if err := format.WriteRequest(&out, r); err != nil {
			return err.Error()
		}
		return out.String()
	}
	return told(a) == told(b)
}

// What is as usual is not named; an empty store has nothing to ask for; a night that is not there is said to be missing.
func TestTheFormOfAUsualNight(t *testing.T) {
	base := served(t)
	if page := ask(t, "GET", base+"/duty/ask", "", "", "Accept", "text/html"); strings.Contains(page.body, `id="kept"`) || !strings.Contains(page.body, `data-like=""`) || !strings.Contains(page.body, "data-landmarks") {
		t.Errorf("before the first night: %.2000s", page.body)
	}
	made := ask(t, "POST", base+"/plans", "application/json", goodPlan)
	if page := ask(t, "GET", base+"/duty/ask", "", "", "Accept", "text/html"); strings.Contains(page.body, `id="kept"`) || strings.Contains(page.body, `data-like=""`) {
		t.Errorf("after %s: %.2000s", made.Status, page.body)
	}
	if page := ask(t, "GET", base+"/duty/ask?plan=none", "", "", "Accept", "text/html"); page.StatusCode != http.StatusNotFound {
		t.Errorf("like no plan: %s", page.Status)
	}
	bare := servedWith(t, func(c *Config) { c.Store, c.Landmarks = &data.Memory{}, nil })
	if page := ask(t, "GET", bare+"/duty/ask", "", "", "Accept", "text/html"); page.StatusCode != http.StatusOK || strings.Contains(page.body, "data-landmarks") || strings.Contains(page.body, "0001-01-01") {
		t.Errorf("with nothing: %s", page.Status)
	}
}

// The server's calendar is not carried to another night, which it is read anew for; days that the commander named are.
func TestAnotherNightHasItsOwnCalendar(t *testing.T) {
	days := []planner.Occasion{{Name: "market day", From: shiftStart.Add(-time.Hour), Until: shiftStart.Add(time.Hour)}}
	base := servedWith(t, func(c *Config) { c.Calendar = days })
	occasions := func(request string) int {
		made := ask(t, "POST", base+"/plans", "application/json", request)
		var plan struct{ Plan struct{ ID string } }
		if err := json.Unmarshal([]byte(made.body), &plan); err != nil || made.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s", made.Status, made.body)
		}
		last, _ := carried(t, ask(t, "GET", base+"/duty/ask?plan="+plan.Plan.ID, "", "", "Accept", "text/html").body)
		return len(last.Occasions)
	}
	if n := occasions(goodPlan); n != 0 {
		t.Errorf("%d days of the calendar are carried on", n)
	}
	if n := occasions(strings.Replace(goodPlan, "{", `{"occasions":[{"name":"match","from":"2026-07-01T12:00:00Z","until":"2026-07-02T12:00:00Z"}],`, 1)); n != 1 {
		t.Errorf("%d days of the commander's own are carried on, want 1", n)
	}
}
