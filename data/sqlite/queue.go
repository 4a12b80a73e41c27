package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"nightbeat/data"
)

// jobs adds the queue. The table says in columns what is asked by; a document holds the job, but for its request.
func jobs(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `CREATE TABLE jobs (place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL,
		lapses INTEGER NOT NULL DEFAULT 0, document TEXT NOT NULL, request BLOB NOT NULL)`)
	return err
}

// Submit implements data.Queue.
func (s *Store) Submit(ctx context.Context, j data.Job) error {
	document, err := json.Marshal(j)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *sql.Tx) (bool, error) {
		var open, all int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE status IN (?, ?)), count(*) FROM jobs`, data.Accepted, data.Running).Scan(&open, &all); err != nil {
			return false, err
		}
		if open >= data.MaxOpenJobs {
			return false, data.ErrManyJobs
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM jobs WHERE place IN (SELECT place FROM jobs WHERE status NOT IN (?, ?) ORDER BY place LIMIT ?)`,
			data.Accepted, data.Running, max(0, all+1-data.MaxJobs)); err != nil {
			return false, err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO jobs (id, status, document, request) VALUES (?, ?, ?, ?)`, j.ID, j.Status, string(document), j.Request)
		return true, err
	})
}

// Take implements data.Queue. Where there is nothing to take, nothing is written.
func (s *Store) Take(ctx context.Context, worker string, lease time.Duration, at time.Time) (j data.Job, err error) {
	const next = `status = ? OR status = ? AND lapses < ? ORDER BY place LIMIT 1`
	if _, err := jobIn(ctx, s.db, next, data.Accepted, data.Running, time.Now().UnixMilli()); err != nil {
		return j, s.explain(err)
	}
	for j.Status != data.Running && err == nil {
		err = s.write(ctx, func(tx *sql.Tx) (bool, error) {
			if j, err = jobIn(ctx, tx, next, data.Accepted, data.Running, time.Now().UnixMilli()); err != nil {
				return false, err
			}
			j = j.Taken(worker, at)
			if err := keepJob(ctx, tx, j, lease); err != nil {
				return false, err
			}
			return true, tx.QueryRowContext(ctx, `SELECT request FROM jobs WHERE id = ?`, j.ID).Scan(&j.Request)
		})
	}
	return j, err
}

// Change implements data.Queue.
func (s *Store) Change(ctx context.Context, id string, lease time.Duration, how func(data.Job) (data.Job, error)) (j data.Job, err error) {
	err = s.write(ctx, func(tx *sql.Tx) (bool, error) {
		if j, err = jobIn(ctx, tx, `id = ?`, id); err != nil {
			return false, err
		}
		if j, err = how(j); err != nil {
			return false, err
		}
		return true, keepJob(ctx, tx, j, lease)
	})
	return j, err
}

// jobIn reads the job that comes first under a condition of ours.
func jobIn(ctx context.Context, q queryer, condition string, args ...any) (data.Job, error) {
	return scanJob(q.QueryRowContext(ctx, `SELECT document FROM jobs WHERE `+condition, args...))
}

func scanJob(row interface{ Scan(...any) error }) (j data.Job, err error) {
	var document string
	err = row.Scan(&document)
	if errors.Is(err, sql.ErrNoRows) {
		return j, data.ErrNotFound
	}
	if err != nil {
		return j, err
	}
	return j, json.Unmarshal([]byte(document), &j)
}

func keepJob(ctx context.Context, tx *sql.Tx, j data.Job, lease time.Duration) error {
	document, err := json.Marshal(j)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE jobs SET status = ?, lapses = ?, document = ? WHERE id = ?`,
		j.Status, time.Now().Add(lease).UnixMilli(), string(document), j.ID)
	return err
}

// Job implements data.Queue.
func (s *Store) Job(ctx context.Context, id string) (data.Job, error) {
	j, err := jobIn(ctx, s.db, `id = ?`, id)
	return j, s.explain(err)
}

// Jobs implements data.Queue.
func (s *Store) Jobs(ctx context.Context) ([]data.Job, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT document FROM jobs ORDER BY place DESC`)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var all []data.Job
	for rows.Next() {
		j, err := scanJob(rows)
		if err != nil {
			return nil, s.explain(err)
		}
		all = append(all, j)
	}
	return all, s.explain(rows.Err())
}
