package server

import (
	"strings"
	"testing"
	"time"

	"nightbeat/planner"
)

// A plan goes by the server's calendar, and says so; one whose request names occasions of its own keeps to those.
func TestPlansGoByTheCalendar(t *testing.T) {
	base := servedWith(t, func(c *Config) {
		for week := range 20 {
			day := shiftStart.Truncate(24*time.Hour).AddDate(0, 0, -7*week)
			c.Calendar = append(c.Calendar, planner.Occasion{Name: "market day", From: day, Until: day.AddDate(0, 0, 1)})
		}
	})
	says := func(body string) bool { return strings.Contains(body, "the calendar says market day") }
	if made := ask(t, "POST", base+"/plans", "application/json", goodPlan); !says(made.body) {
		t.Errorf("the plan does not name the market day: %.2000s", made.body)
	}
	own := strings.Replace(goodPlan, "{", `{"occasions":[{"name":"match","from":"2026-07-01T12:00:00Z","until":"2026-07-02T12:00:00Z"}],`, 1)
	if made := ask(t, "POST", base+"/plans", "application/json", own); says(made.body) {
		t.Error("a request with occasions of its own gets the server's")
	}
}
