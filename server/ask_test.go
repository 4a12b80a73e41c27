package server

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

func TestPossibleIsToldBeforePlanning(t *testing.T) {
	base := served(t)
	asking := strings.Replace(goodPlan, `"seed"`, `"stops":30,"seed"`, 1)
	a := ask(t, "POST", base+"/plans/possible", "application/json", asking)
	var told possibleJSON
	if err := json.Unmarshal([]byte(a.body), &told); err != nil || a.StatusCode != http.StatusOK {
		t.Fatalf("%s %v: %s", a.Status, err, a.body)
	}
	// Two units on a round of 120 min with stays of 14 min and travel t keep 2 floor(120 / (14 + t)): 16 at most.
	if told.Points < 2 || told.Points > 16 || told.Wanted != 30 || len(told.Over) != told.Wanted-told.Points {
		t.Errorf("%+v", told)
	}
	if !strings.Contains(told.Sentence, "on a round of 120 min each of 2 patrol units keeps ") || !strings.Contains(told.Sentence, "(14 min at each and ") {
		t.Errorf("the arithmetic is told as %q", told.Sentence)
	}
	if zh := ask(t, "POST", base+"/plans/possible", "application/json", asking, "Accept-Language", "zh-CN"); !strings.Contains(zh.body, "一圈") {
		t.Errorf("in Chinese: %s", zh.body)
	}
	if a := ask(t, "GET", base+"/plans", "", ""); !strings.Contains(a.body, `"plans":[]`) {
		t.Errorf("a question left a plan behind: %s", a.body)
	}
}

func TestEventsTellHowFarAJobIs(t *testing.T) {
	base := served(t)
	begun := ask(t, "POST", base+"/processes/night-plan/execution", "application/json", `{"inputs":`+goodPlan+`}`, "Prefer", "respond-async")
	var job struct{ JobID string }
	if err := json.Unmarshal([]byte(begun.body), &job); err != nil || job.JobID == "" {
		t.Fatalf("%s: %s", begun.Status, begun.body)
	}
	a := ask(t, "GET", base+"/jobs/"+job.JobID+"/events", "", "") // until the job has ended
	if a.Header.Get("Content-Type") != "text/event-stream" {
		t.Errorf("media type %s", a.Header.Get("Content-Type"))
	}
	var last eventJSON
	for _, event := range strings.Split(strings.TrimSpace(a.body), "\n\n") {
		data, ok := strings.CutPrefix(event, "data: ")
		if err := json.Unmarshal([]byte(data), &last); !ok || err != nil {
			t.Fatalf("%q: %v", event, err)
		}
	}
	if last.Status != "successful" || last.Progress != 100 || last.Plan == "" {
		t.Errorf("the last event is %+v", last)
	}
	if a := ask(t, "GET", base+"/duty?plan="+last.Plan, "", ""); a.StatusCode != http.StatusOK {
		t.Errorf("its plan's page: %s", a.Status)
	}
	if a := ask(t, "GET", base+"/jobs/none/events", "", ""); a.StatusCode != http.StatusNotFound {
		t.Errorf("events of no job: %s", a.Status)
	}
}

func TestPagesSpeakTheirReadersLanguage(t *testing.T) {
	base := served(t)
	ask(t, "POST", base+"/plans", "application/json", goodPlan)
	for _, page := range []string{"/duty", "/duty/ask"} {
		english := ask(t, "GET", base+page, "", "", "Accept", "text/html")
		chinese := ask(t, "GET", base+page, "", "", "Accept", "text/html", "Accept-Language", "zh-CN,zh;q=0.9")
		chosen := ask(t, "GET", base+page+"?lang=zh-CN", "", "", "Accept", "text/html", "Accept-Language", "en")
		kept := ask(t, "GET", base+page, "", "", "Accept", "text/html", "Accept-Language", "en", "Cookie", "lang=zh-CN; theme=dark")
		for name, a := range map[string]answer{"by the browser": chinese, "by choice": chosen, "as remembered": kept} {
			if !strings.Contains(a.body, `lang="zh-CN"`) || !strings.Contains(a.body, "今晚") || a.Header.Get("Content-Language") != "zh-CN" {
				t.Errorf("%s %s: %s %.200s", page, name, a.Status, a.body)
			}
		}
		if !strings.Contains(english.body, `lang="en"`) || !strings.Contains(english.body, "Tonight") {
			t.Errorf("%s in English: %.200s", page, english.body)
		}
		if !strings.Contains(kept.body, `data-theme="dark"`) || !strings.Contains(chosen.Header.Get("Set-Cookie"), "lang=zh-CN") {
			t.Errorf("%s: theme or language not remembered", page)
		}
	}
	a := ask(t, "POST", base+"/plans", "application/json", `{"units":0}`, "Accept-Language", "zh")
	if a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, "之间") {
		t.Errorf("a refusal in Chinese: %s", a.body)
	}
}
