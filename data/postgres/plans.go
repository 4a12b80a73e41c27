package postgres

import (
	"context"
	"encoding/binary"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"nightbeat/data"
	"nightbeat/planner"
)

// SavePlan implements data.Store.
func (s *Store) SavePlan(ctx context.Context, plan *planner.Plan, created time.Time) (kept *planner.Plan, err error) {
	err = s.brief(ctx, func(tx pgx.Tx) error {
		moved, err := tx.Exec(ctx, `UPDATE plans SET place = DEFAULT WHERE id = $1`, plan.ID)
		if err != nil {
			return err
		}
		if moved.RowsAffected() == 0 {
			err = insertPlan(ctx, tx, plan, created)
		}
		if err != nil {
			return err
		}
		kept, err = planIn(ctx, tx, `id = $1`, plan.ID)
		return err
	})
	return kept, err
}

// insertPlan keeps a plan and its layers, unless another machine has just kept the same.
func insertPlan(ctx context.Context, tx pgx.Tx, plan *planner.Plan, created time.Time) error {
	kept := *plan
	kept.Created, kept.Status, kept.Approval = milli(created), planner.Draft, planner.Approval{}
	document, err := data.EncodePlan(&kept)
	if err != nil {
		return err
	}
	shape, err := encode(boundOf(plan))
	if err != nil {
		return err
	}
	sum := data.Summarize(&kept)
	inserted, err := tx.Exec(ctx, `INSERT INTO plans (id, name, parent, status, created, start, "end", shift, units, stops, share, document, geom)
		VALUES ($1, $2, $3, $4, $5, $6, $7, tstzrange($8, $9), $10, $11, $12, $13, ST_GeomFromWKB($14, 4326)) ON CONFLICT (id) DO NOTHING`,
		sum.ID, clean(sum.Name), sum.Parent, sum.Status, sum.Created, sum.Shift.Start.Format(time.RFC3339Nano), sum.Shift.End.Format(time.RFC3339Nano),
		sum.Shift.Start, sum.Shift.End, sum.Units, sum.Stops, sum.Share, string(document), shape)
	if err != nil || inserted.RowsAffected() == 0 {
		return err
	}
	return insertLayers(ctx, tx, &kept)
}

// milli is an instant as stores keep it.
func milli(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// clean is text as the database can keep it: UTF-8 without NUL.
func clean(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", "\uFFFD"), "\uFFFD")
}

// encode gives a geometry as WKB, nil where there is none.
func encode(g orb.Geometry) ([]byte, error) {
	if g == nil {
		return nil, nil
	}
	return wkb.Marshal(g, binary.LittleEndian)
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

// queryer is the pool or a transaction.
type queryer interface {
	Query(ctx context.Context, query string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
}

// planIn reads the plan that comes first under a condition of ours.
func planIn(ctx context.Context, q queryer, condition string, args ...any) (*planner.Plan, error) {
	var document string
	err := q.QueryRow(ctx, `SELECT document::text FROM plans WHERE `+condition, args...).Scan(&document)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, data.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return data.DecodePlan([]byte(document))
}

// plan gives the plan that comes first under a condition of ours, remembered or read.
func (s *Store) plan(ctx context.Context, condition string, args ...any) (plan *planner.Plan, err error) {
	err = s.ask(ctx, func(ctx context.Context) error {
		var id string
		var status planner.Status
		err := s.pool.QueryRow(ctx, `SELECT id, status FROM plans WHERE `+condition, args...).Scan(&id, &status)
		if errors.Is(err, pgx.ErrNoRows) {
			return data.ErrNotFound
		}
		if err != nil {
			return err
		}
		plan, err = s.plans.Plan(id, status, func() (*planner.Plan, error) { return planIn(ctx, s.pool, `id = $1`, id) })
		return err
	})
	return plan, err
}

// Plan implements data.Store.
func (s *Store) Plan(ctx context.Context, id string) (*planner.Plan, error) {
	return s.plan(ctx, `id = $1`, clean(id))
}

// LatestPlan implements data.Store.
func (s *Store) LatestPlan(ctx context.Context) (*planner.Plan, error) {
	return s.plan(ctx, `true ORDER BY (status = $1) DESC, approved DESC NULLS LAST, place DESC LIMIT 1`, planner.Approved)
}

// Plans implements data.Store.
func (s *Store) Plans(ctx context.Context) (plans []data.Summary, err error) {
	err = s.ask(ctx, func(ctx context.Context) error {
		plans, err = summaries(ctx, s.pool, `true ORDER BY place DESC`)
		return err
	})
	return plans, err
}

// summaries reads the plans under a condition of ours.
func summaries(ctx context.Context, q queryer, condition string, args ...any) ([]data.Summary, error) {
	rows, err := q.Query(ctx, `SELECT id, name, parent, status, created, approved, approved_by, start, "end", units, stops, share FROM plans WHERE `+condition, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanSummary)
}

func scanSummary(row pgx.CollectableRow) (p data.Summary, err error) {
	var start, end string
	var approved *time.Time
	if err := row.Scan(&p.ID, &p.Name, &p.Parent, &p.Status, &p.Created, &approved, &p.Approval.By, &start, &end, &p.Units, &p.Stops, &p.Share); err != nil {
		return p, err
	}
	if approved != nil {
		p.Approval.At = approved.UTC()
	}
	if p.Shift.Start, err = time.Parse(time.RFC3339, start); err != nil {
		return p, err
	}
	p.Shift.End, err = time.Parse(time.RFC3339, end)
	return p, err
}
