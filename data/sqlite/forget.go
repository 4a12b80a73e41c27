package sqlite

import (
	"context"
	"database/sql"
	"time"

	"nightbeat/data/gpkg"
)

// Forget implements data.Store. What is deleted is overwritten in the file, and the log that still holds it is emptied,
// unless somebody reads from it just then.
func (s *Store) Forget(ctx context.Context, before time.Time) (gone int, err error) {
	err = s.write(ctx, func(tx *sql.Tx) (bool, error) {
		if _, err := tx.ExecContext(ctx, `PRAGMA secure_delete = 1`); err != nil {
			return false, err
		}
		result, err := tx.ExecContext(ctx, `DELETE FROM incidents WHERE time < ?`, gpkg.Time(before.Add(time.Millisecond-1)))
		if err != nil {
			return false, err
		}
		n, err := result.RowsAffected()
		if gone = int(n); err != nil || n == 0 {
			return false, err
		}
		return true, s.shrink(ctx, tx, gone)
	})
	if err != nil {
		return 0, err
	}
	_, _ = s.db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`) // else the next one does it
	return gone, nil
}

// shrink lets the layer's extent be that of what is left, and others see that the incidents have changed.
func (s *Store) shrink(ctx context.Context, tx *sql.Tx, gone int) error {
	_, err := tx.ExecContext(ctx, `UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now'),
		(min_x, min_y, max_x, max_y) = (SELECT min(lon), min(lat), max(lon), max(lat) FROM incidents) WHERE table_name = ?`, incidentsLayer.Name)
	if err == nil {
		_, err = tx.ExecContext(ctx, `INSERT INTO imports (new, changed) VALUES (0, ?)`, gone)
	}
	return err
}
