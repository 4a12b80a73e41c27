package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// What phones and the desk count is in the month's log, once; what is taken back is not; notes stay on the page.
func TestServiceIsCounted(t *testing.T) {
	base := served(t)
	plan, links := briefed(t, base)
	stop := regexp.MustCompile(`data-stop="([^"]+)"`).FindStringSubmatch(ask(t, "GET", links[0], "", "").body)[1]
	told := `[{"id":"report-001","stop":"` + stop + `","visit":1,"kind":"settled","words":"a secret","at":"2026-07-01T21:05:00Z"},
		{"id":"report-002","kind":"checked","at":"2026-07-01T21:06:00Z"},
		{"id":"report-003","kind":"helped","at":"2026-07-01T21:07:00Z"},
		{"id":"report-004","kind":"withdrawn","words":"report-003","at":"2026-07-01T21:07:05Z"},
		{"id":"report-005","kind":"taken","for_s":1800,"at":"2026-07-01T21:08:00Z"}]`
	for range 2 {
		if a := ask(t, "POST", links[0]+"/reports", "application/json", told); a.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s", a.Status, a.body)
		}
	}
	// Another unit takes back nothing of the first.
	ask(t, "POST", links[1]+"/reports", "application/json", `[{"id":"report-009","kind":"withdrawn","words":"report-001","at":"2026-07-01T21:09:00Z"}]`)
	count := func(fields ...string) answer {
		form := url.Values{"plan": {plan}}
		for i := 0; i+1 < len(fields); i += 2 {
			form.Set(fields[i], fields[i+1])
		}
		return ask(t, "POST", base+"/duty/done/service", "application/x-www-form-urlencoded", form.Encode(), "Accept", "text/html")
	}
	for range 2 { // the button was pressed twice
		if a := count("id", "desk-0001", "kind", "arrested", "at", "01:30", "stop", stop, "words", "another secret"); !strings.Contains(a.body, "another secret") {
			t.Fatalf("%s: %.300s", a.Status, a.body)
		}
	}
	count("id", "desk-0002", "kind", "helped", "at", "23:00", "unit", "A2")
	count("id", "desk-0003", "kind", "withdrawn", "words", "desk desk-0002")
	for name, fields := range map[string][]string{
		"kind": {"id", "desk-0004", "kind", "tracked", "at", "23:00"}, "at": {"id", "desk-0004", "kind", "helped", "at", "later"},
		"unit": {"id", "desk-0004", "kind", "helped", "at", "23:00", "unit", "Z"}, "stop": {"id", "desk-0004", "kind", "helped", "at", "23:00", "stop", "Z"},
		"id": {"kind", "helped", "at", "23:00"},
	} {
		if a := count(fields...); a.StatusCode != http.StatusBadRequest {
			t.Errorf("a wrong %s: %s", name, a.Status)
		}
	}
	var log struct {
		Total                 struct{ Counts map[string]int }
		Nights, Units, Places []struct {
			Of  string
			All int
		}
	}
	if err := json.Unmarshal([]byte(ask(t, "GET", base+"/duty/log.json?month=2026-07", "", "").body), &log); err != nil {
		t.Fatal(err)
	}
	if c := log.Total.Counts; c["helped"] != 0 || c["settled"] != 1 || c["checked"] != 1 || c["arrested"] != 1 {
		t.Errorf("in all %v", c)
	}
	if len(log.Nights) != 1 || log.Nights[0].Of != "2026-07-01" || log.Nights[0].All != 3 || len(log.Units) != 2 || len(log.Places) != 2 {
		t.Errorf("%+v", log)
	}
	if by := ask(t, "POST", base+"/areas", "application/geo+json", `{"type":"FeatureCollection","features":[{"type":"Feature","id":"east","properties":{"name":"East"},"geometry":{"type":"Polygon","coordinates":[[[118,39],[119,39],[119,40],[118,40],[118,39]]]}}]}`); by.StatusCode >= 300 {
		t.Fatalf("%s: %s", by.Status, by.body)
	}
	if byArea := ask(t, "GET", base+"/duty/log.json?month=2026-07", "", "").body; !regexp.MustCompile(`"of": "East",\s+"counts": \{\s+"arrested": 1`).MatchString(byArea) {
		t.Errorf("by area: %s", byArea)
	}
	csv := ask(t, "GET", base+"/duty/log.csv", "", "").body // of the latest plan's month
	if !strings.Contains(csv, ",arrested,1") || strings.Contains(csv, "secret") || strings.Contains(ask(t, "GET", base+"/duty/done.csv", "", "").body, "secret") {
		t.Errorf("the CSV: %s", csv)
	}
	if page := ask(t, "GET", base+"/duty/log?month=2026-07&lang=zh-CN", "", "").body; !strings.Contains(page, "调解纠纷") || strings.Contains(page, "secret") {
		t.Errorf("the page: %.500s", page)
	}
	if a := ask(t, "GET", base+"/duty/log.pdf?month=2026-07", "", ""); !strings.HasPrefix(a.body, "%PDF-") {
		t.Errorf("the PDF: %s %.100s", a.Status, a.body)
	}
	if a := ask(t, "GET", base+"/duty/log?month=july", "", ""); a.StatusCode != http.StatusBadRequest {
		t.Errorf("no month: %s", a.Status)
	}
}
