package server

import (
	"bytes"
	"errors"
	"html/template"
	"strings"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/server/web"
)

// landing answers GET /: the plan as a page for people, the addresses as JSON for programs.
func (s *Server) landing(c echo.Context) error {
	if !prefersPage(c, true) {
		return s.json(c, "application/json", s.landingDocument())
	}
	plan, err := s.planNamed(c.Request().Context(), c.QueryParam("plan"))
	if errors.Is(err, data.ErrNotFound) && c.QueryParam("plan") == "" {
		plan, err = nil, nil
	}
	if err != nil {
		return err
	}
	page, err := s.page(plan)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := page.Write(&body); err != nil {
		return err
	}
	return send(c, echo.MIMETextHTMLCharsetUTF8, body.Bytes())
}

// page is what the page shows of a plan; of none, an invitation.
func (s *Server) page(plan *planner.Plan) (web.Page, error) {
	if plan == nil {
		return web.Page{}, nil
	}
	var picture strings.Builder
	if err := format.WriteSVG(&picture, plan, s.Scene); err != nil {
		return web.Page{}, err
	}
	shift := plan.Request.Shift
	p := web.Page{
		Plan: plan.ID, Picture: template.HTML(picture.String()), // drawn by us, every text in it escaped
		Start: shift.Start, End: shift.End, Stops: len(plan.Stops), Share: 100 * plan.Share, AreaShare: 100 * plan.AreaShare,
		GapsKept: plan.Gaps.Kept, GapsAsked: plan.Gaps.Asked, Longest: plan.Gaps.Longest, GapPercent: plan.GapPercent,
		Capacity: plan.Capacity.Arithmetic.String(),
	}
	for _, f := range format.PlanFormats() {
		p.Formats = append(p.Formats, f.Name)
	}
	for _, u := range plan.Unserved {
		p.Unserved = append(p.Unserved, u.Name+": "+u.Why)
	}
	for i, r := range plan.Routes {
		p.Units = append(p.Units, pageUnit(plan, r, i))
	}
	return p, nil
}

func pageUnit(plan *planner.Plan, r planner.Route, i int) web.Unit {
	u := web.Unit{Name: r.Unit.Name, Number: i % 10, KM: r.DistanceM / 1000, Start: r.Start, End: r.End}
	for k, call := range r.Calls {
		stop := plan.Stops[call.Stop]
		u.Calls = append(u.Calls, web.Call{
			Number: k + 1, Name: stop.Name, Arrive: call.Arrive, Leave: call.Leave, Visit: call.Visit, Must: stop.Must, Rest: call.Rest,
			Along: strings.Join(r.Legs[k].Streets, " – "), Why: stop.Reason.Sentence(plan.Request.Shift),
		})
	}
	return u
}
