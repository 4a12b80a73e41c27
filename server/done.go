package server

import (
	"bytes"
	"context"
	"errors"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/server/web"
)

// ledger is the version of a night that holds, against what its units told.
func (s *Server) ledger(ctx context.Context, id string) (*planner.Plan, planner.Ledger, error) {
	named, err := s.planNamed(ctx, id)
	if err != nil {
		return nil, planner.Ledger{}, err
	}
	plan, err := s.current(ctx, named.ID)
	if err != nil {
		return nil, planner.Ledger{}, err
	}
	kept, err := s.reportsOf(ctx, plan.ID)
	if err != nil {
		return nil, planner.Ledger{}, err
	}
	reports := make([]planner.Report, len(kept))
	for i, r := range kept {
		reports[i] = r.Report
	}
	return plan, planner.NewLedger(plan, reports), nil
}

// done answers GET /duty/done: the plan against what was done.
func (s *Server) done(c echo.Context) error {
	plan, l, err := s.ledger(c.Request().Context(), c.QueryParam("plan"))
	if errors.Is(err, data.ErrNotFound) && c.QueryParam("plan") == "" {
		return c.Redirect(http.StatusSeeOther, "/duty") // which invites to make a plan
	}
	if err != nil {
		return err
	}
	shift := plan.Request.Shift
	page := web.Done{
		Plan: plan.ID, Start: shift.Start, End: shift.End, Summary: format.LedgerNote(plan, l),
		Asked: len(l.Stays), Made: l.Made, Present: l.Present, PresentPlan: l.PresentAsked,
	}
	for i, stop := range l.Stops {
		if stop.Asked == 0 { // a unit was there off its round
			continue
		}
		if stop.OverRound {
			page.Over++
		}
		page.Stops = append(page.Stops, web.DoneStop{
			Name: plan.Stops[i].Name, Asked: stop.Asked, Made: stop.Made, Present: stop.Minutes, PresentPlan: stop.MinutesAsked,
			Longest: stop.Longest, Over: stop.OverRound, Skipped: stop.Skipped,
		})
	}
	if page.Areas, err = s.areaMinutes(c.Request().Context(), plan, l); err != nil {
		return err
	}
	for _, h := range l.Help {
		page.Help = append(page.Help, web.Help{At: h.At.In(shift.Start.Location()), Unit: h.Unit, Words: h.Words})
	}
	return s.page(c, page)
}

// doneCSV answers GET /duty/done.csv, donePDF GET /duty/done.pdf.
func (s *Server) doneCSV(c echo.Context) error {
	return s.doneFile(c, "csv", "text/csv; charset=utf-8", func(w *bytes.Buffer, plan *planner.Plan, l planner.Ledger, _ format.Scene) error {
		return format.WriteLedgerCSV(w, plan, l)
	})
}

func (s *Server) donePDF(c echo.Context) error {
	return s.doneFile(c, "pdf", "application/pdf", func(w *bytes.Buffer, plan *planner.Plan, l planner.Ledger, scene format.Scene) error {
		return format.WriteLedgerPDF(w, plan, l, scene)
	})
}

func (s *Server) doneFile(c echo.Context, ending, mediaType string, write func(*bytes.Buffer, *planner.Plan, planner.Ledger, format.Scene) error) error {
	plan, l, err := s.ledger(c.Request().Context(), c.QueryParam("plan"))
	if err != nil {
		return err
	}
	scene := s.Scene
	scene.Speaks = languageOf(c.Request())
	var body bytes.Buffer
	if err := write(&body, plan, l, scene); err != nil {
		return err
	}
	name := mime.FormatMediaType("attachment", map[string]string{"filename": "nightbeat-done-" + plan.ID + "." + ending})
	c.Response().Header().Set(echo.HeaderContentDisposition, name)
	return c.Blob(http.StatusOK, mediaType, body.Bytes())
}
