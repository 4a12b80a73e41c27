package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"nightbeat/data/postgres"
	"nightbeat/data/sqlite"
)

type backupCmd struct {
	File  string `arg:"" help:"Where the copy goes; nothing may stand there."`
	Store string `help:"The store's file." required:"" placeholder:"FILE"`
}

// Run copies the store as it is at one moment, while others use it.
func (c *backupCmd) Run(ctx context.Context, con console) (err error) {
	if onDatabase(c.Store) {
		return errDatabaseBackup
	}
	if _, err := os.Stat(c.Store); err != nil {
		return fmt.Errorf("--store: %w", err)
	}
	store, err := sqlite.Open(ctx, c.Store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if err := store.Backup(ctx, c.File); err != nil {
		return err
	}
	fmt.Fprintf(con.Err, "nightbeat: %s is copied to %s\n", c.Store, c.File)
	return nil
}

type restoreCmd struct {
	File    string `arg:"" help:"The backup." type:"existingfile"`
	Store   string `help:"Where the store goes." required:"" placeholder:"FILE"`
	Replace bool   `help:"Put it in place of the store there, which is kept beside it under another name. Stop the server first."`
}

// Run brings a store back.
func (c *restoreCmd) Run(ctx context.Context, con console) error {
	if onDatabase(c.Store) {
		return errDatabaseBackup
	}
	aside, err := sqlite.Restore(ctx, c.File, c.Store, c.Replace)
	if err != nil {
		return err
	}
	if aside != "" {
		fmt.Fprintf(con.Err, "nightbeat: the store that was there is now %s\n", aside)
	}
	fmt.Fprintf(con.Err, "nightbeat: %s is back from %s\n", c.Store, c.File)
	return nil
}

// errDatabaseBackup tells what copies a database.
var errDatabaseBackup = usageError{errors.New("--store: a database is copied with pg_dump and brought back with pg_restore; backup and restore are for a store in a file")}

type migrateCmd struct {
	Store string `help:"The store's file, or postgres://..." required:"" placeholder:"STORE"`
}

// Run brings the store up to date, as every command that opens it does.
func (c *migrateCmd) Run(ctx context.Context, con console) error {
	version := postgres.Version()
	if !onDatabase(c.Store) {
		if _, err := os.Stat(c.Store); err != nil {
			return fmt.Errorf("--store: %w", err)
		}
		version = sqlite.Version()
	}
	store, err := openStore(ctx, c.Store)
	if err != nil {
		return err
	}
	fmt.Fprintf(con.Out, "store version %d\n", version)
	return store.Close()
}
