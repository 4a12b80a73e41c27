package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// The form's question becomes a job; its page shows what each number of units buys, its files the same.
func TestStaffingPage(t *testing.T) {
	base := served(t)
	if empty := ask(t, "GET", base+"/month/staffing", "", "", "Accept-Language", "en"); empty.StatusCode != http.StatusOK || !strings.Contains(empty.body, "plan a night first") {
		t.Errorf("without a plan: %d", empty.StatusCode)
	}
	planID(t, ask(t, "POST", base+"/plans", "application/json", goodPlan))
	form := url.Values{"most": {"2"}, "reach": {"5"}, "roster": {"3"}, "from1": {"20:00"}, "to1": {"04:00"}, "from2": {"04:00"}, "to2": {"12:00"}}
	post := func(form url.Values) answer {
		return ask(t, "POST", base+"/month/staffing", "application/x-www-form-urlencoded", form.Encode(), "Accept-Language", "en")
	}
	page := post(form)
	at := page.Request.URL
	if page.StatusCode != http.StatusOK || at.Query().Get("job") == "" {
		t.Fatalf("%s: %s", page.Status, page.body)
	}
	job := "/jobs/" + at.Query().Get("job")
	if status := ended(t, base+job); !strings.Contains(status, `"processID":"staffing"`) || !strings.Contains(status, `"successful"`) {
		t.Fatal(status)
	}
	shown := ask(t, "GET", at.String(), "", "", "Accept-Language", "en").body
	for _, said := range []string{"2026-07-01 20:00-04:00: one unit watches", "2026-07-01 04:00-12:00", "a roster of 3 watches most as", "the split", "/month/staffing.pdf?job="} {
		if !strings.Contains(shown, said) {
			t.Errorf("the page lacks %q", said)
		}
	}
	if latest := ask(t, "GET", base+"/month/staffing", "", "", "Accept-Language", "en").body; !strings.Contains(latest, "a roster of 3 watches most") {
		t.Error("without a job the latest is not shown")
	}
	for ending, begins := range map[string]string{".pdf": "%PDF-", ".svg": "<svg", ".csv": "start,end,units"} {
		if file := ask(t, "GET", base+"/month/staffing"+ending+"?"+at.RawQuery, "", ""); file.StatusCode != http.StatusOK || !strings.HasPrefix(file.body, begins) {
			t.Errorf("%s: %d", ending, file.StatusCode)
		}
	}
	for field, wrong := range map[string]string{"most": "many", "from1": "8pm", "roster": "9"} {
		bad := url.Values{"most": {"2"}, "reach": {"5"}, "from1": {"20:00"}, "to1": {"04:00"}}
		bad.Set(field, wrong)
		if refused := post(bad); refused.StatusCode/100 != 4 || !strings.Contains(refused.body, field) {
			t.Errorf("%s %s: %d %s", field, wrong, refused.StatusCode, refused.body)
		}
	}
	if missing := ask(t, "GET", base+"/month/staffing.pdf?job=nosuch", "", ""); missing.StatusCode != http.StatusNotFound {
		t.Errorf("a job that is not there: %d", missing.StatusCode)
	}
}
