package server

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"nightbeat/data"
	"nightbeat/planner"
)

// changed is what comes back from a change.
type changed struct {
	Plan struct {
		Plan struct {
			ID, Parent, Status string
			Since              string
		}
		Features []struct {
			Properties struct{ Kind, Unit, Stop, Priority string }
		}
	}
	Differences []struct{ What, Unit, From, Stop, Sentence string }
	Changed     struct{ Stays, Units int }
}

func TestPlanIsChangedUnderWay(t *testing.T) {
	base := served(t)
	id := planID(t, ask(t, "POST", base+"/plans", "application/json", goodPlan))
	a := ask(t, "POST", base+"/plans/"+id+"/changes", "application/json",
		`{"at":"2026-07-01T22:10:00Z","changes":[{"kind":"away","unit":"A2","for_s":1800},{"kind":"must","id":"bank","name":"Bank","place":[118.21,39.705]}]}`)
	var got changed
	if err := json.Unmarshal([]byte(a.body), &got); err != nil || a.StatusCode != http.StatusOK {
		t.Fatalf("%s: %v %.300s", a.Status, err, a.body)
	}
	next := got.Plan.Plan
	if next.Parent != id || next.ID == id || next.Status != "draft" || !strings.HasPrefix(next.Since, "2026-07-01T22:10") || len(got.Differences) == 0 {
		t.Errorf("%+v, %d differences", next, len(got.Differences))
	}
	if !strings.Contains(a.body, `"sentence":"A2 is called away from 22:10 until 22:40"`) || !strings.Contains(a.body, `"stop":"bank"`) {
		t.Errorf("%.2000s", a.body)
	}
	if a.Header.Get("Location") != "/plans/"+next.ID {
		t.Errorf("location %q", a.Header.Get("Location"))
	}
	if list := ask(t, "GET", base+"/plans", "", ""); !strings.Contains(list.body, `"parent":"`+id+`"`) {
		t.Errorf("the list lacks the parent: %s", list.body)
	}
	again := ask(t, "POST", base+"/plans/"+next.ID+"/changes", "application/json", `{"at":"2026-07-01T23:30:00Z","changes":[{"kind":"gone","unit":"A1"}],"most":3}`)
	if again.StatusCode != http.StatusOK || !strings.Contains(again.body, `"parent":"`+next.ID+`"`) {
		t.Errorf("a change of a change: %s %.300s", again.Status, again.body)
	}
	zh := ask(t, "POST", base+"/plans/"+id+"/changes", "application/json", `{"at":"2026-07-01T22:10:00Z","changes":[{"kind":"away","unit":"A2","for_s":1800}]}`, "Accept-Language", "zh-CN")
	if !strings.Contains(zh.body, `"sentence":"A2 22:10 至 22:40 临时出警"`) {
		t.Errorf("in Chinese: %.300s", zh.body)
	}
}

