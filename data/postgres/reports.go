package postgres

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/jackc/pgx/v5"

	"nightbeat/data"
)

const selectReports = `SELECT id, plan, unit, stop, visit, kind, words, at, got, seconds FROM reports`

func scanReport(row pgx.CollectableRow) (r data.Report, err error) {
	var seconds int64
	err = row.Scan(&r.ID, &r.Plan, &r.Unit, &r.Stop, &r.Visit, &r.Kind, &r.Words, &r.At, &r.Got, &seconds)
	r.At, r.Got, r.For = r.At.UTC(), r.Got.UTC(), time.Duration(seconds)*time.Second
	return r, err
}

// Report implements data.Reports.
func (s *Store) Report(ctx context.Context, r data.Report) error {
	return s.change(ctx, nil, `INSERT INTO reports (id, plan, unit, stop, visit, kind, words, at, got, seconds) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT DO NOTHING`, clean(r.ID), r.Plan, r.Unit, clean(r.Stop), r.Visit, r.Kind, clean(r.Words), milli(r.At), milli(r.Got), int64(r.For/time.Second))
}

// ReportsOf implements data.Reports.
func (s *Store) ReportsOf(ctx context.Context, plans ...string) ([]data.Report, error) {
	return all(ctx, s, scanReport, selectReports+` WHERE plan = ANY ($1) ORDER BY at, id`, plans)
}

// Secret implements data.Reports.
func (s *Store) Secret(ctx context.Context) (secret []byte, err error) {
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh) // never fails
	if err := s.change(ctx, nil, `INSERT INTO secrets (name, secret) VALUES ('links', $1) ON CONFLICT DO NOTHING`, fresh); err != nil {
		return nil, err
	}
	return one(ctx, s, pgx.RowTo[[]byte], `SELECT secret FROM secrets WHERE name = 'links'`)
}
