package sqlite

import (
	"context"
	"database/sql"

	"nightbeat/data"
)

// presets adds the station's usual shifts.
func presets(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `CREATE TABLE presets (name TEXT PRIMARY KEY, begins TEXT NOT NULL, ends TEXT NOT NULL);`)
	return err
}

// PutPreset implements data.Presets.
func (s *Store) PutPreset(ctx context.Context, p data.Preset) error {
	if err := p.Sound(); err != nil {
		return err
	}
	return s.change(ctx, data.TooManyPresets(), `INSERT INTO presets (name, begins, ends)
		SELECT ?1, ?2, ?3 WHERE (SELECT count(*) FROM presets WHERE name <> ?1) < ?4
		ON CONFLICT (name) DO UPDATE SET begins = excluded.begins, ends = excluded.ends`, p.Name, p.From, p.Until, data.MaxPresets)
}

func scanPreset(row scanner) (p data.Preset, err error) {
	err = row.Scan(&p.Name, &p.From, &p.Until)
	return p, err
}

// Presets implements data.Presets.
func (s *Store) Presets(ctx context.Context) ([]data.Preset, error) {
	return all(ctx, s, scanPreset, `SELECT name, begins, ends FROM presets ORDER BY begins, name`)
}

// DropPreset implements data.Presets.
func (s *Store) DropPreset(ctx context.Context, name string) error {
	return s.change(ctx, data.ErrNotFound, `DELETE FROM presets WHERE name = ?`, name)
}
