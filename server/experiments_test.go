package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestExperimentFromDrawToJudgement draws lots on the page, has a plan obey, refuses to judge early, and judges when it is
// over; of the lot nothing can be changed, and a viewer may look but not draw.
func TestExperimentFromDrawToJudgement(t *testing.T) {
	st := staffed(t)
	st.pass(shiftStart.Sub(st.clock()))
	id := planID(t, st.as(t, "commander", "POST", "/plans", `{"shift":{"start":"2026-07-01T20:00:00Z","end":"2026-07-02T04:00:00Z"},"units":3,"base":[118.2,39.7],"stops":14,"iterations":100,"seed":1}`))
	page := st.as(t, "commander", "GET", "/experiments?lang=en", "").body
	var spots []string
	for _, m := range regexp.MustCompile(`name="spot" value="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		spots = append(spots, m[1])
	}
	if len(spots) < 10 || !strings.Contains(page, "Lots are drawn once") {
		t.Fatalf("%d points are offered", len(spots))
	}
	form := url.Values{"plan": {id}, "name": {"July"}, "unit": {"nights"}, "from": {"2026-07-02"}, "to": {"2026-07-29"}, "hours": {"20-04"}, "radius": {"100"}, "seed": {"7"}, "spot": spots[:3]}
	post := func(user, path string, form url.Values) answer {
		return ask(t, "POST", st.base+path, "application/x-www-form-urlencoded", form.Encode(), "Authorization", "Bearer "+user+"write")
	}
	if a := post("viewer", "/experiments", form); a.StatusCode != http.StatusForbidden {
		t.Errorf("a viewer draws: %s", a.Status)
	}
	for field, value := range map[string]string{"from": "2026-06-01", "unit": "weeks", "hours": "late", "radius": "1000", "name": " "} {
		wrong := url.Values{}
		for k, v := range form {
			wrong[k] = v
		}
		wrong[field] = []string{value}
		if a := post("commander", "/experiments", wrong); a.StatusCode < 400 || a.StatusCode >= 500 {
			t.Errorf("%s %q: %s", field, value, a.Status)
		}
	}
	asked := url.Values{"to": {"2026-09-30"}, "name": {"to September"}}
	for _, field := range []string{"plan", "unit", "from", "hours", "radius", "seed", "spot"} {
		asked[field] = form[field]
	}
	looked := st.as(t, "commander", "GET", "/experiments?lang=en&"+asked.Encode(), "").body
	for _, want := range []string{"incidents are due on each side", `value="2026-09-30"`, `value="to September"`, `<option value="nights" selected>`} {
		if !strings.Contains(looked, want) {
			t.Errorf("looked at before the draw, the form lacks %s", want)
		}
	}
	if n := strings.Count(looked, `" checked>`); n != 3 {
		t.Errorf("%d points are chosen, not 3", n)
	}
	asked["unit"] = []string{"spots"}
	if refused := st.as(t, "commander", "GET", "/experiments?lang=en&"+asked.Encode(), "").body; !strings.Contains(refused, "Such lots cannot be drawn: 3 are too few") {
		t.Error("lots between three points are not refused before the draw")
	}
	if viewed := st.as(t, "viewer", "GET", "/experiments?lang=en", "").body; strings.Contains(viewed, "due on each side") {
		t.Error("a viewer is told how many incidents are due")
	}
	drawn := post("commander", "/experiments", form)
	if drawn.StatusCode != http.StatusOK || !strings.Contains(drawn.body, "July") { // redirected to its page
		t.Fatalf("%s %.300s", drawn.Status, drawn.body)
	}
	if a := post("commander", "/experiments", form); a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "end it first") {
		t.Errorf("drawn again for the same time: %s %s", a.Status, a.body)
	}
	all, err := st.store.Experiments(t.Context())
	if err != nil || len(all) != 1 || len(all[0].Arms) != 28 || all[0].DrawnBy != "commander" {
		t.Fatalf("%+v, %v", all, err)
	}
	e := all[0]
	for _, arm := range e.Arms[:2] { // a patrolled night and its control
		start := arm.Night.Add(20 * time.Hour)
		request := `{"shift":{"start":"` + start.Format(time.RFC3339) + `","end":"` + start.Add(8*time.Hour).Format(time.RFC3339) + `"},"units":3,"base":[118.2,39.7],"stops":8,"iterations":100,"seed":1}`
		plan := st.as(t, "commander", "POST", "/plans", request).body
		says := map[bool]string{true: "has this night patrolled: its 3 points", false: "leaves this night without patrols at its 3 points"}[arm.Patrolled]
		if !strings.Contains(plan, says) || strings.Contains(plan, "counts it as a breach") || strings.Contains(plan, `"priority":"must"`) != arm.Patrolled {
			t.Errorf("patrolled %t: the plan does not obey: %.600s", arm.Patrolled, plan)
		}
		var made struct{ Plan struct{ ID string } }
		if err := json.Unmarshal([]byte(plan), &made); err != nil {
			t.Fatal(err)
		}
		form := st.as(t, "commander", "GET", "/duty/ask?plan="+made.Plan.ID, "").body
		if last, _ := carried(t, form); len(last.Must)+len(last.Avoid) != 0 || last.Lot.Experiment != "" { // the next night has a lot of its own
			t.Errorf("patrolled %t: planned again the form carries %d points, %d to avoid, the lot of %q", arm.Patrolled, len(last.Must), len(last.Avoid), last.Lot.Experiment)
		}
	}
	for role, want := range map[string]int{"viewer": http.StatusOK, "officer": http.StatusNotFound} {
		a := st.as(t, role, "GET", "/collections/experiment-spots/items", "")
		if a.StatusCode != want || want == http.StatusOK && strings.Count(a.body, `"arm":"by night"`) != 3 {
			t.Errorf("%s sees of the spots: %s %.300s", role, a.Status, a.body)
		}
	}
	address := "/experiments/" + e.ID
	if m := st.as(t, "viewer", "GET", address+"/map.svg", ""); strings.Count(m.body, "<circle") != 3+1 || !strings.Contains(m.body, "Patrolled on the nights drawn") { // and one of the legend
		t.Errorf("the lot's map: %s %.300s", m.Status, m.body)
	}
	if a := st.as(t, "commander", "GET", address+".csv", ""); a.StatusCode < 400 || !strings.Contains(a.body, "misled by chance") {
		t.Errorf("judged while it runs: %s %s", a.Status, a.body)
	}
	if running := st.as(t, "commander", "GET", address+"?lang=en", "").body; !strings.Contains(running, "End it") || strings.Contains(running, "pairs of nights") {
		t.Error("while it runs the page judges, or cannot end it")
	}
	st.pass(40 * 24 * time.Hour)
	st.token(t, "analyst", "fresh")
	fresh := []string{"Authorization", "Bearer analystfresh"}
	over := ask(t, "GET", st.base+address+"?lang=en", "", "", fresh...)
	if !strings.Contains(over.body, "In 14 pairs of nights there were 0 incidents") || !strings.Contains(over.body, "too few to say") || !strings.Contains(over.body, "records are not complete") {
		t.Errorf("over: %s %.900s", over.Status, over.body)
	}
	for ending, begins := range map[string]string{".csv": "pair,", ".json": "{", ".pdf": "%PDF-", ".svg": "<svg"} {
		if a := ask(t, "GET", st.base+address+ending, "", "", fresh...); a.StatusCode != http.StatusOK || !strings.HasPrefix(a.body, begins) {
			t.Errorf("%s: %s %.100s", ending, a.Status, a.body)
		}
	}
}
