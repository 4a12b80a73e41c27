package server

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"nightbeat/data"
)

const execution = "/processes/night-plan/execution"

func inputs(request string) string { return `{"inputs":` + request + `}` }

// long is a request that takes a minute where nobody stops it.
var long = strings.Replace(goodPlan, `"iterations":300`, `"iterations":1000000000,"limit_s":60`, 1)

func told(t *testing.T, a answer) (s statusJSON) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), &s); err != nil {
		t.Fatalf("%s: %v in %s", a.Status, err, a.body)
	}
	return s
}

// until asks for a job until it has a status.
func until(t *testing.T, job string, statuses ...data.JobStatus) statusJSON {
	t.Helper()
	for range 600 {
		s := told(t, ask(t, "GET", job, "", ""))
		for _, wanted := range statuses {
			if s.Status == wanted {
				return s
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("%s never was %v: %+v", job, statuses, told(t, ask(t, "GET", job, "", "")))
	return statusJSON{}
}

// TestPlanByEveryWay makes the same plan as a process and by /plans, waited for and as a job: always the same bytes.
func TestPlanByEveryWay(t *testing.T) {
	base := served(t)
	want := ask(t, "POST", base+"/plans", typeJSON, goodPlan).body
	if a := ask(t, "POST", base+execution, typeJSON, inputs(goodPlan)); a.body != want {
		t.Errorf("the process gives %s %.200s", a.Status, a.body)
	}
	for _, way := range []struct{ path, body string }{{"/plans", goodPlan}, {execution, inputs(goodPlan)}} {
		a := ask(t, "POST", base+way.path, typeJSON, way.body, "Prefer", "respond-async, wait=10")
		job := a.Header.Get("Location")
		if a.StatusCode != http.StatusCreated || !strings.HasPrefix(job, base+"/jobs/") || a.Header.Get("Preference-Applied") != "respond-async" {
			t.Fatalf("%s: %s, %v: %s", way.path, a.Status, a.Header, a.body)
		}
		if s := until(t, job, data.Successful); s.Progress != 100 || s.Started.IsZero() || s.Finished.IsZero() || s.ProcessID != nightPlan {
			t.Errorf("%+v", s)
		}
		if results := ask(t, "GET", job+"/results", "", ""); results.body != want {
			t.Errorf("results: %s %.200s", results.Status, results.body)
		}
		if list := ask(t, "GET", base+"/jobs", "", ""); !strings.Contains(list.body, strings.TrimPrefix(job, base+"/jobs/")) {
			t.Errorf("the list lacks the job: %s", list.body)
		}
	}
}

func TestResultsAsDocumentAndLink(t *testing.T) {
	base := served(t)
	want := ask(t, "POST", base+"/plans", typeJSON, goodPlan).body
	var document struct {
		Plan struct {
			Value     json.RawMessage
			MediaType string
			Href      string
		}
	}
	a := ask(t, "POST", base+execution, typeJSON, `{"inputs":`+goodPlan+`,"response":"document"}`)
	if err := json.Unmarshal([]byte(a.body), &document); err != nil || document.Plan.MediaType != typeGeoJSON || len(document.Plan.Value) < len(want)/2 {
		t.Errorf("%v: %.200s", err, a.body)
	}
	a = ask(t, "POST", base+execution, typeJSON, `{"inputs":`+goodPlan+`,"outputs":{"plan":{"transmissionMode":"reference"}}}`)
	if err := json.Unmarshal([]byte(a.body), &document); err != nil {
		t.Fatal(err)
	}
	if linked := ask(t, "GET", document.Plan.Href, "", ""); linked.body != want {
		t.Errorf("the link %q leads to %s", document.Plan.Href, linked.Status)
	}
}

// TestDismissStopsTheWork dismisses a job that would run a minute: its place is free at once for the next plan.
func TestDismissStopsTheWork(t *testing.T) {
	base := served(t)
	job := ask(t, "POST", base+"/plans", typeJSON, long, "Prefer", "respond-async").Header.Get("Location")
	until(t, job, data.Running)
	waiting := ask(t, "POST", base+"/plans", typeJSON, goodPlan, "Prefer", "respond-async").Header.Get("Location")
	if s := told(t, ask(t, "GET", waiting, "", "")); s.Status != data.Accepted {
		t.Errorf("the second job is %s", s.Status)
	}
	if a := ask(t, "GET", job+"/results", "", ""); a.StatusCode != http.StatusNotFound || !strings.Contains(a.body, "result-not-ready") {
		t.Errorf("results of a running job: %s %s", a.Status, a.body)
	}
	if s := told(t, ask(t, "DELETE", job, "", "")); s.Status != data.Dismissed {
		t.Errorf("dismissing gives %s", s.Status)
	}
	until(t, waiting, data.Successful)
	if s := until(t, job, data.Dismissed); s.Finished.IsZero() {
		t.Errorf("%+v", s)
	}
}

func TestFailedJobTellsWhy(t *testing.T) {
	base := served(t)
	none := strings.Replace(goodPlan, `"seed":1`, `"categories":{"Burglary":0,"<script>alert(1)</script>":0}`, 1)
	job := ask(t, "POST", base+"/plans", typeJSON, none, "Prefer", "respond-async").Header.Get("Location")
	if s := until(t, job, data.Failed); !strings.Contains(s.Message, "incidents") {
		t.Errorf("%+v", s)
	}
	if a := ask(t, "GET", job+"/results", "", ""); a.StatusCode != http.StatusUnprocessableEntity || a.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s %s", a.Status, a.body)
	}
}

func TestProcessesRefuse(t *testing.T) {
	base := served(t)
	for _, c := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"GET", "/processes/nosuch", "", 404, "no-such-process"},
		{"POST", "/processes/nosuch/execution", inputs(goodPlan), 404, "no-such-process"},
		{"POST", execution, goodPlan, 400, "inputs"},
		{"POST", execution, `[]`, 400, "inputs"},
		{"POST", execution, inputs(strings.Replace(goodPlan, `"units":2`, `"units":-1`, 1)), 400, "units"},
		{"POST", execution, `{"inputs":{},"outputs":{"other":{}}}`, 400, "outputs"},
		{"GET", "/jobs/nosuch", "", 404, "no-such-job"},
		{"DELETE", "/jobs/nosuch", "", 404, "no-such-job"},
		{"GET", "/jobs/nosuch/results", "", 404, "no-such-job"},
	} {
		mediaType := ""
		if c.method == "POST" {
			mediaType = typeJSON
		}
		if a := ask(t, c.method, base+c.path, mediaType, c.body); a.StatusCode != c.status || !strings.Contains(a.body, c.says) {
			t.Errorf("%s %s %.40s: %s %s, want %d and %s", c.method, c.path, c.body, a.Status, a.body, c.status, c.says)
		}
	}
	// what cannot be is refused before a job is made of it
	if a := ask(t, "POST", base+"/plans", typeJSON, strings.Replace(goodPlan, `"units":2`, `"units":2,"dwell_s":90000`, 1), "Prefer", "respond-async"); a.StatusCode != http.StatusBadRequest {
		t.Errorf("%s %s", a.Status, a.body)
	}
}

func TestTooManyJobs(t *testing.T) {
	base := served(t)
	var open []string
	for range data.MaxOpenJobs {
		open = append(open, ask(t, "POST", base+"/plans", typeJSON, long, "Prefer", "respond-async").Header.Get("Location"))
	}
	if a := ask(t, "POST", base+"/plans", typeJSON, long, "Prefer", "respond-async"); a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" {
		t.Errorf("%s %s", a.Status, a.body)
	}
	for _, job := range open {
		ask(t, "DELETE", job, "", "")
	}
	job := ask(t, "POST", base+"/plans", typeJSON, goodPlan, "Prefer", "respond-async").Header.Get("Location")
	until(t, job, data.Successful)
}
