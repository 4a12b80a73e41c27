package server

import (
	"bytes"
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

// changePlan answers POST /plans/{id}/changes: a new version of a plan under way, and how it differs. The plan itself
// stays; where it was approved the new one is a draft that takes its place once it is approved.
func (s *Server) changePlan(c echo.Context) error {
	ctx := c.Request().Context()
	in, made, differences, err := s.amended(c)
	if err != nil {
		return err
	}
	plan, err := s.keep(ctx, made)
	if err != nil {
		return err
	}
	if callerOf(ctx).entry.Before, err = fingerprint(in.Plan); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/plans/"+plan.ID)
	return tellAmended(c, plan, differences)
}

// fits answers POST /plans/{id}/fits: the version that changes would make, and how it would differ. Nothing is kept.
func (s *Server) fits(c echo.Context) error {
	_, made, differences, err := s.amended(c)
	if err != nil {
		return err
	}
	return tellAmended(c, made, differences)
}

// amended makes the version that a request's changes ask for.
func (s *Server) amended(c echo.Context) (in planner.Amendment, made *planner.Plan, differences []planner.Difference, err error) {
	if in, err = s.amendment(c); err != nil {
		return in, nil, nil, err
	}
	if err := takePlace(c, s.planning, "other plans are being made; come back in ten seconds"); err != nil {
		return in, nil, nil, err
	}
	defer func() { <-s.planning }()
	made, differences, err = planner.Amend(c.Request().Context(), in)
	return in, made, differences, err
}

// amendment reads the changes, and what else a changed plan is made from.
func (s *Server) amendment(c echo.Context) (in planner.Amendment, err error) {
	ctx := c.Request().Context()
	raw, err := s.body(c)
	if err != nil {
		return in, err
	}
	if in, err = format.ReadChanges(bytes.NewReader(raw)); err != nil {
		return in, err
	}
	if in.Plan, err = s.planNamed(ctx, c.Param("id")); err != nil {
		return in, err
	}
	if err = s.findVersions(ctx, in); err != nil {
		return in, err
	}
	if in.Incidents, err = s.Store.Past(ctx); err != nil {
		return in, err
	}
	if in.Patrolled, err = data.Patrolled(ctx, s.Store, in.Plan.Request); err != nil {
		return in, err
	}
	if in.Now.IsZero() {
		in.Now = s.Now()
	}
	in.Roads, in.Landmarks = s.Roads, s.Landmarks
	return in, nil
}

// findVersions finds the versions of the plan's night that changes go back to.
func (s *Server) findVersions(ctx context.Context, in planner.Amendment) error {
	for i, change := range in.Changes {
		back, ok := change.(planner.Restore)
		if !ok {
			continue
		}
		family, err := data.Family(ctx, s.Store, in.Plan.ID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(family, func(p data.Summary) bool { return p.ID == back.Version }) {
			if back.To, err = s.Store.Plan(ctx, back.Version); err != nil {
				return err
			}
		}
		in.Changes[i] = back // one that is not found is refused by name
	}
	return nil
}

// tellAmended answers with a version of a plan and how it differs, in the caller's language.
func tellAmended(c echo.Context, plan *planner.Plan, differences []planner.Difference) error {
	var body bytes.Buffer
	if err := format.WriteAmended(&body, plan, differences, languageOf(c.Request())); err != nil {
		return err
	}
	return c.JSONBlob(http.StatusOK, body.Bytes())
}
