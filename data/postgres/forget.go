package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// Forget implements data.Store. The disk's space is given back by the database's vacuum.
func (s *Store) Forget(ctx context.Context, before time.Time) (gone int, err error) {
	err = s.bulk(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `LOCK TABLE incidents IN SHARE ROW EXCLUSIVE MODE`); err != nil { // beside no import
			return err
		}
		done, err := tx.Exec(ctx, `DELETE FROM incidents WHERE time < $1`, before)
		if gone = int(done.RowsAffected()); err != nil || gone == 0 {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO imports (new, changed) VALUES (0, $1)`, gone)
		return err
	})
	if err != nil {
		return 0, err
	}
	if gone > 0 {
		s.tidy(ctx)
	}
	return gone, nil
}
