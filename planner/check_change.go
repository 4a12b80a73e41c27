package planner

import (
	"context"
	"errors"
)

// CheckChange verifies a changed plan from nothing: that it holds together as any plan, and that what was done or under
// way when it was changed is as it was in its parent, but for what a unit that turned had to break off.
func CheckChange(ctx context.Context, parent, plan *Plan, roads Roads) error {
	c := checker{plan: plan}
	if plan.Parent != parent.ID || len(plan.Routes) != len(parent.Routes) {
		c.fault("plan %s with %d routes is no change of %s with %d", plan.ID, len(plan.Routes), parent.ID, len(parent.Routes))
	} else {
		for i := range plan.Routes {
			c.kept(parent, parent.Routes[i], plan.Routes[i])
		}
	}
	return errors.Join(append(c.faults, Check(ctx, plan, roads))...)
}

// kept checks one unit's stays and legs that had begun.
func (c *checker) kept(parent *Plan, was, is Route) {
	now := c.plan.Since
	for i, call := range was.Calls {
		if !was.Legs[i].Depart.Before(now) {
			return
		}
		if i >= len(is.Calls) || !is.Legs[i].Depart.Equal(was.Legs[i].Depart) {
			if call.Arrive.After(now) && i >= len(is.Calls) {
				return // it turned before its first call and stays at home
			}
			c.fault("%s: leg %d, which had begun, is another", is.Unit.ID, i+1)
			return
		}
		if call.Arrive.After(now) && len(is.Legs[i].Turns) > len(was.Legs[i].Turns) {
			return // it turned on the way
		}
		same := is.Calls[i]
		if c.plan.Stops[same.Stop].ID != parent.Stops[call.Stop].ID || !same.Arrive.Equal(call.Arrive) || same.Visit != call.Visit {
			c.fault("%s: visit %d, which had begun, is another", is.Unit.ID, i+1)
		}
		switch cut := parent.Stops[call.Stop].Reason.Off != "" || c.offAfter(is, i); {
		case call.Leave.Before(now) && !same.Leave.Equal(call.Leave):
			c.fault("%s: visit %d, which was over, ends at another time", is.Unit.ID, i+1)
		case !call.Leave.Before(now) && same.Leave.Before(call.Leave) && !(cut && !same.Leave.Before(now)):
			c.fault("%s: visit %d, which was under way, ends before its time", is.Unit.ID, i+1)
		}
	}
}
