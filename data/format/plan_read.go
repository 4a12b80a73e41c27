package format

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// MaxPlanBytes is how long a plan's file may be.
const MaxPlanBytes = 256 << 20

// planFile is a plan's GeoJSON as it is read.
type planFile struct {
	CRS      json.RawMessage `json:"crs"`
	Plan     *summary        `json:"plan"`
	Features []struct {
		Geometry   json.RawMessage `json:"geometry"`
		Properties json.RawMessage `json:"properties"`
	} `json:"features"`
}

// ReadPlan reads a plan from the GeoJSON that the geojson format writes: written again it is the same, byte for byte. An
// error is a *planner.Error that names the field.
func ReadPlan(r io.Reader) (*planner.Plan, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxPlanBytes+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > MaxPlanBytes {
		return nil, refuse("plan", "it is longer than %d bytes", MaxPlanBytes)
	}
	var file planFile
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, explainJSON(err)
	}
	switch {
	case file.CRS != nil:
		return nil, refuse("crs", "its places are not in WGS 84; give the plan as it was made")
	case file.Plan == nil || file.Plan.Points == nil:
		return nil, refuse("plan.points", "is missing; give a plan as GeoJSON that this version made")
	}
	plan, err := file.Plan.plan()
	if err != nil {
		return nil, err
	}
	if err := file.routes(plan); err != nil {
		return nil, err
	}
	return plan, nil
}

// plan is a plan without its routes.
func (s summary) plan() (*planner.Plan, error) {
	request, err := s.Request.request()
	if err != nil {
		return nil, err
	}
	closures := request.Closures // with when they became known, which no request has before a night
	if request, err = request.Resolve(); err != nil {
		return nil, err
	}
	request.Closures, request.Limit = closures, 0
	plan := &planner.Plan{
		ID: s.ID, Name: s.Name, Parent: s.Parent, Status: s.Status, MadeBy: s.MadeBy, Approval: planner.Approval{By: s.ApprovedBy}, Request: request,
		Iterations: s.Iterations, Cut: s.Cut, Model: s.Model, ModelNote: words.New("%s", s.ModelNote), Expected: s.Expected, Share: s.Share, AreaShare: s.AreaShare,
		Capacity: planner.Capacity{Possible: s.Capacity.VisitsPossible, Asked: s.Capacity.VisitsAsked, Points: s.Capacity.PointsKept, Arithmetic: words.New("%s", s.Capacity.Arithmetic)},
		Gaps:     planner.Gaps{Kept: s.Gaps.Kept, Asked: s.Gaps.Asked, Longest: ofSeconds(s.Gaps.LongestS)},
		Reward:   s.Reward, Bound: s.Bound, GapPercent: s.GapPercent,
	}
	for given, into := range map[*time.Time]*time.Time{s.Created: &plan.Created, s.Approved: &plan.Approval.At, s.Since: &plan.Since} {
		if given != nil {
			*into = *given
		}
	}
	if v := s.Variety; v != nil {
		plan.Variety = planner.Variety{Nights: v.Nights, Guess: v.Guess, Known: v.Known, Loss: v.LossPercent}
	}
	for _, w := range s.Warnings {
		plan.Warnings = append(plan.Warnings, words.New("%s", w))
	}
	for _, u := range s.Unserved {
		plan.Unserved = append(plan.Unserved, planner.Unserved{Stop: u.Stop, Name: u.Name, Why: u.Why})
	}
	for _, p := range s.Points {
		if p.Visited {
			plan.Stops = append(plan.Stops, p.stop())
		} else {
			plan.Spare = append(plan.Spare, p.stop())
		}
	}
	return plan, nil
}

func ofSeconds(s int64) time.Duration { return time.Duration(s) * time.Second }

// routes reads the features into a plan's routes.
func (f planFile) routes(plan *planner.Plan) error {
	stop := map[string]int{}
	for i, s := range plan.Stops {
		stop[s.ID] = i
	}
	for i, feature := range f.Features {
		field := fmt.Sprintf("features[%d]", i)
		var kind struct{ Kind, Unit string }
		if err := json.Unmarshal(feature.Properties, &kind); err != nil {
			return refuse(field+".properties", "cannot be read: %s", err)
		}
		if kind.Kind != "route" && len(plan.Routes) == 0 {
			return refuse(field, "a %s comes before any route", kind.Kind)
		}
		var err error
		switch kind.Kind {
		case "route":
			err = addRoute(plan, feature.Properties)
		case "stop":
			err = addCall(&plan.Routes[len(plan.Routes)-1], feature.Properties, stop)
		case "leg":
			err = addLeg(&plan.Routes[len(plan.Routes)-1], feature.Properties, feature.Geometry)
		default:
			err = fmt.Errorf("kind %q is not known", kind.Kind)
		}
		if err != nil {
			return refuse(field, "%s", err)
		}
	}
	if err := f.addTurns(plan); err != nil {
		return err
	}
	return wholeRoutes(plan)
}