// TestVersionsOfTheNightAreSeen has the page of any version list all of them: when each was made, what it changed in words,
// which one holds and who approved it.
func TestVersionsOfTheNightAreSeen(t *testing.T) {
	st := staffed(t)
	id := planID(t, st.as(t, "commander", "POST", "/plans", goodPlan))
	if page := st.as(t, "commander", "GET", "/duty?lang=en&plan="+id, "").body; strings.Contains(page, "Versions of this night") {
		t.Error("one version is listed")
	}
	approved := func(id string) {
		t.Helper()
		if a := st.as(t, "commander", "POST", "/plans/"+id+"/approve", "{}"); a.StatusCode != http.StatusOK && a.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s %s", a.Status, a.body)
		}
	}
	approved(id)
	var got changed
	a := st.as(t, "commander", "POST", "/plans/"+id+"/changes", `{"at":"2026-07-01T22:10:00Z","changes":[{"kind":"away","unit":"A2","for_s":1800}]}`)
	if err := json.Unmarshal([]byte(a.body), &got); err != nil {
		t.Fatal(err)
	}
	next := got.Plan.Plan.ID
	approved(next)
	for _, shown := range []string{id, next} {
		_, list, _ := strings.Cut(st.as(t, "commander", "GET", "/duty?lang=en&plan="+shown, "").body, "Versions of this night: 2")
		list, _, _ = strings.Cut(list, "</details>")
		for _, want := range []string{"/duty?plan=" + id, "/duty?plan=" + next, "First plan", "Change at 22:10", "A2 is called away from 22:10 until 22:40", "approved by commander", "replaced since"} {
			if !strings.Contains(list, want) {
				t.Errorf("the page of %s lacks %q: %s", shown, want, list)
			}
		}
	}
	// the analyst takes A1 away as well: against the first plan both are told, against the second one; the other way round neither
	a = st.as(t, "analyst", "POST", "/plans/"+next+"/changes", `{"at":"2026-07-01T22:50:00Z","changes":[{"kind":"away","unit":"A1","for_s":1200}]}`)
	if err := json.Unmarshal([]byte(a.body), &got); err != nil {
		t.Fatal(err)
	}
	last := got.Plan.Plan.ID
	const a2, a1 = "<li data-stop=\"A2-off-1\">A2 is called away from 22:10 until 22:40", "<li data-stop=\"A1-off-1\">A1 is called away from 22:50 until 23:10"
	for _, c := range []struct {
		plan, from, says string
		a2, a1           bool
	}{{last, id, "version 3 than in version 1", true, true}, {last, next, "version 3 than in version 2", false, true}, {id, last, "version 1 than in version 3", false, false}, {next, id, "version 2 than in version 1", true, false}} {
		page := st.as(t, "viewer", "GET", "/duty?lang=en&plan="+c.plan+"&from="+c.from, "").body
		if strings.Contains(page, a2) != c.a2 || strings.Contains(page, a1) != c.a1 || !strings.Contains(page, "What is other in "+c.says) {
			_, page, _ = strings.Cut(page, "What is other")
			t.Errorf("%s: %.600s", c.says, page)
		}
	}
	if page := st.as(t, "commander", "GET", "/duty?lang=en&plan="+last, "").body; !strings.Contains(page, "by analyst") || !strings.Contains(page, "by commander") || !strings.Contains(page, "Versions of this night: 3") {
		t.Error("the page does not say who made each of three versions")
	}
	for from, want := range map[string]int{"nosuch": http.StatusBadRequest, planID(t, st.as(t, "commander", "POST", "/plans", strings.Replace(goodPlan, `"seed":1`, `"seed":2`, 1))): http.StatusBadRequest, id: http.StatusOK} {
		if a := st.as(t, "commander", "GET", "/duty?plan="+last+"&from="+from, ""); a.StatusCode != want {
			t.Errorf("from %s: %s, want %d", from, a.Status, want)
		}
	}
	if zh := st.as(t, "commander", "GET", "/duty?lang=zh-CN&plan="+next, "").body; !strings.Contains(zh, "<strong>临时出警</strong>") {
		t.Error("the Chinese timetable does not say that A2 is called away")
	}
}

// TestFitsKeepsNothing asks whether changes fit: the answer is the one that the changes then give, and nothing is kept.
func TestFitsKeepsNothing(t *testing.T) {
	base := served(t)
	id := planID(t, ask(t, "POST", base+"/plans", "application/json", goodPlan))
	before := ask(t, "GET", base+"/plans", "", "").body
	body := `{"at":"2026-07-01T22:10:00Z","iterations":100,"changes":[{"kind":"gone","unit":"A2"}]}` // no search is cut by the clock: the same twice
	tried := ask(t, "POST", base+"/plans/"+id+"/fits", "application/json", body)
	if after := ask(t, "GET", base+"/plans", "", "").body; after != before || tried.Header.Get("Location") != "" {
		t.Errorf("something was kept: %s", after)
	}
	made := ask(t, "POST", base+"/plans/"+id+"/changes", "application/json", body)
	var try, kept changed
	if err := errors.Join(json.Unmarshal([]byte(tried.body), &try), json.Unmarshal([]byte(made.body), &kept)); err != nil {
		t.Fatalf("%v: %.300s", err, tried.body)
	}
	if try.Plan.Plan.ID != kept.Plan.Plan.ID || !reflect.DeepEqual(try.Differences, kept.Differences) || try.Changed != kept.Changed {
		t.Errorf("tried %s with %v, kept %s with %v", try.Plan.Plan.ID, try.Changed, kept.Plan.Plan.ID, kept.Changed)
	}
	stays, units := 0, map[string]bool{}
	for _, d := range try.Differences {
		if d.What == "takes" || d.What == "drops" {
			stays++
			units[d.Unit], units[d.From] = true, true
		}
	}
	if delete(units, ""); try.Changed.Stays != stays || try.Changed.Units != len(units) || stays == 0 {
		t.Errorf("%+v, want %d stays of %d units", try.Changed, stays, len(units))
	}
	a := ask(t, "POST", base+"/plans/"+id+"/fits", "application/json", `{"at":"2026-07-01T22:00:00Z","changes":[{"kind":"must","place":[118.2,39.7],"windows":[["2026-07-01T22:00:00Z","2026-07-01T22:00:01Z"]]}]}`)
	if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "does not fit") {
		t.Errorf("what does not fit: %s %s", a.Status, a.body)
	}
}

