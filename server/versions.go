package server

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"nightbeat/data"
	"nightbeat/planner"
	"nightbeat/planner/words"
	"nightbeat/server/web"
)

// What a list of versions tells at most.
const (
	mostVersions = 20
	mostTold     = 4
)

// versions are the plans of a plan's night, who made each, and what it changed, where there are several.
func (s *Server) versions(ctx context.Context, plan *planner.Plan) (list []web.Version, err error) {
	family, err := data.Family(ctx, s.Store, plan.ID)
	if err != nil || len(family) < 2 {
		return nil, err
	}
	holds := plan.Status == planner.Approved || !slices.ContainsFunc(family, func(p data.Summary) bool { return p.Status == planner.Approved })
	for i, p := range family[:min(len(family), mostVersions)] {
		v, err := s.version(ctx, p)
		if err != nil {
			return nil, err
		}
		v.Number, v.Shown = len(family)-i, p.ID == plan.ID
		v.MayRestore = holds && !v.Shown && mayPlan(ctx)
		list = append(list, v)
	}
	return list, nil
}

// version is one of them, with what it changed; nothing of that where its parent is no longer kept.
func (s *Server) version(ctx context.Context, p data.Summary) (web.Version, error) {
	zone := p.Shift.Start.Location()
	v := web.Version{
		Plan: p.ID, Made: p.Created.In(zone), Approved: p.Status == planner.Approved, Superseded: p.Status == planner.Superseded,
		By: p.Approval.By, At: p.Approval.At.In(zone),
	}
	is, err := s.Store.Plan(ctx, p.ID)
	if err != nil {
		return v, err
	}
	v.MadeBy = is.MadeBy
	if p.Parent == "" {
		return v, nil
	}
	v.Since = is.Since.In(zone)
	was, err := s.Store.Plan(ctx, p.Parent)
	if errors.Is(err, data.ErrNotFound) {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	told := slices.DeleteFunc(planner.Differ(was, is), func(d planner.Difference) bool { return d.What == planner.Shifts })
	slices.SortStableFunc(told, func(a, b planner.Difference) int { // who is off the round is why all else is other
		return cmp.Compare(offFirst(a), offFirst(b))
	})
	for _, d := range told[:min(len(told), mostTold)] {
		v.Changes = append(v.Changes, d.Note(is))
	}
	v.More = len(told) - len(v.Changes)
	return v, nil
}

// offFirst orders differences: those that take a unit off its round before all others.
func offFirst(d planner.Difference) int {
	if d.What == planner.Leaves {
		return 0
	}
	return 1
}

// compareVersions has a page tell how its plan differs from another version of its night instead of from its parent.
func (s *Server) compareVersions(ctx context.Context, page *web.Duty, id string, plan *planner.Plan) error {
	family, err := data.Family(ctx, s.Store, plan.ID)
	if err != nil {
		return err
	}
	number := func(id string) int {
		return len(family) - slices.IndexFunc(family, func(p data.Summary) bool { return p.ID == id })
	}
	if number(id) > len(family) {
		return problem(http.StatusBadRequest, "from", "is no version of this night")
	}
	from, err := s.planNamed(ctx, id)
	if err != nil {
		return err
	}
	callerOf(ctx).entry.Object = plan.ID
	parted, err := data.PartedAt(ctx, s.Store, from, plan)
	if err != nil {
		return err
	}
	page.From = id
	page.Compared = words.New("What is other in version %d than in version %d", number(plan.ID), number(id))
	page.Differences, page.Shifts = differences(from, plan, parted)
	return nil
}

// differences tells in words how a version differs from another since an instant: what is done by another or by nobody,
// and what is done at another time.
func differences(from, plan *planner.Plan, since time.Time) (done, shifts []web.Difference) {
	for _, d := range planner.DifferSince(from, plan, since) {
		told := web.Difference{Stop: d.Stop, Note: d.Note(plan)}
		if d.What == planner.Shifts {
			shifts = append(shifts, told)
		} else {
			done = append(done, told)
		}
	}
	return done, shifts
}
