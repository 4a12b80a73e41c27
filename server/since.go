package server

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data/format"
	"nightbeat/planner"
)

// since answers GET /plans/{id}/since: what is other since a night was planned, for the night to come.
func (s *Server) since(c echo.Context) error {
	ctx := c.Request().Context()
	plan, done, err := s.ledger(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	incidents, err := s.Store.Past(ctx)
	if err != nil {
		return err
	}
	day, err := s.nightAfter(ctx, plan)
	if err != nil {
		return err
	}
	if err := takePlace(c, s.planning, "other plans are being made; come back in ten seconds"); err != nil {
		return err
	}
	defer func() { <-s.planning }()
	news, err := planner.NewsSince(ctx, plan, done, incidents, day)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := format.WriteNews(&body, news, languageOf(c.Request())); err != nil {
		return err
	}
	return c.JSONBlob(http.StatusOK, body.Bytes())
}

// nightAfter is the day of the night to come after a plan's: tonight, or the day after the plan's where that is later.
func (s *Server) nightAfter(ctx context.Context, plan *planner.Plan) (time.Time, error) {
	span, err := s.Store.Span(ctx)
	next := plan.Request.Shift.Start.AddDate(0, 0, 1)
	if err != nil || span.Count == 0 {
		return next, err
	}
	if tonight := s.tonight(span.Last); tonight.After(next) {
		return tonight, nil
	}
	return next, nil
}