func TestChangesAreRefused(t *testing.T) {
	base := served(t)
	id := planID(t, ask(t, "POST", base+"/plans", "application/json", goodPlan))
	for _, c := range []struct {
		id, body  string
		status    int
		parameter string
	}{
		{"nosuch", `{"changes":[{"kind":"replan"}]}`, 404, ""},
		{id, `{"at":"2026-07-02T09:00:00Z","changes":[{"kind":"replan"}]}`, 400, "at"},
		{id, `{"at":"2026-07-01T22:00:00Z","changes":[]}`, 400, "changes"},
		{id, `{"at":"2026-07-01T22:00:00Z","changes":[{"kind":"explode"}]}`, 400, "changes[0].kind"},
		{id, `{"at":"2026-07-01T22:00:00Z","changes":[{"kind":"gone","unit":"A9"}]}`, 400, "changes[0].unit"},
		{id, `{"at":"2026-07-01T22:00:00Z","changes":[{"kind":"away","unit":"A1","for_s":-1}]}`, 400, "changes[0].for_s"},
		{id, `{"at":"2026-07-01T22:00:00Z","changes":[{"kind":"must"}]}`, 400, "changes[0].place"},
		{id, `{"at":"2026-07-01T22:00:00Z","changes":[{"kind":"close","closure":{"type":"LineString","coordinates":[[118,39],[119,39]]}}]}`, 422, "closures"},
		{id, `{"at":"2026-07-01T22:00:00Z","changes":[{"kind":"must","place":[118.2,39.7],"windows":[["2026-07-01T22:00:00Z","2026-07-01T22:00:01Z"]]}]}`, 422, "changes[0]"},
		{id, `{"changes":[{"kind":"replan","speed":1}]}`, 400, "request"},
	} {
		a := ask(t, "POST", base+"/plans/"+c.id+"/changes", "application/json", c.body)
		var p problemJSON
		if err := json.Unmarshal([]byte(a.body), &p); err != nil || a.StatusCode != c.status || p.Parameter != c.parameter {
			t.Errorf("%s: %s, parameter %q: %s", c.body, a.Status, p.Parameter, a.body)
		}
	}
}

// TestChangedPlanTakesTheApprovedOnesPlace approves a plan, changes it and approves the change; both are in the trail.
func TestChangedPlanTakesTheApprovedOnesPlace(t *testing.T) {
	st := staffed(t)
	id := planID(t, st.as(t, "commander", "POST", "/plans", goodPlan))
	if a := st.as(t, "commander", "POST", "/plans/"+id+"/approve", "{}"); a.StatusCode != http.StatusOK {
		t.Fatalf("%s %s", a.Status, a.body)
	}
	body := `{"at":"2026-07-01T22:10:00Z","changes":[{"kind":"gone","unit":"A2"}]}`
	if a := st.as(t, "viewer", "POST", "/plans/"+id+"/changes", body); a.StatusCode != http.StatusForbidden {
		t.Errorf("a viewer changes a plan: %s", a.Status)
	}
	a := st.as(t, "commander", "POST", "/plans/"+id+"/changes", body)
	var got changed
	if err := json.Unmarshal([]byte(a.body), &got); err != nil {
		t.Fatalf("%s: %v", a.Status, err)
	}
	if a := st.as(t, "commander", "POST", "/plans/"+got.Plan.Plan.ID+"/approve", "{}"); a.StatusCode != http.StatusOK {
		t.Errorf("%s %s", a.Status, a.body)
	}
	if a := st.as(t, "commander", "GET", "/plans/latest", ""); !strings.Contains(a.body, got.Plan.Plan.ID) {
		t.Error("the change is not the night's plan")
	}
	entries, err := st.store.Entries(t.Context(), 0, 100)
	if err != nil || !slices.ContainsFunc(entries, func(e data.Entry) bool {
		return e.Did == "change plan" && e.Object == id+"/"+got.Plan.Plan.ID && e.Before != e.After
	}) {
		t.Errorf("the trail does not hold the change: %v", err)
	}
}

