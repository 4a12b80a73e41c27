package server

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/server/web"
)

// workedIn is what a month asked of each unit: the month asked for, else that of the latest plan.
func (s *Server) workedIn(ctx context.Context, asked string) (month string, worked []planner.MonthWork, err error) {
	if month, err = s.monthNamed(ctx, asked); err != nil {
		return "", nil, err
	}
	worked, err = data.Worked(ctx, s.Store, month, time.Time{})
	return month, worked, err
}

// workload answers GET /duty/workload: what a month asked of each unit.
func (s *Server) workload(c echo.Context) error {
	month, worked, err := s.workedIn(c.Request().Context(), c.QueryParam("month"))
	if err != nil {
		return err
	}
	first, _ := time.Parse("2006-01", month) // it was read before
	page := web.Workload{Month: month, Before: first.AddDate(0, -1, 0).Format("2006-01"), After: first.AddDate(0, 1, 0).Format("2006-01"), Largest: planner.Largest(worked)}
	for _, w := range worked {
		page.Units = append(page.Units, web.UnitWork{Unit: w.Unit, Duties: w.Duties, Late: w.Late, Hours: w.Hours.Hours(), Minutes: w.Asked.Minutes(), Ratio: w.Ratio})
	}
	return s.page(c, page)
}

// workloadCSV answers GET /duty/workload.csv.
func (s *Server) workloadCSV(c echo.Context) error {
	month, worked, err := s.workedIn(c.Request().Context(), c.QueryParam("month"))
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := format.WriteWorkedCSV(&body, worked); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": "nightbeat-workload-" + month + ".csv"}))
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", body.Bytes())
}

// workedBefore is what the month so far asked of each unit, before a request's night.
func (s *Server) workedBefore(ctx context.Context, req planner.Request, incidents []planner.Incident) ([]planner.MonthWork, error) {
	shift := req.TheNightAfter(incidents).Shift
	if shift.Start.IsZero() {
		return nil, nil // the request will be refused
	}
	return data.Worked(ctx, s.Store, shift.Start.Format("2006-01"), shift.Start)
}
