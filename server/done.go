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
	"nightbeat/planner/words"
	"nightbeat/server/web"
)

// ledger is the version of a night that holds, against what its units told.
func (s *Server) ledger(ctx context.Context, id string) (*planner.Plan, planner.Ledger, error) {
	named, err := s.planNamed(ctx, id)
	if err != nil {
		return nil, planner.Ledger{}, err
	}
	return data.Ledger(ctx, s.Store, named.ID)
}

// serviceNames are what the kinds of service are called.
var serviceNames = map[planner.ReportKind]words.Note{
	planner.Helped: words.New("help"), planner.Settled: words.New("dispute settled"), planner.Checked: words.New("check"), planner.Arrested: words.New("arrest"),
}

// done answers GET /duty/done: the plan against what was done.
func (s *Server) done(c echo.Context) error {
	return s.donePage(c, c.QueryParam("plan"), words.Note{})
}

// donePage shows the hand-over of a plan's night, and what became of an upload.
func (s *Server) donePage(c echo.Context, id string, told words.Note) error {
	ctx := c.Request().Context()
	plan, l, err := s.ledger(ctx, id)
	if errors.Is(err, data.ErrNotFound) && id == "" {
		return c.Redirect(http.StatusSeeOther, "/duty") // which invites to make a plan
	}
	if err != nil {
		return err
	}
	shift := plan.Request.Shift
	page := web.Done{
		Plan: plan.ID, Start: shift.Start, End: shift.End, Summary: format.LedgerNotes(plan, l), Told: told, MayPlan: mayPlan(ctx),
		Asked: len(l.Stays), Made: l.Made, Seen: l.Seen, Present: l.Present, PresentPlan: l.PresentAsked,
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
	if page.Areas, err = s.areaMinutes(ctx, plan, l); err != nil {
		return err
	}
	page.Count, page.Month = s.countForm(plan), shift.Start.Format("2006-01")
	if page.Service, err = s.served(ctx, plan); err != nil {
		return err
	}
	return s.page(c, page)
}

// served is the service of a plan's night, one by one, as the desk sees it.
func (s *Server) served(ctx context.Context, plan *planner.Plan) ([]web.Service, error) {
	reports, err := data.NightReports(ctx, s.Store, plan.ID)
	if err != nil {
		return nil, err
	}
	var shown []web.Service
	for _, r := range reports {
		if name, counted := serviceNames[r.Kind]; counted {
			shown = append(shown, web.Service{ID: r.ID, Withdraw: newID(), At: r.At.In(plan.Request.Shift.Start.Location()), Unit: r.Unit, Kind: name, Words: r.Words})
		}
	}
	return shown, nil
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
