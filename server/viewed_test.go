package server

import "testing"

// A viewer sees no cell of fewer incidents than would hide one; an analyst sees them all.
func TestViewersSeeNoSingleIncident(t *testing.T) {
	st := staffed(t)
	planID(t, st.as(t, "commander", "POST", "/plans", goodPlan))
	const cells = "/collections/risk/items?limit=10000"
	fewer := func(user string) (all, few int) {
		for _, f := range pageOf(t, st.as(t, user, "GET", cells, "")).Features {
			if all++; f.Properties["count"].(float64) < viewedFewest {
				few++
			}
		}
		return all, few
	}
	if all, few := fewer("analyst"); few == 0 {
		t.Fatalf("of %d cells none has few incidents: the test shows nothing", all)
	}
	if all, few := fewer("viewer"); all == 0 || few > 0 {
		t.Errorf("a viewer sees %d cells, %d of them of fewer than %d incidents", all, few, viewedFewest)
	}
}
