package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"nightbeat/data"
)

// noting is the lock under which entries are appended, so that machines write one chain.
const noting = 0x7472 // "tr"

const selectEntries = `SELECT number, at, who, origin, did, object, result, before, after, hash FROM audit`

func scanEntry(row pgx.CollectableRow) (e data.Entry, err error) {
	err = row.Scan(&e.Number, &e.At, &e.Who, &e.From, &e.Did, &e.Object, &e.Result, &e.Before, &e.After, &e.Hash)
	e.At = e.At.UTC()
	return e, err
}

// Note implements data.Trail.
func (s *Store) Note(ctx context.Context, e data.Entry) (data.Entry, error) {
	e.Who, e.From, e.Object = clean(e.Who), clean(e.From), clean(e.Object)
	err := s.brief(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, noting); err != nil {
			return err
		}
		last, err := lastEntry(ctx, tx)
		if err != nil {
			return err
		}
		e = e.Following(last)
		_, err = tx.Exec(ctx, `INSERT INTO audit (number, at, who, origin, did, object, result, before, after, hash)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, e.Number, e.At, e.Who, e.From, e.Did, e.Object, e.Result, e.Before, e.After, e.Hash)
		return err
	})
	return e, err
}

// lastEntry is the entry that the next one follows; zero before the first.
func lastEntry(ctx context.Context, tx pgx.Tx) (data.Entry, error) {
	rows, err := tx.Query(ctx, selectEntries+` ORDER BY number DESC LIMIT 1`)
	if err != nil {
		return data.Entry{}, err
	}
	last, err := pgx.CollectExactlyOneRow(rows, scanEntry)
	if errors.Is(err, pgx.ErrNoRows) {
		return data.Entry{}, nil
	}
	return last, err
}

// Entries implements data.Trail.
func (s *Store) Entries(ctx context.Context, above int64, limit int) ([]data.Entry, error) {
	return all(ctx, s, scanEntry, selectEntries+` WHERE number > $1 ORDER BY number LIMIT $2`, above, limit)
}
