package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/data/gpkg"
	"nightbeat/planner"
)

// SavePlan implements data.Store.
func (s *Store) SavePlan(ctx context.Context, plan *planner.Plan, created time.Time) (kept *planner.Plan, err error) {
	err = s.write(ctx, func(tx *sql.Tx) (bool, error) {
		moved, err := tx.ExecContext(ctx, `UPDATE plans SET place = (SELECT max(place) + 1 FROM plans) WHERE id = ?`, plan.ID)
		if err != nil {
			return false, err
		}
		if n, err := moved.RowsAffected(); err != nil || n == 0 {
			return true, errors.Join(err, insertPlan(ctx, tx, plan, created))
		}
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	if err := s.layRisk(ctx); err != nil {
		return nil, err
	}
	return s.Plan(ctx, plan.ID)
}

func insertPlan(ctx context.Context, tx *sql.Tx, plan *planner.Plan, created time.Time) error {
	kept := *plan
	kept.Created, kept.Status, kept.Approval = created.Truncate(time.Millisecond), planner.Draft, planner.Approval{}
	document, err := data.EncodePlan(&kept)
	if err != nil {
		return err
	}
	bound := boundOf(plan)
	shape, err := gpkg.Encode(bound)
	if err != nil {
		return err
	}
	sum := data.Summarize(&kept)
	_, err = tx.ExecContext(ctx, `INSERT INTO plans (geom, id, place, name, status, created, start, "end", units, stops, share, document, parent)
		VALUES (?, ?, (SELECT ifnull(max(place), 0) + 1 FROM plans), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		shape, sum.ID, sum.Name, sum.Status, gpkg.Time(sum.Created), sum.Shift.Start.Format(time.RFC3339Nano), sum.Shift.End.Format(time.RFC3339Nano),
		sum.Units, sum.Stops, sum.Share, string(document), sum.Parent)
	if err != nil {
		return err
	}
	if bound != nil {
		if err := gpkg.Touch(ctx, tx, plansLayer.Name, bound.Bound()); err != nil {
			return err
		}
	}
	return format.InsertPlan(ctx, tx, &kept)
}

// boundOf is the rectangle that holds a plan's routes; nil where there is none.
func boundOf(plan *planner.Plan) orb.Geometry {
	var all orb.MultiPoint
	for _, r := range plan.Routes {
		for _, leg := range r.Legs {
			all = append(all, leg.Line...)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all.Bound().ToPolygon()
}

// queryer is a database or a transaction.
type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// planIn reads the plan that comes first under a condition of ours.
func planIn(ctx context.Context, q queryer, condition string, args ...any) (*planner.Plan, error) {
	var document string
	err := q.QueryRowContext(ctx, `SELECT document FROM plans WHERE `+condition, args...).Scan(&document)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, data.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return data.DecodePlan([]byte(document))
}

// Plan implements data.Store.
func (s *Store) Plan(ctx context.Context, id string) (*planner.Plan, error) {
	return s.one(s.standing(ctx, `WHERE id = ?`, id))
}

// LatestPlan implements data.Store.
func (s *Store) LatestPlan(ctx context.Context) (*planner.Plan, error) {
	plan, err := s.standing(ctx, `WHERE status = ? ORDER BY approved DESC, place DESC LIMIT 1`, planner.Approved)
	if errors.Is(err, data.ErrNotFound) {
		plan, err = s.standing(ctx, `ORDER BY place DESC LIMIT 1`)
	}
	return s.one(plan, err)
}

// standing is the plan that a clause of ours names, remembered or read.
func (s *Store) standing(ctx context.Context, clause string, args ...any) (*planner.Plan, error) {
	var id string
	var status planner.Status
	err := s.db.QueryRowContext(ctx, `SELECT id, status FROM plans `+clause, args...).Scan(&id, &status)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, data.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return s.plans.Plan(id, status, func() (*planner.Plan, error) { return planIn(ctx, s.db, `id = ?`, id) })
}

func (s *Store) one(plan *planner.Plan, err error) (*planner.Plan, error) {
	if errors.Is(err, data.ErrNotFound) {
		return nil, err
	}
	return plan, s.explain(err)
}

// Plans implements data.Store.
func (s *Store) Plans(ctx context.Context) ([]data.Summary, error) {
	plans, err := summaries(ctx, s.db, `true ORDER BY place DESC`)
	return plans, s.explain(err)
}

// summaries are those of the plans under a condition of ours.
func summaries(ctx context.Context, q queryer, condition string, args ...any) ([]data.Summary, error) {
	rows, err := q.QueryContext(ctx, `SELECT id, parent, name, status, created, approved, approved_by, start, "end", units, stops, share
		FROM plans WHERE `+condition, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	plans := []data.Summary{}
	for rows.Next() {
		p, err := scanSummary(rows)
		if err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	return plans, rows.Err()
}

func scanSummary(row scanner) (p data.Summary, err error) {
	var created, start, end string
	var approved sql.NullString
	if err := row.Scan(&p.ID, &p.Parent, &p.Name, &p.Status, &created, &approved, &p.Approval.By, &start, &end, &p.Units, &p.Stops, &p.Share); err != nil {
		return p, err
	}
	if approved.Valid {
		if p.Approval.At, err = time.Parse(time.RFC3339, approved.String); err != nil {
			return p, err
		}
	}
	if p.Created, err = time.Parse(time.RFC3339, created); err != nil {
		return p, err
	}
	p.Shift, err = shiftOf(start, end)
	return p, err
}

func shiftOf(start, end string) (shift planner.Shift, err error) {
	if shift.Start, err = time.Parse(time.RFC3339, start); err != nil {
		return shift, err
	}
	shift.End, err = time.Parse(time.RFC3339, end)
	return shift, err
}
