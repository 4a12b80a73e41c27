package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"nightbeat/data"
)

// pause is how long nobody tries to reach a database that was away.
const pause = time.Second

// reach runs a function that needs the database, unless it was away a moment ago.
func (s *Store) reach(ctx context.Context, do func() error) error {
	if s.away.Load() {
		return s.explain(data.ErrAway)
	}
	err := s.explain(told(ctx, do()))
	if errors.Is(err, data.ErrAway) && s.away.CompareAndSwap(false, true) {
		time.AfterFunc(pause, func() { s.away.Store(false) })
	}
	return err
}

// told gives the reason for which a context ended in place of that it did.
func told(ctx context.Context, err error) error {
	if err != nil && errors.Is(context.Cause(ctx), data.ErrAway) {
		return data.ErrAway
	}
	return err
}

// The classes and codes of PostgreSQL's errors that are told apart (its Appendix A).
const (
	classConnection = "08"
	classShutdown   = "57"
	queryCanceled   = "57014"
	diskFull        = "53100"
	tooMany         = "53300"
	lockNotThere    = "55P03"
	deadlock        = "40P01"
	notSerialized   = "40001"
	noPrivilege     = "42501"
	noExtension     = "0A000"
	badText         = "22021"
	notUnique       = "23505"
	noReference     = "23503"
	overlap         = "23P01"
)

// explain names the database and says in a user's words what it did not like.
func (s *Store) explain(err error) error {
	var fault *pgconn.PgError
	switch {
	case err == nil, ours(err):
		return err
	case errors.As(err, &fault):
		return fmt.Errorf("%s: %w", s.name, kind(fault))
	case unreachable(err):
		return fmt.Errorf("%s: %w (%s)", s.name, data.ErrAway, strings.Join(strings.Fields(cause(err).Error()), " "))
	}
	return fmt.Errorf("%s: %w", s.name, err)
}

// ours tells an answer of the store from a fault of the database.
func ours(err error) bool {
	return slices.ContainsFunc([]error{context.Canceled, data.ErrNotFound, data.ErrTaken, data.ErrManyJobs, data.ErrLost},
		func(answer error) bool { return errors.Is(err, answer) })
}

// unreachable tells a connection that could not be made or that has ended.
func unreachable(err error) bool {
	var connecting *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connecting) || errors.As(err, &network) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed)
}

// cause is what the network said, where it was that.
func cause(err error) error {
	if said := new(net.OpError); errors.As(err, &said) {
		return said
	}
	return err
}

// kind is what an error of PostgreSQL's is about.
func kind(fault *pgconn.PgError) error {
	if strings.HasPrefix(fault.Code, classConnection) || strings.HasPrefix(fault.Code, classShutdown) && fault.Code != queryCanceled {
		return fmt.Errorf("%w (%w)", data.ErrAway, fault)
	}
	switch fault.Code {
	case notUnique:
		return data.ErrExists
	case noReference:
		return data.ErrNotFound
	case overlap:
		return data.ErrTaken
	case queryCanceled, tooMany, lockNotThere, deadlock, notSerialized:
		return data.ErrBusy
	case diskFull:
		return data.ErrFull
	case noPrivilege, noExtension:
		return fmt.Errorf("%w; have its administrator run CREATE EXTENSION postgis and let this user make tables", fault)
	case badText:
		return errors.New("a text holds the character NUL or is no UTF-8, which the database cannot keep; correct it")
	}
	return fault
}