func addRoute(plan *planner.Plan, raw json.RawMessage) error {
	var p routeJSON
	if err := json.Unmarshal(raw, &p); err != nil {
		return err
	}
	n := len(plan.Routes)
	if n >= len(plan.Request.Units) || plan.Request.Units[n].ID != p.Unit {
		return fmt.Errorf("unit %q is not the one that is due", p.Unit)
	}
	plan.Routes = append(plan.Routes, planner.Route{
		Unit: plan.Request.Units[n], Color: p.Color, Start: p.Start, End: p.End, DistanceM: p.DistanceM,
		Drive: ofSeconds(p.DriveS), Dwell: ofSeconds(p.DwellS), Wait: ofSeconds(p.WaitS), Rest: ofSeconds(p.BreakS), Share: p.Share,
	})
	return nil
}

func addCall(r *planner.Route, raw json.RawMessage, stop map[string]int) error {
	var p stopJSON
	if err := json.Unmarshal(raw, &p); err != nil {
		return err
	}
	at, known := stop[p.Stop]
	if !known {
		return fmt.Errorf("stop %q is not among plan.points", p.Stop)
	}
	call := planner.Call{Stop: at, Visit: p.Visit, Arrive: p.Arrive, Leave: p.Leave, Rest: ofSeconds(p.BreakS)}
	if p.GapS != nil {
		call.Gap = ofSeconds(*p.GapS)
	}
	r.Calls = append(r.Calls, call)
	return nil
}

func addLeg(r *planner.Route, raw, shape json.RawMessage) error {
	var p legJSON
	if err := json.Unmarshal(raw, &p); err != nil {
		return err
	}
	geometry, err := geojson.UnmarshalGeometry(shape)
	if err != nil {
		return err
	}
	line, ok := geometry.Geometry().(orb.LineString)
	if !ok || len(line) < 2 {
		return fmt.Errorf("its geometry is no line")
	}
	end := func(id string) string {
		if id == baseID {
			return ""
		}
		return id
	}
	r.Legs = append(r.Legs, planner.Leg{From: end(p.From), To: end(p.To), Depart: p.Depart, Arrive: p.Arrive, DistanceM: p.DistanceM, Line: line, Streets: p.Streets})
	return nil
}

func (f planFile) addTurns(plan *planner.Plan) error {
	for i, t := range f.Plan.Turns {
		found := false
		for u := range plan.Routes {
			if r := &plan.Routes[u]; r.Unit.ID == t.Unit && t.Sequence >= 1 && t.Sequence <= len(r.Legs) {
				leg := &r.Legs[t.Sequence-1]
				leg.Turns, found = append(leg.Turns, planner.Turn{Place: t.Place, At: t.At}), true
			}
		}
		if !found {
			return refuse(fmt.Sprintf("plan.turns[%d]", i), "%s has no leg %d", t.Unit, t.Sequence)
		}
	}
	return nil
}

// wholeRoutes sees that each unit has a route, with a leg to each call and one home, in the order of time.
func wholeRoutes(plan *planner.Plan) error {
	if len(plan.Routes) != len(plan.Request.Units) {
		return refuse("features", "%d routes are too few for %d units", len(plan.Routes), len(plan.Request.Units))
	}
	for _, r := range plan.Routes {
		if n := len(r.Calls); len(r.Legs) != n+1 && (n > 0 || len(r.Legs) > 0) {
			return refuse("features", "%s has %d stops and %d legs; a leg to each stop and one home are due", r.Unit.ID, n, len(r.Legs))
		}
		at := time.Time{}
		for i, leg := range r.Legs {
			if leg.Depart.Before(at) || leg.Arrive.Before(leg.Depart) {
				return refuse("features", "leg %d of %s comes before what is due before it", i+1, r.Unit.ID)
			}
			at = leg.Arrive
			if i < len(r.Calls) {
				if call := r.Calls[i]; !call.Arrive.Equal(at) || call.Leave.Before(at) {
					return refuse("features", "stop %d of %s does not follow its leg", i+1, r.Unit.ID)
				}
				at = r.Calls[i].Leave
			}
		}
	}
	return nil
}
