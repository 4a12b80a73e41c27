package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"os"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"nightbeat/data"
	"nightbeat/data/gpkg"
)

// Store is a data.Store in one file.
type Store struct {
	path   string
	db     *sql.DB
	zones  *data.Zones
	recall data.Recall
	plans  data.PlanRecall
}

var _ data.Store = (*Store)(nil)

// pragmas hold for every connection. 64 MiB of page cache each.
var pragmas = []string{"busy_timeout(10000)", "journal_mode(wal)", "synchronous(full)", "foreign_keys(1)", "cache_size(-65536)"}

// connections is how many queries run at once; writes wait for each other.
const connections = 8

// Open opens the store in a file, makes it where there is none, and brings an older one up to date.
func Open(ctx context.Context, path string) (*Store, error) {
	if err := inspect(ctx, path, math.MaxInt64); err != nil {
		return nil, err
	}
	if err := reserve(path); err != nil {
		return nil, err
	}
	db, err := gpkg.Open(path, pragmas...)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	s := &Store{path: path, db: db, zones: data.NewZones()}
	if err := s.migrate(ctx, migrations()); err != nil {
		return nil, errors.Join(s.explain(err), db.Close())
	}
	return s, nil
}

// private is what others on the machine may do with a store: nothing.
const private = 0o600

// reserve makes a new store's file before SQLite does, which would let all users of the machine read it. The files that
// SQLite keeps beside it get the same permissions.
func reserve(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, private)
	if errors.Is(err, os.ErrPermission) {
		return nil // SQLite reads it as far as it may, and says what it may not
	}
	if err != nil {
		return fmt.Errorf("%s: cannot be opened; see whether its folder is there and may be written to", path)
	}
	return f.Close()
}

// inspect looks at what stands at a path without changing it; a file is looked through as if it had at most so many
// bytes. Nothing may stand there: a store is made then.
func inspect(ctx context.Context, path string, most int64) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("%s: cannot be opened: %w", path, errors.Unwrap(err))
	case info.IsDir():
		return fmt.Errorf("%s: is a folder; name a file, such as %s/nightbeat.gpkg", path, path)
	}
	db, err := gpkg.Open(path, pragmas[0])
	if err != nil {
		return err
	}
	s := &Store{path: path, db: db}
	err = s.ours(ctx)
	if err == nil {
		err = s.sound(ctx, min(info.Size(), most))
	}
	return errors.Join(s.explain(err), db.Close())
}

// errForeign tells a file that is no store of ours.
var errForeign = errors.New("is no Nightbeat store; name another file, or import its incidents as GeoJSON")

// ours refuses a database that something else has made.
func (s *Store) ours(ctx context.Context) error {
	var tables, versions int
	err := s.db.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (WHERE name = 'goose_db_version') FROM sqlite_schema`).Scan(&tables, &versions)
	if err == nil && tables > 0 && versions == 0 {
		return errForeign
	}
	return err
}

// errDamaged tells a file that SQLite cannot trust.
var errDamaged = errors.New("is damaged; it was left as it is: bring the last backup back with 'nightbeat restore BACKUP --store FILE'")

// checkedBytes is how large a file may be to be looked through whole each time it is opened: about half a second.
const checkedBytes = 32 << 20

// sound has SQLite look through the file's structure; of a large file, only through what is small. Damage in the rest is
// told when it is met, and before a restore the whole file is looked through.
func (s *Store) sound(ctx context.Context, size int64) error {
	checks := []string{`PRAGMA quick_check(1)`}
	if size > checkedBytes {
		checks = []string{`PRAGMA quick_check(plans)`, `PRAGMA quick_check(imports)`, `PRAGMA quick_check(gpkg_contents)`}
	}
	for _, check := range checks {
		var verdict string
		if err := s.db.QueryRowContext(ctx, check).Scan(&verdict); err != nil {
			return err
		}
		if verdict != "ok" {
			return fmt.Errorf("%w (%s)", errDamaged, verdict)
		}
	}
	return nil
}

// explain names the file and says in a user's words what SQLite did not like.
func (s *Store) explain(err error) error {
	var fault *sqlite.Error
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &fault):
		return fmt.Errorf("%s: %w", s.path, err)
	}
	switch fault.Code() & 0xff {
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%s: %w", s.path, errDamaged)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%s: %w; the store is whole, nothing was half-written", s.path, data.ErrFull)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%s: %w", s.path, data.ErrBusy)
	case sqlite3.SQLITE_CANTOPEN:
		return fmt.Errorf("%s: cannot be opened; see whether its folder is there and may be written to", s.path)
	case sqlite3.SQLITE_READONLY:
		return fmt.Errorf("%s: may not be written to; change its permissions", s.path)
	}
	return fmt.Errorf("%s: %w", s.path, err)
}

// Close implements data.Store.
func (s *Store) Close() error { return s.explain(s.db.Close()) }

// write runs a function in a transaction that nobody else writes beside; it is kept where the function says so.
func (s *Store) write(ctx context.Context, do func(*sql.Tx) (keep bool, err error)) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(err)
	}
	defer tx.Rollback() // nothing after Commit
	keep, err := do(tx)
	if err != nil || !keep {
		return s.explain(err)
	}
	return s.explain(tx.Commit())
}
