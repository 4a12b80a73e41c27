package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"strings"
	"time"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

// experiments adds what lots were drawn: documents as format.WriteExperiment writes them. None is deleted, and none but
// when it was ended changes.
func experiments(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `
		CREATE TABLE experiments (id TEXT PRIMARY KEY, document TEXT NOT NULL, ended INTEGER, ended_by TEXT NOT NULL DEFAULT '');
		CREATE TRIGGER experiments_stay BEFORE UPDATE OF id, document ON experiments BEGIN SELECT RAISE(ABORT, 'lots are drawn once'); END;
		CREATE TRIGGER experiments_last BEFORE DELETE ON experiments BEGIN SELECT RAISE(ABORT, 'lots are drawn once'); END;`)
	return err
}

const selectExperiments = `SELECT document, ended, ended_by FROM experiments`

func scanExperiment(row scanner) (*planner.Experiment, error) {
	var document, by string
	var ended sql.NullInt64
	if err := row.Scan(&document, &ended, &by); err != nil {
		return nil, err
	}
	e, err := format.ReadExperiment(strings.NewReader(document))
	if err == nil && ended.Valid {
		e.Ended, e.EndedBy = instant(ended.Int64), by
	}
	return e, err
}

// KeepExperiment implements data.Experiments.
func (s *Store) KeepExperiment(ctx context.Context, e *planner.Experiment) error {
	return s.write(ctx, func(tx *sql.Tx) (bool, error) {
		kept, err := experimentsIn(ctx, tx)
		if err != nil {
			return false, err
		}
		if err := data.AdmitExperiment(kept, e); err != nil {
			return false, err
		}
		var document bytes.Buffer
		if err := format.WriteExperiment(&document, e); err != nil {
			return false, err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO experiments (id, document) VALUES (?, ?)`, e.ID, document.String())
		return true, err
	})
}

func experimentsIn(ctx context.Context, tx *sql.Tx) (all []*planner.Experiment, err error) {
	rows, err := tx.QueryContext(ctx, selectExperiments)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanExperiment(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, rows.Err()
}

// Experiments implements data.Experiments.
func (s *Store) Experiments(ctx context.Context) ([]*planner.Experiment, error) {
	list, err := all(ctx, s, scanExperiment, selectExperiments)
	data.SortExperiments(list)
	return list, err
}

// EndExperiment implements data.Experiments.
func (s *Store) EndExperiment(ctx context.Context, id, by string, at time.Time) error {
	return s.write(ctx, func(tx *sql.Tx) (bool, error) {
		kept, err := experimentsIn(ctx, tx)
		if err != nil {
			return false, err
		}
		e, err := data.ExperimentNamed(kept, id)
		if err != nil {
			return false, err
		}
		ended := data.EndedExperiment(e, by, at)
		if ended == e {
			return false, nil
		}
		_, err = tx.ExecContext(ctx, `UPDATE experiments SET ended = ?, ended_by = ? WHERE id = ?`, ended.Ended.UnixMilli(), by, id)
		return true, err
	})
}
