package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// files are the migrations, numbered from 1, each in a transaction of its own. One that has been published is never changed.
//
//go:embed migrations/*.sql
var files embed.FS

// Of servers that start at once, one migrates; the others look again each second, for a minute.
const (
	lookAgain  = 1
	looksAtAll = 60
)

// prepare makes and renews the tables.
func (s *Store) prepare(ctx context.Context) error {
	if err := s.migrate(ctx); err != nil {
		return err
	}
	return s.project(ctx)
}

func (s *Store) migrate(ctx context.Context) (err error) {
	config := s.pool.Config().ConnConfig
	config.RuntimeParams["statement_timeout"] = "0"
	db := stdlib.OpenDB(*config)
	defer func() { err = errors.Join(err, db.Close()) }()
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(lookAgain, looksAtAll))
	if err != nil {
		return err
	}
	steps, err := fs.Sub(files, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, steps, goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	version, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	if version > int64(Version()) {
		return fmt.Errorf("was made by a newer Nightbeat (store version %d, this one knows up to %d); install the newer one, or restore an older backup", version, Version())
	}
	_, err = p.Up(ctx)
	return err
}

// Version is the number of the last migration.
func Version() int {
	names, _ := fs.Glob(files, "migrations/*.sql") // the pattern is sound
	return len(names)
}
