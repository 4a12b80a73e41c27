package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"nightbeat/data"
)

// PutPreset implements data.Presets. Others that write presets wait, so that the limit holds.
func (s *Store) PutPreset(ctx context.Context, p data.Preset) error {
	if err := p.Sound(); err != nil {
		return err
	}
	return s.brief(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `LOCK TABLE presets IN SHARE ROW EXCLUSIVE MODE`); err != nil {
			return err
		}
		done, err := tx.Exec(ctx, `INSERT INTO presets (name, begins, ends)
			SELECT $1::text, $2, $3 WHERE (SELECT count(*) FROM presets WHERE name <> $1::text) < $4
			ON CONFLICT (name) DO UPDATE SET begins = excluded.begins, ends = excluded.ends`, p.Name, p.From, p.Until, data.MaxPresets)
		if err == nil && done.RowsAffected() == 0 {
			err = data.TooManyPresets()
		}
		return err
	})
}

// Presets implements data.Presets.
func (s *Store) Presets(ctx context.Context) (presets []data.Preset, err error) {
	err = s.ask(ctx, func(ctx context.Context) error {
		rows, err := s.pool.Query(ctx, `SELECT name, begins, ends FROM presets ORDER BY begins, name`)
		if err != nil {
			return err
		}
		presets, err = pgx.CollectRows(rows, pgx.RowToStructByPos[data.Preset])
		return err
	})
	return presets, err
}

// DropPreset implements data.Presets.
func (s *Store) DropPreset(ctx context.Context, name string) error {
	return s.change(ctx, data.ErrNotFound, `DELETE FROM presets WHERE name = $1`, clean(name))
}
