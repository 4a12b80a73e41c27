package postgres

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/netip"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"nightbeat/data"
)

// Store is a data.Store in a database.
type Store struct {
	name   string // of the database, without its password
	pool   *pgxpool.Pool
	away   atomic.Bool // nobody tries to reach the database for a moment
	zones  *data.Zones
	recall data.Recall
	plans  data.PlanRecall
}

var _ data.Store = (*Store)(nil)

// How long things may take: the database stops a statement after serverPatience, and is taken for away after patience.
// Imports and reading the whole past may take bulkPatience. An idle transaction of a machine that has died gives its
// locks back after idlePatience.
const (
	connectPatience = 3 * time.Second
	serverPatience  = 4 * time.Second
	patience        = 4500 * time.Millisecond
	bulkPatience    = 10 * time.Minute
	idlePatience    = time.Minute
)

// Open opens the store in the database at an address such as postgres://user:password@host/database, makes its tables
// where there are none, and brings older ones up to date.
func Open(ctx context.Context, address string) (*Store, error) {
	config, err := configured(address)
	if err != nil {
		return nil, err
	}
	at := config.ConnConfig
	s := &Store{name: fmt.Sprintf("database %s at %s:%d", at.Database, at.Host, at.Port), zones: data.NewZones()}
	if s.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, s.explain(err)
	}
	if err := s.prepare(ctx); err != nil {
		s.pool.Close()
		return nil, s.explain(err)
	}
	return s, nil
}

func configured(address string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("the store's address: %w; write postgres://user:password@host/database", err)
	}
	at := config.ConnConfig
	if at.ConnectTimeout == 0 || at.ConnectTimeout > connectPatience {
		at.ConnectTimeout = connectPatience
	}
	at.RuntimeParams["application_name"] = "nightbeat"
	at.RuntimeParams["statement_timeout"] = milliseconds(serverPatience)
	at.RuntimeParams["idle_in_transaction_session_timeout"] = milliseconds(idlePatience)
	config.PingTimeout = connectPatience
	return config, nil
}

// Private tells whether nobody on the way to the database can read along: it is on this machine, or proves by its
// certificate that it is who it says.
func Private(address string) (bool, error) {
	config, err := configured(address)
	if err != nil {
		return false, err
	}
	at := config.ConnConfig
	private := near(at.Host) || proven(at.TLSConfig)
	for _, other := range at.Fallbacks {
		private = private && (near(other.Host) || proven(other.TLSConfig))
	}
	return private, nil
}

func near(host string) bool {
	ip, err := netip.ParseAddr(host)
	return filepath.IsAbs(host) || host == "localhost" || err == nil && ip.IsLoopback()
}

func proven(t *tls.Config) bool {
	return t != nil && (!t.InsecureSkipVerify || t.VerifyPeerCertificate != nil)
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// Close implements data.Store. It does not wait long for a database that has fallen silent.
func (s *Store) Close() error {
	closed := make(chan struct{})
	go func() { s.pool.Close(); close(closed) }()
	select {
	case <-closed:
	case <-time.After(connectPatience):
	}
	return nil
}

// ask runs a function that asks the database for little. One that does not answer in time is away.
func (s *Store) ask(ctx context.Context, do func(context.Context) error) error {
	within, cancel := context.WithTimeoutCause(ctx, patience, data.ErrAway)
	defer cancel()
	return s.reach(within, func() error { return do(within) })
}

// brief runs a function in a transaction, within patience; it is kept where the function does not fail.
func (s *Store) brief(ctx context.Context, do func(pgx.Tx) error) error {
	return s.ask(ctx, func(ctx context.Context) error { return pgx.BeginFunc(ctx, s.pool, do) })
}

// bulk runs a function in a transaction that may take a while; it is kept where the function does not fail.
func (s *Store) bulk(ctx context.Context, options pgx.TxOptions, do func(pgx.Tx) error) error {
	return s.reach(ctx, func() error {
		tx, err := s.begin(ctx, options)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // nothing after Commit
		if _, err := tx.Exec(ctx, `SET LOCAL statement_timeout = `+milliseconds(bulkPatience)); err != nil {
			return err
		}
		if err := do(tx); err != nil {
			return err
		}
		return tx.Commit(ctx)
	})
}

// begin begins a transaction, within patience.
func (s *Store) begin(ctx context.Context, options pgx.TxOptions) (pgx.Tx, error) {
	within, cancel := context.WithTimeoutCause(ctx, patience, data.ErrAway)
	defer cancel()
	tx, err := s.pool.BeginTx(within, options)
	return tx, told(within, err)
}
