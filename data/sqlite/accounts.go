package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"nightbeat/data"
)

// instant reads milliseconds since 1970, as the tables below keep times.
func instant(milliseconds int64) time.Time { return time.UnixMilli(milliseconds).UTC() }

// change runs one statement; missing is what it means that no row was there to change, or that a row it refers to is missing.
func (s *Store) change(ctx context.Context, missing error, statement string, args ...any) error {
	done, err := s.db.ExecContext(ctx, statement, args...)
	if fault := new(sqlite.Error); errors.As(err, &fault) {
		switch fault.Code() {
		case sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE:
			return data.ErrExists
		case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
			return missing
		}
	}
	if err != nil {
		return s.explain(err)
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return s.explain(err)
	}
	return missing
}

// row tells a row that is not there from other errors.
func (s *Store) row(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return data.ErrNotFound
	}
	return s.explain(err)
}

// all reads every row of a query.
func all[T any](ctx context.Context, s *Store, read func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		one, err := read(rows)
		if err != nil {
			return nil, s.explain(err)
		}
		list = append(list, one)
	}
	return list, s.explain(rows.Err())
}

const userColumns = `SELECT name, role, unit, password, disabled, created FROM users`

func scanUser(row scanner) (u data.User, err error) {
	var created int64
	err = row.Scan(&u.Name, &u.Role, &u.Unit, &u.Password, &u.Disabled, &created)
	u.Created = instant(created)
	return u, err
}

// AddUser implements data.Accounts.
func (s *Store) AddUser(ctx context.Context, u data.User) error {
	return s.change(ctx, nil, `INSERT INTO users (name, role, unit, password, disabled, created) VALUES (?, ?, ?, ?, ?, ?)`,
		u.Name, u.Role, u.Unit, u.Password, u.Disabled, u.Created.UnixMilli())
}

// ChangeUser implements data.Accounts.
func (s *Store) ChangeUser(ctx context.Context, u data.User) error {
	return s.write(ctx, func(tx *sql.Tx) (bool, error) {
		done, err := tx.ExecContext(ctx, `UPDATE users SET role = ?, unit = ?, password = ?, disabled = ? WHERE name = ?`,
			u.Role, u.Unit, u.Password, u.Disabled, u.Name)
		if err != nil {
			return false, err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return false, errors.Join(err, data.ErrNotFound)
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM sessions WHERE user = ?`, u.Name)
		return true, err
	})
}

// RemoveUser implements data.Accounts.
func (s *Store) RemoveUser(ctx context.Context, name string) error {
	return s.change(ctx, data.ErrNotFound, `DELETE FROM users WHERE name = ?`, name)
}

// User implements data.Accounts.
func (s *Store) User(ctx context.Context, name string) (data.User, error) {
	u, err := scanUser(s.db.QueryRowContext(ctx, userColumns+` WHERE name = ?`, name))
	return u, s.row(err)
}

// Users implements data.Accounts.
func (s *Store) Users(ctx context.Context) ([]data.User, error) {
	return all(ctx, s, scanUser, userColumns+` ORDER BY name`)
}

// AddSession implements data.Accounts.
func (s *Store) AddSession(ctx context.Context, one data.Session) error {
	if err := s.change(ctx, nil, `DELETE FROM sessions WHERE user = ? AND expires <= ?`, one.User, one.Created.UnixMilli()); err != nil {
		return err
	}
	return s.change(ctx, data.ErrNotFound, `INSERT INTO sessions (hash, user, created, seen, expires) VALUES (?, ?, ?, ?, ?)`,
		one.Hash, one.User, one.Created.UnixMilli(), one.Seen.UnixMilli(), one.Expires.UnixMilli())
}

// Session implements data.Accounts.
func (s *Store) Session(ctx context.Context, hash string) (one data.Session, err error) {
	var created, seen, expires int64
	err = s.db.QueryRowContext(ctx, `SELECT hash, user, created, seen, expires FROM sessions WHERE hash = ?`, hash).
		Scan(&one.Hash, &one.User, &created, &seen, &expires)
	one.Created, one.Seen, one.Expires = instant(created), instant(seen), instant(expires)
	return one, s.row(err)
}

// SeeSession implements data.Accounts.
func (s *Store) SeeSession(ctx context.Context, hash string, at time.Time) error {
	return s.change(ctx, nil, `UPDATE sessions SET seen = ? WHERE hash = ?`, at.UnixMilli(), hash)
}

// EndSession implements data.Accounts.
func (s *Store) EndSession(ctx context.Context, hash string) error {
	return s.change(ctx, nil, `DELETE FROM sessions WHERE hash = ?`, hash)
}

const tokenColumns = `SELECT prefix, hash, user, scope, created, expires, used, disabled FROM tokens`

func scanToken(row scanner) (t data.Token, err error) {
	var created, expires int64
	var used sql.NullInt64
	err = row.Scan(&t.Prefix, &t.Hash, &t.User, &t.Scope, &created, &expires, &used, &t.Disabled)
	t.Created, t.Expires = instant(created), instant(expires)
	if used.Valid {
		t.Used = instant(used.Int64)
	}
	return t, err
}

// AddToken implements data.Accounts.
func (s *Store) AddToken(ctx context.Context, t data.Token) error {
	return s.change(ctx, data.ErrNotFound, `INSERT INTO tokens (prefix, hash, user, scope, created, expires, disabled) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		t.Prefix, t.Hash, t.User, t.Scope, t.Created.UnixMilli(), t.Expires.UnixMilli(), t.Disabled)
}

// Token implements data.Accounts.
func (s *Store) Token(ctx context.Context, hash string) (data.Token, error) {
	t, err := scanToken(s.db.QueryRowContext(ctx, tokenColumns+` WHERE hash = ?`, hash))
	return t, s.row(err)
}

// Tokens implements data.Accounts.
func (s *Store) Tokens(ctx context.Context) ([]data.Token, error) {
	return all(ctx, s, scanToken, tokenColumns+` ORDER BY prefix`)
}

// UseToken implements data.Accounts.
func (s *Store) UseToken(ctx context.Context, hash string, at time.Time) error {
	return s.change(ctx, nil, `UPDATE tokens SET used = ? WHERE hash = ?`, at.UnixMilli(), hash)
}

// RevokeToken implements data.Accounts.
func (s *Store) RevokeToken(ctx context.Context, prefix string) error {
	return s.change(ctx, data.ErrNotFound, `UPDATE tokens SET disabled = true WHERE prefix = ?`, prefix)
}
