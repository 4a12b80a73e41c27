package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"nightbeat/data"
)

// change runs one statement; missing is what it means that there was no row to change.
func (s *Store) change(ctx context.Context, missing error, statement string, args ...any) error {
	return s.ask(ctx, func(ctx context.Context) error {
		done, err := s.pool.Exec(ctx, statement, args...)
		return changed(done, err, missing)
	})
}

func changed(done pgconn.CommandTag, err, missing error) error {
	if err != nil || done.RowsAffected() > 0 {
		return err
	}
	return missing
}

// one reads the row that a query asks for, or gives data.ErrNotFound.
func one[T any](ctx context.Context, s *Store, read pgx.RowToFunc[T], query string, args ...any) (found T, err error) {
	list, err := all(ctx, s, read, query, args...)
	if err == nil && len(list) == 0 {
		err = data.ErrNotFound
	}
	if err != nil {
		return found, err
	}
	return list[0], nil
}

// all reads every row of a query.
func all[T any](ctx context.Context, s *Store, read pgx.RowToFunc[T], query string, args ...any) (list []T, err error) {
	err = s.ask(ctx, func(ctx context.Context) error {
		rows, err := s.pool.Query(ctx, query, args...)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, read)
		return err
	})
	return list, err
}

const selectUsers = `SELECT name, role, unit, password, disabled, created FROM users`

func scanUser(row pgx.CollectableRow) (u data.User, err error) {
	err = row.Scan(&u.Name, &u.Role, &u.Unit, &u.Password, &u.Disabled, &u.Created)
	u.Created = u.Created.UTC()
	return u, err
}

// AddUser implements data.Accounts.
func (s *Store) AddUser(ctx context.Context, u data.User) error {
	return s.change(ctx, nil, `INSERT INTO users (name, role, unit, password, disabled, created) VALUES ($1, $2, $3, $4, $5, $6)`,
		u.Name, u.Role, u.Unit, u.Password, u.Disabled, milli(u.Created))
}

// ChangeUser implements data.Accounts.
func (s *Store) ChangeUser(ctx context.Context, u data.User) error {
	return s.brief(ctx, func(tx pgx.Tx) error {
		done, err := tx.Exec(ctx, `UPDATE users SET role = $2, unit = $3, password = $4, disabled = $5 WHERE name = $1`,
			u.Name, u.Role, u.Unit, u.Password, u.Disabled)
		if err := changed(done, err, data.ErrNotFound); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM sessions WHERE username = $1`, u.Name)
		return err
	})
}

// RemoveUser implements data.Accounts.
func (s *Store) RemoveUser(ctx context.Context, name string) error {
	return s.change(ctx, data.ErrNotFound, `DELETE FROM users WHERE name = $1`, clean(name))
}

// User implements data.Accounts.
func (s *Store) User(ctx context.Context, name string) (data.User, error) {
	return one(ctx, s, scanUser, selectUsers+` WHERE name = $1`, clean(name))
}

// Users implements data.Accounts.
func (s *Store) Users(ctx context.Context) ([]data.User, error) {
	return all(ctx, s, scanUser, selectUsers+` ORDER BY name`)
}

// AddSession implements data.Accounts.
func (s *Store) AddSession(ctx context.Context, one data.Session) error {
	return s.brief(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM sessions WHERE username = $1 AND expires <= $2`, one.User, milli(one.Created)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO sessions (hash, username, created, seen, expires) VALUES ($1, $2, $3, $4, $5)`,
			one.Hash, one.User, milli(one.Created), milli(one.Seen), milli(one.Expires))
		return err
	})
}

// Session implements data.Accounts.
func (s *Store) Session(ctx context.Context, hash string) (data.Session, error) {
	return one(ctx, s, func(row pgx.CollectableRow) (found data.Session, err error) {
		err = row.Scan(&found.Hash, &found.User, &found.Created, &found.Seen, &found.Expires)
		found.Created, found.Seen, found.Expires = found.Created.UTC(), found.Seen.UTC(), found.Expires.UTC()
		return found, err
	}, `SELECT hash, username, created, seen, expires FROM sessions WHERE hash = $1`, clean(hash))
}

// SeeSession implements data.Accounts.
func (s *Store) SeeSession(ctx context.Context, hash string, at time.Time) error {
	return s.change(ctx, nil, `UPDATE sessions SET seen = $2 WHERE hash = $1`, clean(hash), milli(at))
}

// EndSession implements data.Accounts.
func (s *Store) EndSession(ctx context.Context, hash string) error {
	return s.change(ctx, nil, `DELETE FROM sessions WHERE hash = $1`, clean(hash))
}

const selectTokens = `SELECT prefix, hash, username, scope, created, expires, used, disabled FROM tokens`

func scanToken(row pgx.CollectableRow) (t data.Token, err error) {
	var used *time.Time
	err = row.Scan(&t.Prefix, &t.Hash, &t.User, &t.Scope, &t.Created, &t.Expires, &used, &t.Disabled)
	t.Created, t.Expires = t.Created.UTC(), t.Expires.UTC()
	if used != nil {
		t.Used = used.UTC()
	}
	return t, err
}

// AddToken implements data.Accounts.
func (s *Store) AddToken(ctx context.Context, t data.Token) error {
	return s.change(ctx, nil, `INSERT INTO tokens (prefix, hash, username, scope, created, expires, disabled) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		t.Prefix, t.Hash, t.User, t.Scope, milli(t.Created), milli(t.Expires), t.Disabled)
}

// Token implements data.Accounts.
func (s *Store) Token(ctx context.Context, hash string) (data.Token, error) {
	return one(ctx, s, scanToken, selectTokens+` WHERE hash = $1`, clean(hash))
}

// Tokens implements data.Accounts.
func (s *Store) Tokens(ctx context.Context) ([]data.Token, error) {
	return all(ctx, s, scanToken, selectTokens+` ORDER BY prefix`)
}

// UseToken implements data.Accounts.
func (s *Store) UseToken(ctx context.Context, hash string, at time.Time) error {
	return s.change(ctx, nil, `UPDATE tokens SET used = $2 WHERE hash = $1`, clean(hash), milli(at))
}

// RevokeToken implements data.Accounts.
func (s *Store) RevokeToken(ctx context.Context, prefix string) error {
	return s.change(ctx, data.ErrNotFound, `UPDATE tokens SET disabled = true WHERE prefix = $1`, clean(prefix))
}
