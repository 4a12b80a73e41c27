package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"strings"
	"time"

	"nightbeat/data"
)

// reports adds what units tell of their nights, and what the links to their pages are signed with.
func reports(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `
		CREATE TABLE reports (id TEXT PRIMARY KEY, plan TEXT NOT NULL, unit TEXT NOT NULL, stop TEXT NOT NULL, visit INTEGER NOT NULL,
			kind TEXT NOT NULL, words TEXT NOT NULL, at INTEGER NOT NULL, got INTEGER NOT NULL);
		CREATE INDEX reports_of ON reports (plan, at, id);
		CREATE TABLE secrets (name TEXT PRIMARY KEY, secret BLOB NOT NULL);`)
	return err
}

// spans adds how long what is reported lasted.
func spans(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `ALTER TABLE reports ADD COLUMN seconds INTEGER NOT NULL DEFAULT 0;`)
	return err
}

const reportColumns = `SELECT id, plan, unit, stop, visit, kind, words, at, got, seconds FROM reports`

func scanReport(row scanner) (r data.Report, err error) {
	var at, got, seconds int64
	err = row.Scan(&r.ID, &r.Plan, &r.Unit, &r.Stop, &r.Visit, &r.Kind, &r.Words, &at, &got, &seconds)
	r.At, r.Got, r.For = instant(at), instant(got), time.Duration(seconds)*time.Second
	return r, err
}

// Report implements data.Reports.
func (s *Store) Report(ctx context.Context, r data.Report) error {
	return s.change(ctx, nil, `INSERT INTO reports (id, plan, unit, stop, visit, kind, words, at, got, seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, r.ID, r.Plan, r.Unit, r.Stop, r.Visit, r.Kind, r.Words, r.At.UnixMilli(), r.Got.UnixMilli(), int64(r.For/time.Second))
}

// ReportsOf implements data.Reports.
func (s *Store) ReportsOf(ctx context.Context, plans ...string) ([]data.Report, error) {
	if len(plans) == 0 {
		return nil, nil
	}
	ids := make([]any, len(plans))
	for i, id := range plans {
		ids[i] = id
	}
	return all(ctx, s, scanReport, reportColumns+` WHERE plan IN (?`+strings.Repeat(`, ?`, len(plans)-1)+`) ORDER BY at, id`, ids...)
}

// Secret implements data.Reports.
func (s *Store) Secret(ctx context.Context) (secret []byte, err error) {
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh) // never fails
	if err := s.change(ctx, nil, `INSERT INTO secrets (name, secret) VALUES ('links', ?) ON CONFLICT DO NOTHING`, fresh); err != nil {
		return nil, err
	}
	err = s.db.QueryRowContext(ctx, `SELECT secret FROM secrets WHERE name = 'links'`).Scan(&secret)
	return secret, s.row(err)
}
