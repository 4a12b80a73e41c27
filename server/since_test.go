package server

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// TestSinceTellsWhatIsOther plans a night, has incidents come in, and asks what is other.
func TestSinceTellsWhatIsOther(t *testing.T) {
	base := served(t)
	if a := ask(t, "GET", base+"/plans/latest/since", "", ""); a.StatusCode != http.StatusNotFound {
		t.Errorf("before there is a plan: %s", a.Status)
	}
	id := planID(t, ask(t, "POST", base+"/plans", "application/json", goodPlan))
	var news struct {
		Plan      string
		Night     struct{ Start string }
		Shift     struct{ Start string }
		Incidents []struct {
			Category string
			Count    int
		}
		Sentences []struct{ Text string }
	}
	later := `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[118.9,39.7]},"properties":{"id":"late","category":"Fight","time":"2026-07-01T23:00:00Z"}}]}`
	if a := ask(t, "POST", base+"/incidents", "application/geo+json", later); a.StatusCode >= 300 {
		t.Fatalf("%s %s", a.Status, a.body)
	}
	a := ask(t, "GET", base+"/plans/latest/since", "", "")
	if err := json.Unmarshal([]byte(a.body), &news); err != nil || a.StatusCode != http.StatusOK {
		t.Fatalf("%s %v %s", a.Status, err, a.body)
	}
	if news.Plan != id || !strings.HasPrefix(news.Night.Start, "2026-07-01T20:00") || !strings.HasPrefix(news.Shift.Start, "2026-07-02T20:00") {
		t.Errorf("%+v", news)
	}
	if len(news.Incidents) != 1 || news.Incidents[0].Category != "Fight" || news.Incidents[0].Count != 1 || !strings.Contains(a.body, "1 Fight away from last night's points") {
		t.Errorf("%s", a.body)
	}
	if zh := ask(t, "GET", base+"/plans/"+id+"/since", "", "", "Accept-Language", "zh-CN"); !strings.Contains(zh.body, "不在昨夜各点附近") {
		t.Errorf("in Chinese: %s", zh.body)
	}
}
