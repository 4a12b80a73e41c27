package planner_test

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
)

// sites are three hospitals and a school of the town.
var sites = []planner.Landmark{
	{ID: "h1", Kind: "hospital", Name: "North", Place: orb.Point{118.203, 39.708}},
	{ID: "h2", Kind: "hospital", Name: "South", Place: orb.Point{118.197, 39.695}},
	{ID: "h3", Kind: "hospital", Name: "Nowhere", Place: orb.Point{119, 41}},
	{ID: "s1", Kind: "school", Name: "School", Place: orb.Point{118.1989, 39.6998}},
}

// TestNearestByRoad sets the table against a route to each hospital in turn.
func TestNearestByRoad(t *testing.T) {
	c, ctx := town(t), context.Background()
	from := []orb.Point{c.base, {118.203, 39.7075}, {118.222, 39.71}, {110, 30}}
	near, err := planner.NearestTo(ctx, c.roads, "foot", from, planner.Hospital, sites)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range from[:3] {
		best, name := math.Inf(1), ""
		start, err := c.roads.Snap("car", p, planner.SnapM)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range sites[:2] {
			door, err := c.roads.Snap("car", l.Place, planner.SnapM)
			if err != nil {
				t.Fatal(err)
			}
			way, err := c.roads.Route(ctx, "car", start, door)
			if err == nil && way.Seconds < best {
				best, name = way.Seconds, l.Name
			}
		}
		if near[i].Name != name || math.Abs(near[i].Time.Seconds()-best) > 1 {
			t.Errorf("from %v: %s in %s, want %s in %.1f s", p, near[i].Name, near[i].Time, name, best)
		}
	}
	if near[3].Reached {
		t.Error("from beyond the streets a hospital is reached")
	}
	if _, _, err := planner.Nearest(ctx, c.roads, "car", c.base, "zoo", sites); err == nil {
		t.Error("a zoo is found")
	}
}

// TestToHospital: a unit is away for the way to the nearest hospital and the handover, ends there, and the night heals.
func TestToHospital(t *testing.T) {
	c, ctx := town(t), context.Background()
	r := quick(c)
	plan := c.plan(t, r)
	now := c.shift.Start.Add(2*time.Hour + 7*time.Minute)
	in := planner.Amendment{
		Plan: plan, Now: now, Changes: []planner.Change{planner.ToHospital{Unit: plan.Routes[0].Unit.ID, Handover: 30 * time.Minute}},
		Incidents: c.incidents, Roads: c.roads, Landmarks: sites, Iterations: 300,
	}
	changed, _, err := planner.Amend(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	if err := planner.CheckChange(ctx, plan, changed, c.roads); err != nil {
		t.Error(err)
	}
	found := false
	for _, call := range changed.Routes[0].Calls {
		stop := changed.Stops[call.Stop]
		if stop.Reason.Off == planner.CalledAway {
			found = true
			if away := call.Leave.Sub(now); away < 30*time.Minute || away > 45*time.Minute {
				t.Errorf("away for %s, want 30 min and the way", away)
			}
		}
	}
	if !found {
		t.Error("the unit is not away")
	}
	in.Landmarks = nil
	if _, _, err := planner.Amend(ctx, in); err == nil {
		t.Error("without a hospital nothing is refused")
	}
}
