package server

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// briefed makes a plan and gives the addresses that its briefing prints, one a unit.
func briefed(t *testing.T, base string) (plan string, links []string) {
	t.Helper()
	made := ask(t, "POST", base+"/plans", "application/json", goodPlan)
	plan = strings.TrimPrefix(made.Header.Get("Location"), "/plans/")
	brief := ask(t, "GET", base+"/duty/brief?plan="+plan, "", "")
	for _, m := range regexp.MustCompile(`href="(http[^"]*/u/[^"]*)"`).FindAllStringSubmatch(brief.body, -1) {
		links = append(links, m[1])
	}
	if len(links) != 2 || strings.Count(brief.body, `class="code"`) != 2 {
		t.Fatalf("%s: links %q of two units", brief.Status, links)
	}
	return plan, links
}

func TestOfficerTellsOfTheNight(t *testing.T) {
	base := served(t)
	plan, links := briefed(t, base)
	page := ask(t, "GET", links[0], "", "")
	stop := regexp.MustCompile(`data-stop="([^"]+)"`).FindStringSubmatch(page.body)
	if page.StatusCode != http.StatusOK || stop == nil || strings.Contains(page.body, `class="unit`) {
		t.Fatalf("%s: %.300s", page.Status, page.body)
	}
	report := `[{"id":"report-001","stop":"` + stop[1] + `","visit":1,"kind":"here","at":"2026-07-01T21:05:00Z"}]`
	for range 2 { // the phone did not hear that the first had come
		if a := ask(t, "POST", links[0]+"/reports", "application/json", report); a.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s", a.Status, a.body)
		}
	}
	// The other unit's phone may make the same id.
	ask(t, "POST", links[1]+"/reports", "application/json", `[{"id":"report-001","kind":"helped","words":"急救","at":"2026-07-01T21:06:00Z"}]`)
	var told struct {
		Plan    string
		Reports []reportJSON
	}
	if err := json.Unmarshal([]byte(ask(t, "GET", base+"/plans/latest/reports", "", "").body), &told); err != nil {
		t.Fatal(err)
	}
	if told.Plan != plan || len(told.Reports) != 2 || told.Reports[0].Unit != "A1" || told.Reports[0].Stop != stop[1] || told.Reports[1].Unit != "A2" || told.Reports[1].Words != "急救" {
		t.Errorf("told %+v", told)
	}
	if again := ask(t, "GET", links[0], "", ""); !strings.Contains(again.body, `data-kind="here"`) || strings.Contains(again.body, "急救") {
		t.Error("the page does not know what its unit told, or knows what another did")
	}
	if gpx := ask(t, "GET", links[0]+"/route.gpx", "", ""); !strings.Contains(gpx.body, "<gpx") || strings.Contains(gpx.body, "A2") {
		t.Errorf("the unit's way: %s %.200s", gpx.Status, gpx.body)
	}
}

func TestLinksCannotBeMade(t *testing.T) {
	base := served(t)
	_, links := briefed(t, base)
	name, sign, _ := strings.Cut(strings.TrimPrefix(links[0], base+"/u/"), ".")
	other, _, _ := strings.Cut(strings.TrimPrefix(links[1], base+"/u/"), ".")
	for _, token := range []string{"x", name, name + ".", name + "." + sign[1:], other + "." + sign, "." + sign, name + "." + strings.Repeat("A", len(sign))} {
		if a := ask(t, "GET", base+"/u/"+token, "", ""); a.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", token, a.Status)
		}
		if a := ask(t, "POST", base+"/u/"+token+"/reports", "application/json", `[]`); a.StatusCode != http.StatusNotFound {
			t.Errorf("reports for %s: %s", token, a.Status)
		}
	}
}

func TestReportsAreChecked(t *testing.T) {
	base := served(t)
	_, links := briefed(t, base)
	good := reportJSON{ID: "report-001", Kind: "skipped", Words: "no time", At: shiftStart.Add(1e9)}
	for name, spoil := range map[string]func(*reportJSON){
		"a short id": func(r *reportJSON) { r.ID = "x" }, "an unknown kind": func(r *reportJSON) { r.Kind = "tracked" }, "a length": func(r *reportJSON) { r.ForS = 60 }, "taken for no time": func(r *reportJSON) { r.Kind = "taken" }, "nothing withdrawn": func(r *reportJSON) { r.Kind, r.Words = "withdrawn", "" }, "a negative visit": func(r *reportJSON) { r.Visit = -1 },
		"long words": func(r *reportJSON) { r.Words = strings.Repeat("长", maxReportWords+1) }, "another year": func(r *reportJSON) { r.At = r.At.AddDate(1, 0, 0) },
	} {
		bad := good
		spoil(&bad)
		body, err := json.Marshal([]reportJSON{good, bad})
		if err != nil {
			t.Fatal(err)
		}
		if a := ask(t, "POST", links[0]+"/reports", "application/json", string(body)); a.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %s", name, a.Status)
		}
	}
	if a := ask(t, "GET", base+"/plans/latest/reports", "", ""); !strings.Contains(a.body, `"reports":[]`) {
		t.Errorf("a refused list left something behind: %s", a.body)
	}
}

func TestHandOverTellsWhatWasDone(t *testing.T) {
	base := served(t)
	if a := ask(t, "GET", base+"/duty/done", "", ""); !strings.Contains(a.body, "No plan yet") {
		t.Errorf("a hand-over of nothing: %.200s", a.body)
	}
	plan, links := briefed(t, base)
	stop := regexp.MustCompile(`data-stop="([^"]+)"`).FindStringSubmatch(ask(t, "GET", links[0], "", "").body)[1]
	told := ask(t, "POST", links[0]+"/reports", "application/json", `[
		{"id":"report-001","stop":"`+stop+`","visit":1,"kind":"here","at":"2026-07-01T20:05:00Z"},
		{"id":"report-002","stop":"`+stop+`","visit":1,"kind":"left","at":"2026-07-01T20:15:00Z"},
		{"id":"report-003","stop":"`+stop+`","visit":2,"kind":"skipped","words":"=called away","at":"2026-07-01T22:15:00Z"},
		{"id":"report-004","kind":"helped","words":"<b>first aid</b>","at":"2026-07-01T23:00:00Z"}]`)
	if told.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", told.Status, told.body)
	}
	page := ask(t, "GET", base+"/duty/done?plan="+plan, "", "")
	for _, want := range []string{"1<small>/", "10 min", "=called away", "&lt;b&gt;first aid"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the hand-over lacks %q", want)
		}
	}
	csv := ask(t, "GET", base+"/duty/done.csv?plan="+plan, "", "")
	if !strings.Contains(csv.body, "2026-07-01T20:05:00Z,2026-07-01T20:15:00Z,600,") || !strings.Contains(csv.body, "'=called away") {
		t.Errorf("the CSV: %s %.400s", csv.Status, csv.body)
	}
	if pdf := ask(t, "GET", base+"/duty/done.pdf?plan="+plan, "", ""); !strings.HasPrefix(pdf.body, "%PDF-") {
		t.Errorf("the PDF: %s %.100s", pdf.Status, pdf.body)
	}
}
