package server

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

const testRun = "/processes/backtest/execution"

func TestBacktestIsAProcess(t *testing.T) {
	at := served(t)
	inputs := func(more string) string {
		return `{"inputs":{"from":"2026-05-01T20:00:00Z","to":"2026-06-30T20:00:00Z","models":["count","quartic"],"coverage":[0.02]` + more + `}}`
	}
	if list := ask(t, http.MethodGet, at+"/processes", "", ""); !strings.Contains(list.body, `"backtest"`) || !strings.Contains(list.body, `"night-plan"`) {
		t.Errorf("processes: %s", list.body)
	}
	if one := ask(t, http.MethodGet, at+"/processes/backtest", "", ""); !strings.Contains(one.body, `"horizon_s"`) || !strings.Contains(one.body, "sync-execute") {
		t.Errorf("the process: %s", one.body)
	}
	if a := ask(t, http.MethodPost, at+testRun, "application/json", inputs("")); a.StatusCode != http.StatusOK || !strings.Contains(a.body, `"verdict"`) || !strings.Contains(a.body, `"quartic"`) {
		t.Errorf("%s: %s", a.Status, a.body)
	}
	days := `,"step_s":86400,"horizon_s":86400,"occasions":[{"name":"market","from":"2026-06-10T20:00:00Z","until":"2026-06-12T20:00:00Z"}]`
	if a := ask(t, http.MethodPost, at+testRun, "application/json", inputs(days)); a.StatusCode != http.StatusOK || !strings.Contains(a.body, `"count without calendar"`) {
		t.Errorf("with a calendar: %s: %s", a.Status, a.body)
	}
	begun := ask(t, http.MethodPost, at+testRun, "application/json", inputs(""), "Prefer", "respond-async")
	if begun.StatusCode != http.StatusCreated {
		t.Fatalf("as a job: %s: %s", begun.Status, begun.body)
	}
	job := ended(t, begun.Header.Get("Location"))
	if results := ask(t, http.MethodGet, begun.Header.Get("Location")+"/results", "", ""); !strings.Contains(job, `"processID":"backtest"`) || !strings.Contains(results.body, `"verdict"`) {
		t.Errorf("the job %s, its results %s", job, results.body)
	}
	for body, field := range map[string]string{
		inputs(`,"hours":"late"`):     "hours",
		inputs(`,"cell_m":1`):         "cell_m",
		inputs(`,"speed":1`):          "speed",
		inputs(`,"step_s":1`):         "step_s",
		inputs(`,"horizon_s":604801`): "horizon_s",
		`{"inputs":{}}`:               "from",
		`{}`:                          "inputs",
		strings.Replace(inputs(""), "quartic", "oracle", 1):        "models",
		strings.Replace(inputs(""), "0.02", "7", 1):                "coverage",
		strings.Replace(inputs(""), "2026-05-01", "2020-05-01", 1): "backtest",
	} {
		if a := ask(t, http.MethodPost, at+testRun, "application/json", body); a.StatusCode/100 != 4 || !strings.Contains(a.body, field) {
			t.Errorf("%s: %s, %s", body, a.Status, a.body)
		}
	}
}

func TestBacktestFormatByAccept(t *testing.T) {
	for accept, want := range map[string]string{
		"": "application/json", "image/svg+xml": "image/svg+xml", "text/html, text/csv;q=0.5": "text/csv; charset=utf-8", "text/plain": "text/plain; charset=utf-8",
	} {
		if got := backtestFormat(accept).MediaType; got != want {
			t.Errorf("%q gets %s, want %s", accept, got, want)
		}
	}
}

// ended waits for a job's end and gives its last status.
func ended(t *testing.T, job string) string {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		status := ask(t, http.MethodGet, job, "", "").body
		if strings.Contains(status, `"successful"`) || strings.Contains(status, `"failed"`) {
			return status
		}
		if time.Now().After(deadline) {
			t.Fatalf("does not end: %s", status)
		}
	}
}
