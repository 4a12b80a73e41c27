package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"nightbeat/data"
	"nightbeat/planner"
)

// approving is the lock under which plans are approved, one at a time on all machines. The table's constraint says the
// same: no two approved plans whose shifts overlap.
const approving = 0x6e6967687473 // "nights"

// Approve implements data.Store.
func (s *Store) Approve(ctx context.Context, id, by string, at time.Time) (approved *planner.Plan, err error) {
	err = s.brief(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, approving); err != nil {
			return err
		}
		if approved, err = planIn(ctx, tx, `id = $1`, clean(id)); err != nil || approved.Status == planner.Approved {
			return err
		}
		if err := supersede(ctx, tx, approved); err != nil {
			return err
		}
		approved.Status, approved.Approval = planner.Approved, planner.Approval{By: by, At: milli(at)}
		return restate(ctx, tx, approved)
	})
	if err != nil {
		return nil, err
	}
	return approved, nil
}

// supersede takes the approval from the plans of the same night that a draft is a change of.
func supersede(ctx context.Context, tx pgx.Tx, draft *planner.Plan) error {
	standing, err := summaries(ctx, tx, `status = $1`, planner.Approved)
	if err != nil {
		return err
	}
	replaced, err := data.Replaced(data.Summarize(draft), standing, func(id string) (string, error) { return parentOf(ctx, tx, id) })
	if err != nil {
		return err
	}
	for _, id := range replaced {
		old, err := planIn(ctx, tx, `id = $1`, id)
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

func parentOf(ctx context.Context, tx pgx.Tx, id string) (parent string, err error) {
	err = tx.QueryRow(ctx, `SELECT parent FROM plans WHERE id = $1`, id).Scan(&parent)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	return parent, err
}

// restate writes a plan's standing, and its document, which says the same.
func restate(ctx context.Context, tx pgx.Tx, p *planner.Plan) error {
	document, err := data.EncodePlan(p)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE plans SET status = $2, approved = $3, approved_by = $4, document = $5 WHERE id = $1`,
		p.ID, p.Status, p.Approval.At, p.Approval.By, string(document))
	return err
}
