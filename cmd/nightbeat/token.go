package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"text/tabwriter"
	"time"

	"nightbeat/data"
)

// tokenCmd keeps keys for programs.
type tokenCmd struct {
	Add    tokenAddCmd    `cmd:"" help:"Make a key for a program; it is shown once."`
	List   tokenListCmd   `cmd:"" help:"List keys by their first characters."`
	Revoke tokenRevokeCmd `cmd:"" help:"End a key."`
}

type tokenAddCmd struct {
	storeFlag `embed:""`
	User      string `arg:"" help:"Whose rights it has."`
	Scope     string `help:"read, write (all that the user may do), or metrics (nothing but /metrics)." enum:"read,write,metrics" default:"read"`
	Days      int    `help:"How long it holds." default:"90"`
}

// Run makes a key and prints it. The store keeps only what it can be recognized by.
func (c *tokenAddCmd) Run(ctx context.Context, con console) error {
	if c.Days < 1 || c.Days > 3650 {
		return usageError{fmt.Errorf("--days %d: from 1 to 3650", c.Days)}
	}
	key, prefix := newKey()
	now := time.Now()
	t := data.Token{Prefix: prefix, Hash: data.Secret(key), User: c.User, Scope: data.Scope(c.Scope), Created: now, Expires: now.AddDate(0, 0, c.Days)}
	return c.with(ctx, func(store data.Store) error {
		if err := noteHere(ctx, store, "add token", prefix+" for "+c.User, store.AddToken(ctx, t)); err != nil {
			return fmt.Errorf("user %s: %w", c.User, err)
		}
		fmt.Fprintf(con.Err, "nightbeat: the key is shown this once; it holds until %s\n", t.Expires.Format(time.DateOnly))
		fmt.Fprintln(con.Out, key)
		return nil
	})
}

// newKey is 256 random bits behind a prefix by which people know it.
func newKey() (key, prefix string) {
	var name [4]byte
	var secret [32]byte
	_, _ = rand.Read(name[:]) // never fails
	_, _ = rand.Read(secret[:])
	prefix = "nb_" + hex.EncodeToString(name[:])
	return prefix + "_" + base64.RawURLEncoding.EncodeToString(secret[:]), prefix
}

type tokenListCmd struct {
	storeFlag `embed:""`
}

// Run lists all keys.
func (c *tokenListCmd) Run(ctx context.Context, con console) error {
	return c.with(ctx, func(store data.Store) error {
		tokens, err := store.Tokens(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(con.Out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "key\tuser\tscope\tholds until\tlast used\tstate")
		for _, t := range tokens {
			used := "never"
			if !t.Used.IsZero() {
				used = t.Used.Format(time.DateOnly)
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", t.Prefix, t.User, t.Scope, t.Expires.Format(time.DateOnly), used, tokenState(t))
		}
		return w.Flush()
	})
}

func tokenState(t data.Token) string {
	switch {
	case t.Disabled:
		return "revoked"
	case !time.Now().Before(t.Expires):
		return "expired"
	}
	return "valid"
}

type tokenRevokeCmd struct {
	storeFlag `embed:""`
	Key       string `arg:"" help:"Its first characters, as 'token list' shows them."`
}

// Run ends a key at once.
func (c *tokenRevokeCmd) Run(ctx context.Context, _ console) error {
	return c.with(ctx, func(store data.Store) error {
		if err := noteHere(ctx, store, "revoke token", c.Key, store.RevokeToken(ctx, c.Key)); err != nil {
			return fmt.Errorf("token %s: %w", c.Key, err)
		}
		return nil
	})
}
