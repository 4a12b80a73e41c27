package server

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/planner"
)

// approve answers POST /plans/{id}/approve: the plan is the night's from now on, and nothing changes it any more.
func (s *Server) approve(c echo.Context) error {
	ctx, who := c.Request().Context(), callerOf(c.Request().Context())
	draft, err := s.Store.Plan(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	plan, err := s.Store.Approve(ctx, draft.ID, who.user.Name, s.Now())
	if err != nil {
		return err
	}
	if who.entry.Before, err = fingerprint(draft); err != nil {
		return err
	}
	if who.entry.After, err = fingerprint(plan); err != nil {
		return err
	}
	if prefersPage(c, false) {
		return c.Redirect(http.StatusSeeOther, "/duty?plan="+plan.ID)
	}
	return c.JSON(http.StatusOK, lineOf(data.Summarize(plan)))
}

// mayApprove tells whether the caller gets through to approve.
func mayApprove(ctx context.Context) bool {
	role := callerOf(ctx).user.Role
	return role == "" || role == data.Commander // without accounts everybody may
}

// planNamed is the plan with an id; tonight's, the latest approved, else the latest, where the id is empty. An officer
// gets their own unit's route of an approved plan, whatever else the plan holds.
func (s *Server) planNamed(ctx context.Context, id string) (*planner.Plan, error) {
	find := func() (*planner.Plan, error) { return s.Store.Plan(ctx, id) }
	if id == "" || id == "latest" {
		find = func() (*planner.Plan, error) { return data.LatestNight(ctx, s.Store) }
	}
	plan, err := find()
	if err != nil {
		return nil, err
	}
	who := callerOf(ctx)
	switch {
	case who.user.Role == data.Admin:
		return nil, data.ErrNotFound
	case who.user.Role == data.Officer:
		if plan = plan.Of(who.user.Unit); plan == nil || plan.Status != planner.Approved {
			return nil, data.ErrNotFound
		}
	}
	if fewest := fewestShown(ctx); fewest > 0 {
		plan = plan.Veiled(fewest)
	}
	who.entry.Object = plan.ID
	return plan, nil
}
