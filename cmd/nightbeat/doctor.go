package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"nightbeat/data"
	"nightbeat/data/postgres"
)

// doctorCmd looks for what is unsafe in a station's settings. It takes the flags that serve is started with.
type doctorCmd struct {
	storeFlag `embed:""`
	doorFlags `embed:""`
	Backup    string `help:"Where backups are kept: a file, or a pattern such as '/backup/*.gpkg'." placeholder:"FILES"`
}

// finding is one thing that was looked at; it is well where wrong is empty.
type finding struct{ what, wrong string }

// backupAge is how old the newest backup may be.
const backupAge = 26 * time.Hour

// Run prints what it looked at, and fails where something is unsafe.
func (c *doctorCmd) Run(ctx context.Context, con console) error {
	return c.with(ctx, func(store data.Store) error {
		unsafe := 0
		for _, look := range []func(context.Context, data.Store) finding{c.accounts, c.commander, c.door, c.encrypted, c.way, c.private, c.copied, c.trail} {
			f := look(ctx, store)
			if f.wrong == "" {
				fmt.Fprintf(con.Out, "ok      %s\n", f.what)
				continue
			}
			unsafe++
			fmt.Fprintf(con.Out, "unsafe  %s: %s\n", f.what, f.wrong)
		}
		if unsafe > 0 {
			return fmt.Errorf("%d unsafe settings", unsafe)
		}
		return nil
	})
}

func (c *doctorCmd) accounts(ctx context.Context, store data.Store) finding {
	f := finding{what: "accounts"}
	if users, err := store.Users(ctx); err != nil {
		f.wrong = err.Error()
	} else if len(users) == 0 {
		f.wrong = "there are none, so everybody at this machine may do all; add one with 'nightbeat user add'"
	}
	return f
}

func (c *doctorCmd) commander(ctx context.Context, store data.Store) finding {
	users, _ := store.Users(ctx) // an error is told above
	if slices.ContainsFunc(users, func(u data.User) bool { return u.Role == data.Commander && !u.Disabled }) {
		return finding{what: "somebody can approve plans"}
	}
	return finding{"somebody can approve plans", "no user is a commander"}
}

func (c *doctorCmd) door(ctx context.Context, store data.Store) finding {
	f := finding{what: "who can reach the server"}
	if _, err := c.ready(ctx, store); err != nil {
		f.wrong = err.Error()
	}
	return f
}

func (c *doctorCmd) encrypted(context.Context, data.Store) finding {
	if c.TLSCert != "" || len(c.Behind) > 0 {
		return finding{what: "TLS"}
	}
	return finding{"TLS", "is off; give --tls-cert and --tls-key, or --behind with the proxy that does it"}
}

func (c *doctorCmd) way(context.Context, data.Store) finding {
	f := finding{what: "nobody reads along on the way to the store"}
	if !onDatabase(c.Store) {
		return f
	}
	if private, err := postgres.Private(c.Store); err != nil {
		f.wrong = err.Error()
	} else if !private {
		f.wrong = "the database is on another machine; add ?sslmode=verify-full to its address"
	}
	return f
}

func (c *doctorCmd) private(context.Context, data.Store) finding {
	f := finding{what: "only the server's own user can read the store"}
	info, err := os.Stat(c.Store)
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		f.wrong = fmt.Sprintf("others can, too (%s); chmod 600 %s", info.Mode().Perm(), c.Store)
	}
	return f // a database is no file
}

func (c *doctorCmd) copied(context.Context, data.Store) finding {
	f := finding{what: "a backup of the last day"}
	if c.Backup == "" {
		f.wrong = "say with --backup where backups are kept; 'nightbeat backup' makes one, also while the server runs"
		return f
	}
	newest, err := newestOf(c.Backup)
	switch age := time.Since(newest); {
	case err != nil:
		f.wrong = err.Error()
	case age > backupAge:
		f.wrong = fmt.Sprintf("the newest is %d hours old", int(age.Hours()))
	}
	return f
}

// newestOf is when the latest of the files under a pattern was written.
func newestOf(pattern string) (newest time.Time, err error) {
	files, err := filepath.Glob(pattern)
	if err != nil {
		return newest, fmt.Errorf("--backup %s: %w", pattern, err)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && info.ModTime().After(newest) {
			newest = info.ModTime()
		}
	}
	if newest.IsZero() {
		return newest, errors.New("there is none under " + pattern)
	}
	return newest, nil
}

func (c *doctorCmd) trail(ctx context.Context, store data.Store) finding {
	f := finding{what: "the audit trail is whole"}
	if _, err := data.VerifyTrail(ctx, store, func(data.Entry) error { return nil }); err != nil {
		f.wrong = err.Error()
	}
	return f
}
