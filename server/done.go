package server

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
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
		Asked: len(l.Stays), Made: l.Made, Seen: l.Seen, Present: l.Present, PresentPlan: l.PresentAsked, Stops: doneRows(format.AttendedStops(plan, l)),
	}
	for _, row := range page.Stops {
		page.Watched += row.Stops
		if row.Over {
			page.Over++
		}
	}
	areas, err := s.byArea(ctx, plan, l)
	if err != nil {
		return err
	}
	page.Areas = doneRows(format.AttendedAreas(areas))
	page.Count, page.Month = s.countForm(plan), shift.Start.Format("2006-01")
	if page.Service, err = s.served(ctx, plan); err != nil {
		return err
	}
	return s.page(c, page)
}

func doneRows(rows []format.Attended) (shown []web.DoneRow) {
	for _, r := range rows {
		shown = append(shown, web.DoneRow{
			Name: r.Name, Stops: r.Stops, Made: r.Made(), Minutes: r.Minutes(), Gaps: r.Gaps(), Longest: r.Longest(), Over: r.Over(), Service: r.Service(), Skipped: r.Skipped(),
		})
	}
	return shown
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

// doneCSV answers GET /duty/done.csv: a row for each stay, stop or area.
func (s *Server) doneCSV(c echo.Context) error {
	by := cmp.Or(c.QueryParam("by"), "stay")
	write, known := format.HandOverTables()[by]
	if !known {
		return problem(http.StatusBadRequest, "by", "use stay, stop or area")
	}
	return s.doneFile(c, "-"+by+"s.csv", "text/csv; charset=utf-8", func(w io.Writer, h format.HandOver, _ format.Scene) error { return write(w, h) })
}

// donePDF answers GET /duty/done.pdf.
func (s *Server) donePDF(c echo.Context) error {
	return s.doneFile(c, ".pdf", "application/pdf", format.WriteHandOverPDF)
}

func (s *Server) doneFile(c echo.Context, ending, mediaType string, write func(io.Writer, format.HandOver, format.Scene) error) error {
	ctx := c.Request().Context()
	plan, l, err := s.ledger(ctx, c.QueryParam("plan"))
	if err != nil {
		return err
	}
	areas, err := s.byArea(ctx, plan, l)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := write(&body, format.HandOver{Plan: plan, Ledger: l, Areas: areas}, s.sceneFor(c)); err != nil {
		return err
	}
	return sendFile(c, "nightbeat-done-"+plan.ID+ending, mediaType, body.Bytes())
}
