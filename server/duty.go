package server

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/planner/words"
	"nightbeat/server/web"
)

// landing answers GET /: the commander's page for people, the addresses as JSON for programs.
func (s *Server) landing(c echo.Context) error {
	if !prefersPage(c, true) {
		return s.json(c, "application/json", s.landingDocument())
	}
	return s.duty(c)
}

// duty answers GET /duty: tonight's plan, or the one that is named, as the commander's page.
func (s *Server) duty(c echo.Context) error {
	ctx := c.Request().Context()
	plan, err := s.planNamed(ctx, c.QueryParam("plan"))
	if errors.Is(err, data.ErrNotFound) && c.QueryParam("plan") == "" {
		plan, err = nil, nil
	}
	if err != nil {
		return err
	}
	page, err := s.dutyPage(ctx, plan)
	if err != nil {
		return err
	}
	if from := c.QueryParam("from"); from != "" && plan != nil {
		if err := s.compareVersions(ctx, &page, from, plan); err != nil {
			return err
		}
	}
	return s.page(c, page)
}

// otherNights is how many plans the page names beside the one that it shows.
const otherNights = 20

// dutyPage is what the page shows of a plan; of none, an invitation.
func (s *Server) dutyPage(ctx context.Context, plan *planner.Plan) (web.Duty, error) {
	span, err := s.Store.Span(ctx)
	if err != nil || plan == nil {
		return web.Duty{Incidents: span.Count}, err
	}
	all, err := s.Store.Plans(ctx)
	if err != nil {
		return web.Duty{}, err
	}
	shift := plan.Request.Shift
	d := web.Duty{
		Plan: plan.ID, Name: plan.Name, Approved: plan.Status == planner.Approved, ApprovedBy: plan.Approval.By, Parent: plan.Parent, MayPlan: mayPlan(ctx), MayApprove: plan.Status == planner.Draft && mayApprove(ctx), Start: shift.Start, End: shift.End,
		Stops: len(plan.Stops), Share: 100 * plan.Share, AreaShare: 100 * plan.AreaShare,
		GapsKept: plan.Gaps.Kept, GapsAsked: plan.Gaps.Asked, Longest: plan.Gaps.Longest, Round: max(0, plan.Request.Revisit),
		GapPercent: plan.GapPercent, Capacity: plan.Capacity.Arithmetic, Warnings: plan.Warnings, Model: plan.Model, ModelNote: plan.ModelNote,
		Newest: span.Last, Incidents: span.Count, Seed: plan.Request.Seed,
	}
	if d.Areas, err = s.areaMinutes(ctx, plan); err != nil {
		return web.Duty{}, err
	}
	if plan.Parent != "" {
		parent, err := s.Store.Plan(ctx, plan.Parent)
		if err != nil && !errors.Is(err, data.ErrNotFound) {
			return web.Duty{}, err
		}
		if err == nil {
			d.Compared = words.New("What changed at %s", plan.Since.In(shift.Start.Location()).Format("15:04"))
			d.Differences, d.Shifts = differences(parent, plan, plan.Since)
		}
	}
	for _, f := range format.PlanFormats() {
		d.Formats = append(d.Formats, f.Name)
	}
	for _, u := range plan.Unserved {
		d.Unserved = append(d.Unserved, web.Unserved{Name: u.Name, Why: u.Why})
	}
	works := plan.Workload()
	for i, r := range plan.Routes {
		d.Stays += len(r.Calls)
		unit := pageUnit(plan, r, i)
		unit.Asked, unit.OfEven = works[i].Asked, works[i].Ratio
		d.Units = append(d.Units, unit)
	}
	if callerOf(ctx).user.Role == data.Officer {
		return d, nil // the one night
	}
	if d.Versions, err = s.versions(ctx, plan); err != nil {
		return web.Duty{}, err
	}
	for _, p := range all[:min(len(all), otherNights)] {
		d.Nights = append(d.Nights, web.Night{Plan: p.ID, Name: p.Name, Start: p.Shift.Start, Approved: p.Status == planner.Approved, Shown: p.ID == plan.ID})
	}
	return d, nil
}

func pageUnit(plan *planner.Plan, r planner.Route, i int) web.Unit {
	u := web.Unit{
		ID: r.Unit.ID, Name: r.Unit.Name, Number: i % 10, KM: r.DistanceM / 1000, Start: r.Start, End: r.End,
		Drive: r.Drive, Dwell: r.Dwell, Rest: r.Rest, Share: 100 * r.Share,
	}
	for k, call := range r.Calls {
		stop := plan.Stops[call.Stop]
		shown := web.Call{
			Number: k + 1, Stop: stop.ID, Name: stop.Name, Arrive: call.Arrive, Leave: call.Leave, Visit: call.Visit, Must: stop.Must,
			Off: stop.Reason.Off != "", Rest: call.Rest, Gap: call.Gap, Along: strings.Join(r.Legs[k].Streets, " – "),
		}
		if call.Visit == 1 {
			shown.Task, shown.Why = plan.Task(stop), stop.Reason.Note(plan.Request.Shift)
			shown.Categories, shown.Hours = categoryBars(stop.Reason), hourBars(stop.Reason, plan.Request.Shift)
		}
		u.Calls = append(u.Calls, shown)
	}
	return u
}

// shownCategories is how many categories a chart names.
const shownCategories = 6

// categoryBars are the incidents behind a stop by category, the longest bar 100 long.
func categoryBars(r planner.Reason) []web.Bar {
	var bars []web.Bar
	for _, c := range r.Categories[:min(len(r.Categories), shownCategories)] {
		bars = append(bars, web.Bar{Label: c.Category, Count: c.Count, Length: 100 * float64(c.Count) / float64(r.Categories[0].Count)})
	}
	return bars
}

// hourBars are the same by hour of the day, on 96 by 34; none where no hour is known.
func hourBars(r planner.Reason, shift planner.Shift) []web.Bar {
	if r.Clocked == 0 || len(r.Hours) == 0 {
		return nil
	}
	most := slices.Max(r.Hours)
	bars := make([]web.Bar, len(r.Hours))
	for h, n := range r.Hours {
		long := max(0.4, 34*float64(n)/float64(max(1, most)))
		bars[h] = web.Bar{Label: fmt.Sprintf("%02d:00", h), Count: n, X: 4*float64(h) + 0.4, Y: 34 - long, Length: long, Night: shift.Covers(h)}
	}
	return bars
}