// TestJobsPlanSaysWhoAskedForIt has a worker make what the analyst asked for: the analyst had it made.
func TestJobsPlanSaysWhoAskedForIt(t *testing.T) {
	st := staffed(t)
	a := ask(t, "POST", st.base+"/plans", typeJSON, goodPlan, "Prefer", "respond-async", "Authorization", "Bearer analyst"+string(data.Write))
	job, err := st.store.Job(t.Context(), strings.TrimPrefix(a.Header.Get("Location"), st.base+"/jobs/"))
	if err != nil || job.By != "analyst" {
		t.Fatalf("%s: %+v, %v", a.Status, job, err)
	}
	for deadline := time.Now().Add(30 * time.Second); job.Open() && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if job, err = st.store.Job(t.Context(), job.ID); err != nil {
			t.Fatal(err)
		}
	}
	if plan, err := st.store.Plan(t.Context(), job.Plan); err != nil || plan.MadeBy != "analyst" {
		t.Errorf("%+v: %v", job, err)
	}
}

// TestCommanderGoesBackToAnEarlierVersion loses a unit by mistake, has that approved, and goes back: the unit works again, what
// was told before stays told, and the version that comes out takes its place as any other.
func TestCommanderGoesBackToAnEarlierVersion(t *testing.T) {
	st := staffed(t)
	did := func(a answer) string {
		t.Helper()
		var got changed
		if err := json.Unmarshal([]byte(a.body), &got); err != nil || a.StatusCode != http.StatusOK {
			t.Fatalf("%s: %.300s", a.Status, a.body)
		}
		return got.Plan.Plan.ID
	}
	approve := func(id string) {
		t.Helper()
		if a := st.as(t, "commander", "POST", "/plans/"+id+"/approve", "{}"); a.StatusCode != http.StatusOK && a.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s %s", a.Status, a.body)
		}
	}
	first := planID(t, st.as(t, "commander", "POST", "/plans", goodPlan))
	approve(first)
	plan, err := st.store.Plan(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	stay := plan.Routes[1].Calls[0] // A2's first
	if err := st.store.Report(t.Context(), data.Report{ID: "A2 report-01", Plan: first, Report: planner.Report{Unit: "A2", Stop: plan.Stops[stay.Stop].ID, Visit: 1, Kind: planner.Here, At: stay.Arrive}}); err != nil {
		t.Fatal(err)
	}
	second := did(st.as(t, "commander", "POST", "/plans/"+first+"/changes", `{"at":"2026-07-01T22:10:00Z","changes":[{"kind":"gone","unit":"A2"}]}`))
	approve(second)
	const button = "Go back to this"
	for user, want := range map[string]int{"commander": 1, "viewer": 0} {
		if page := st.as(t, user, "GET", "/duty?lang=en&plan="+second, "").body; strings.Count(page, button) != want || want > 0 && !strings.Contains(page, `data-version="`+first+`"`) {
			t.Errorf("%s is offered %d ways back, want %d", user, strings.Count(page, button), want)
		}
	}
	if page := st.as(t, "commander", "GET", "/duty?lang=en&plan="+first, "").body; strings.Contains(page, button) {
		t.Error("a version that holds no more offers to go back from it")
	}
	other := planID(t, st.as(t, "commander", "POST", "/plans", strings.Replace(goodPlan, `"seed":1`, `"seed":2`, 1)))
	for _, bad := range []string{"nosuch", other, second} {
		a := st.as(t, "commander", "POST", "/plans/"+second+"/changes", `{"at":"2026-07-01T22:40:00Z","changes":[{"kind":"restore","version":"`+bad+`"}]}`)
		if a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, `"changes[0].version"`) {
			t.Errorf("%s: %s %s", bad, a.Status, a.body)
		}
	}
	third := did(st.as(t, "commander", "POST", "/plans/"+second+"/changes", `{"at":"2026-07-01T22:40:00Z","changes":[{"kind":"restore","version":"`+first+`"}]}`))
	approve(third)
	is, err := st.store.Plan(t.Context(), third)
	if err != nil || is.Parent != second || is.Status != planner.Approved {
		t.Fatalf("%+v, %v", is, err)
	}
	settled := time.Date(2026, 7, 1, 23, 10, 0, 0, time.UTC)
	left := func(p *planner.Plan) (n int) {
		for _, c := range p.Routes[1].Calls {
			if c.Arrive.After(settled) && p.Stops[c.Stop].Reason.Off == "" {
				n++
			}
		}
		return n
	}
	if n, was := left(is), left(plan); n < was-1 || was < 5 {
		t.Errorf("from %s A2 makes %d stays, it was to make %d", settled, n, was)
	}
	if page := st.as(t, "commander", "GET", "/duty/done?plan="+first, "").body; !strings.Contains(page, "<dd>1<small>/") {
		t.Error("the hand-over lost the stay that was told before")
	}
}
