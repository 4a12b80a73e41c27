package planner

import "slices"

// Of gives the part of a plan that concerns one unit and nothing of the others: its route, the stops on it, what is closed.
// It is nil where the plan has no such unit.
func (plan *Plan) Of(unit string) *Plan {
	i := slices.IndexFunc(plan.Routes, func(r Route) bool { return r.Unit.ID == unit })
	if i < 0 {
		return nil
	}
	route := plan.Routes[i]
	part := &Plan{
		ID: plan.ID, Name: plan.Name, Parent: plan.Parent, Since: plan.Since, Status: plan.Status, Created: plan.Created, Approval: plan.Approval, Share: route.Share,
		Request: Request{Name: plan.Request.Name, Shift: plan.Request.Shift, Units: []Unit{route.Unit}, CellM: plan.Request.CellM, Closures: plan.Request.Closures, Tasks: plan.Request.Tasks},
	}
	at := map[int]int{} // where a stop of the plan stands in its part
	calls := slices.Clone(route.Calls)
	for k, call := range calls {
		place, known := at[call.Stop]
		if !known {
			place = len(part.Stops)
			at[call.Stop] = place
			stop := plan.Stops[call.Stop]
			stop.Unit = "" // it may be another's by now
			part.Stops = append(part.Stops, stop)
		}
		calls[k].Stop = place
	}
	for _, m := range plan.Request.Must { // what is to be done at its own
		if slices.ContainsFunc(part.Stops, func(s Stop) bool { return s.ID == m.ID }) {
			part.Request.Must = append(part.Request.Must, m)
		}
	}
	route.Calls = calls
	part.Routes = []Route{route}
	part.AreaShare = plan.AreaShare * float64(len(part.Stops)) / float64(max(1, len(plan.Stops))) // each stop watches as much
	return part
}
