package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"nightbeat/data"
)

// submitting is the lock under which open jobs are counted.
const submitting = 0x6a6f6273 // "jobs"

// Submit implements data.Queue.
func (s *Store) Submit(ctx context.Context, j data.Job) error {
	document, err := json.Marshal(j)
	if err != nil {
		return err
	}
	return s.brief(ctx, func(tx pgx.Tx) error {
		var open, all int
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, submitting); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `SELECT count(*) FILTER (WHERE status IN ($1, $2)), count(*) FROM jobs`, data.Accepted, data.Running).Scan(&open, &all); err != nil {
			return err
		}
		if open >= data.MaxOpenJobs {
			return data.ErrManyJobs
		}
		if _, err := tx.Exec(ctx, `DELETE FROM jobs WHERE place IN (SELECT place FROM jobs WHERE status NOT IN ($1, $2) ORDER BY place LIMIT $3)`,
			data.Accepted, data.Running, max(0, all+1-data.MaxJobs)); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO jobs (id, status, document, request) VALUES ($1, $2, $3, $4)`, j.ID, j.Status, string(document), j.Request)
		return err
	})
}

// Take implements data.Queue. Workers that look at the same time step over each other's jobs.
func (s *Store) Take(ctx context.Context, worker string, lease time.Duration, at time.Time) (j data.Job, err error) {
	for j.Status != data.Running && err == nil {
		err = s.brief(ctx, func(tx pgx.Tx) error {
			j, err = jobIn(ctx, tx, `status = $1 OR status = $2 AND lapses < clock_timestamp() ORDER BY place LIMIT 1 FOR UPDATE SKIP LOCKED`, data.Accepted, data.Running)
			if err != nil {
				return err
			}
			j = j.Taken(worker, at)
			if err := keepJob(ctx, tx, j, lease); err != nil {
				return err
			}
			return tx.QueryRow(ctx, `SELECT request FROM jobs WHERE id = $1`, j.ID).Scan(&j.Request)
		})
	}
	return j, err
}

// Change implements data.Queue.
func (s *Store) Change(ctx context.Context, id string, lease time.Duration, how func(data.Job) (data.Job, error)) (j data.Job, err error) {
	err = s.brief(ctx, func(tx pgx.Tx) error {
		if j, err = jobIn(ctx, tx, `id = $1 FOR UPDATE`, clean(id)); err != nil {
			return err
		}
		if j, err = how(j); err != nil {
			return err
		}
		return keepJob(ctx, tx, j, lease)
	})
	return j, err
}

// jobIn reads the job that comes first under a condition of ours.
func jobIn(ctx context.Context, q queryer, condition string, args ...any) (j data.Job, err error) {
	var document []byte
	err = q.QueryRow(ctx, `SELECT document FROM jobs WHERE `+condition, args...).Scan(&document)
	if errors.Is(err, pgx.ErrNoRows) {
		return j, data.ErrNotFound
	}
	if err != nil {
		return j, err
	}
	return j, json.Unmarshal(document, &j)
}

func keepJob(ctx context.Context, tx pgx.Tx, j data.Job, lease time.Duration) error {
	document, err := json.Marshal(j)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE jobs SET status = $2, lapses = clock_timestamp() + $3, document = $4 WHERE id = $1`, j.ID, j.Status, lease, string(document))
	return err
}

// Job implements data.Queue.
func (s *Store) Job(ctx context.Context, id string) (j data.Job, err error) {
	err = s.ask(ctx, func(ctx context.Context) error {
		j, err = jobIn(ctx, s.pool, `id = $1`, clean(id))
		return err
	})
	return j, err
}

// Jobs implements data.Queue.
func (s *Store) Jobs(ctx context.Context) (all []data.Job, err error) {
	err = s.ask(ctx, func(ctx context.Context) error {
		rows, err := s.pool.Query(ctx, `SELECT document FROM jobs ORDER BY place DESC`)
		if err != nil {
			return err
		}
		all, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (j data.Job, err error) {
			var document []byte
			if err := row.Scan(&document); err != nil {
				return j, err
			}
			return j, json.Unmarshal(document, &j)
		})
		return err
	})
	return all, err
}
