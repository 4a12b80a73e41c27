package server

import (
	"net/http"
	"strings"
	"testing"
)

// TestWorkloadOfAMonth approves a night; the month then lists its units, as a page and a file, and the next night is planned
// knowing it.
func TestWorkloadOfAMonth(t *testing.T) {
	st := staffed(t)
	if a := st.as(t, "viewer", "GET", "/duty/workload?month=2026-07", ""); !strings.Contains(a.body, "No plan of this month") {
		t.Errorf("%s %.200s", a.Status, a.body)
	}
	first := planID(t, st.as(t, "commander", "POST", "/plans", goodPlan))
	st.as(t, "commander", "POST", "/plans/"+first+"/approve", "")
	csv := st.as(t, "viewer", "GET", "/duty/workload.csv?month=2026-07", "")
	if lines := strings.Split(strings.TrimSpace(csv.body), "\n"); len(lines) != 3 || !strings.HasPrefix(lines[1], "A1,1,1,") {
		t.Errorf("%s %s", csv.Status, csv.body)
	}
	if a := st.as(t, "commander", "GET", "/duty/workload", ""); !strings.Contains(a.body, "2026-07") || !strings.Contains(a.body, "Largest to mean") {
		t.Errorf("%s %.300s", a.Status, a.body)
	}
	if again := planID(t, st.as(t, "commander", "POST", "/plans", goodPlan)); again != first {
		t.Error("a night is planned knowing itself")
	}
	next := strings.NewReplacer("2026-07-01T", "2026-07-02T", "2026-07-02T", "2026-07-03T").Replace(goodPlan)
	if a := st.as(t, "commander", "POST", "/plans", next); a.StatusCode != http.StatusOK {
		t.Errorf("%s %.300s", a.Status, a.body)
	}
	for address, want := range map[string]int{"/duty/workload?month=July": http.StatusBadRequest, "/duty/workload.csv?month=2026-13": http.StatusBadRequest} {
		if a := st.as(t, "viewer", "GET", address, ""); a.StatusCode != want {
			t.Errorf("%s: %s", address, a.Status)
		}
	}
	if a := st.as(t, "officer", "GET", "/duty/workload", ""); a.StatusCode == http.StatusOK {
		t.Error("an officer compares units")
	}
}
