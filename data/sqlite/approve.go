package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"nightbeat/data"
	"nightbeat/data/gpkg"
	"nightbeat/planner"
)

// Approve implements data.Store. The transaction holds off every other writer, so that no two servers approve at once.
func (s *Store) Approve(ctx context.Context, id, by string, at time.Time) (approved *planner.Plan, err error) {
	err = s.write(ctx, func(tx *sql.Tx) (bool, error) {
		if approved, err = planIn(ctx, tx, `id = ?`, id); err != nil || approved.Status == planner.Approved {
			return false, err
		}
		if err := supersede(ctx, tx, approved); err != nil {
			return false, err
		}
		approved.Status, approved.Approval = planner.Approved, planner.Approval{By: by, At: at.UTC().Truncate(time.Millisecond)}
		return true, restate(ctx, tx, approved)
	})
	if err != nil {
		return nil, err
	}
	return approved, s.layRisk(ctx)
}

// supersede takes the approval from the plans of the same night that a draft is a change of.
func supersede(ctx context.Context, tx *sql.Tx, draft *planner.Plan) error {
	standing, err := summaries(ctx, tx, `status = ?`, planner.Approved)
	if err != nil {
		return err
	}
	replaced, err := data.Replaced(data.Summarize(draft), standing, func(id string) (string, error) { return parentOf(ctx, tx, id) })
	if err != nil {
		return err
	}
	for _, id := range replaced {
		old, err := planIn(ctx, tx, `id = ?`, id)
		if err != nil {
			return err
		}
		old.Status = planner.Superseded
		if err := restate(ctx, tx, old); err != nil {
			return err
		}
	}
	return nil
}

func parentOf(ctx context.Context, tx *sql.Tx, id string) (parent string, err error) {
	err = tx.QueryRowContext(ctx, `SELECT parent FROM plans WHERE id = ?`, id).Scan(&parent)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return parent, err
}

// restate writes a plan's standing, and its document, which says the same.
func restate(ctx context.Context, tx *sql.Tx, p *planner.Plan) error {
	document, err := data.EncodePlan(p)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE plans SET status = ?, approved = ?, approved_by = ?, document = ? WHERE id = ?`,
		p.Status, gpkg.Time(p.Approval.At), p.Approval.By, string(document), p.ID)
	return err
}
