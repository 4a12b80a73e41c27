package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"nightbeat/data"
)

const entryColumns = `SELECT number, at, who, origin, did, object, result, before, after, hash FROM audit`

func scanEntry(row scanner) (e data.Entry, err error) {
	var at int64
	err = row.Scan(&e.Number, &at, &e.Who, &e.From, &e.Did, &e.Object, &e.Result, &e.Before, &e.After, &e.Hash)
	e.At = instant(at)
	return e, err
}

// Note implements data.Trail.
func (s *Store) Note(ctx context.Context, e data.Entry) (data.Entry, error) {
	err := s.write(ctx, func(tx *sql.Tx) (bool, error) {
		last, err := scanEntry(tx.QueryRowContext(ctx, entryColumns+` ORDER BY number DESC LIMIT 1`))
		if errors.Is(err, sql.ErrNoRows) {
			last, err = data.Entry{}, nil
		}
		if err != nil {
			return false, err
		}
		e = e.Following(last)
		_, err = tx.ExecContext(ctx, `INSERT INTO audit (number, at, who, origin, did, object, result, before, after, hash)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.Number, e.At.UnixMilli(), e.Who, e.From, e.Did, e.Object, e.Result, e.Before, e.After, e.Hash)
		return true, err
	})
	return e, err
}

// Entries implements data.Trail.
func (s *Store) Entries(ctx context.Context, above int64, limit int) ([]data.Entry, error) {
	return all(ctx, s, scanEntry, entryColumns+` WHERE number > ? ORDER BY number LIMIT ?`, above, limit)
}
