package server

import (
	"bytes"
	"net/http"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

// changePlan answers POST /plans/{id}/changes: a new version of a plan under way, and how it differs. The plan itself
// stays; where it was approved the new one is a draft that takes its place once it is approved.
func (s *Server) changePlan(c echo.Context) error {
	ctx := c.Request().Context()
	raw, err := s.body(c)
	if err != nil {
		return err
	}
	in, err := format.ReadChanges(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	if in.Plan, err = s.planNamed(ctx, c.Param("id")); err != nil {
		return err
	}
	if in.Incidents, err = s.Store.Past(ctx); err != nil {
		return err
	}
	if in.Patrolled, err = data.Patrolled(ctx, s.Store, in.Plan.Request); err != nil {
		return err
	}
	if in.Now.IsZero() {
		in.Now = s.Now()
	}
	in.Roads = s.Roads
	if err := takePlace(c, s.planning, "other plans are being made; come back in ten seconds"); err != nil {
		return err
	}
	defer func() { <-s.planning }()
	made, differences, err := planner.Amend(ctx, in)
	if err != nil {
		return err
	}
	plan, err := s.Store.SavePlan(ctx, made, s.Now())
	if err != nil {
		return err
	}
	entry := &callerOf(ctx).entry
	entry.Object = plan.ID
	if entry.Before, err = fingerprint(in.Plan); err != nil {
		return err
	}
	if entry.After, err = fingerprint(plan); err != nil {
		return err
	}
	var body bytes.Buffer
	if err := format.WriteAmended(&body, plan, differences, languageOf(c.Request())); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/plans/"+plan.ID)
	return c.JSONBlob(http.StatusOK, body.Bytes())
}
