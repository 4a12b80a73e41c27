package postgres

import (
	"bytes"
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

const selectExperiments = `SELECT document, ended, ended_by FROM experiments`

func scanExperiment(row pgx.CollectableRow) (*planner.Experiment, error) {
	var document, by string
	var ended *time.Time
	if err := row.Scan(&document, &ended, &by); err != nil {
		return nil, err
	}
	e, err := format.ReadExperiment(strings.NewReader(document))
	if err == nil && ended != nil {
		e.Ended, e.EndedBy = ended.UTC(), by
	}
	return e, err
}

// KeepExperiment implements data.Experiments. Others that draw wait.
func (s *Store) KeepExperiment(ctx context.Context, e *planner.Experiment) error {
	return s.brief(ctx, func(tx pgx.Tx) error {
		kept, err := experimentsIn(ctx, tx)
		if err != nil {
			return err
		}
		if err := data.AdmitExperiment(kept, e); err != nil {
			return err
		}
		var document bytes.Buffer
		if err := format.WriteExperiment(&document, e); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO experiments (id, document) VALUES ($1, $2)`, clean(e.ID), clean(document.String()))
		return err
	})
}

// experimentsIn reads all, which nobody else changes until the transaction ends.
func experimentsIn(ctx context.Context, tx pgx.Tx) ([]*planner.Experiment, error) {
	if _, err := tx.Exec(ctx, `LOCK TABLE experiments IN SHARE ROW EXCLUSIVE MODE`); err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, selectExperiments)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanExperiment)
}

// Experiments implements data.Experiments.
func (s *Store) Experiments(ctx context.Context) ([]*planner.Experiment, error) {
	list, err := all(ctx, s, scanExperiment, selectExperiments)
	data.SortExperiments(list)
	return list, err
}

// EndExperiment implements data.Experiments.
func (s *Store) EndExperiment(ctx context.Context, id, by string, at time.Time) error {
	return s.brief(ctx, func(tx pgx.Tx) error {
		kept, err := experimentsIn(ctx, tx)
		if err != nil {
			return err
		}
		e, err := data.ExperimentNamed(kept, id)
		if err != nil {
			return err
		}
		ended := data.EndedExperiment(e, by, at)
		if ended == e {
			return nil
		}
		_, err = tx.Exec(ctx, `UPDATE experiments SET ended = $1, ended_by = $2 WHERE id = $3`, ended.Ended, clean(by), clean(id))
		return err
	})
}
