package postgres

import (
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nightbeat/data"
	"nightbeat/data/storetest"
)

// cable stands between a store and the server: it can be cut, and it can fall silent.
type cable struct {
	dir    string
	mu     sync.Mutex
	silent bool
	plug   net.Listener
	ends   []net.Conn
}

// laid is a cable to the server; a store reaches it by the address with another host.
func laid(t *testing.T, at string) (*cable, string) {
	t.Helper()
	c := &cable{dir: t.TempDir()}
	c.mend(t)
	t.Cleanup(c.cut)
	return c, strings.Replace(at, filepath.Dir(server.Socket()), c.dir, 1)
}

// mend has the cable carry again.
func (c *cable) mend(t *testing.T) {
	plug, err := net.Listen("unix", filepath.Join(c.dir, filepath.Base(server.Socket())))
	if err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.plug, c.silent = plug, false
	go func() {
		for {
			near, err := plug.Accept()
			if err != nil {
				return
			}
			c.carry(near)
		}
	}()
}

func (c *cable) carry(near net.Conn) {
	far, err := net.Dial("unix", server.Socket())
	if err != nil {
		near.Close()
		return
	}
	c.mu.Lock()
	c.ends = append(c.ends, near, far)
	c.mu.Unlock()
	go func() { _, _ = io.Copy(far, near) }() // ends when the cable is cut
	go func() { _, _ = io.Copy(muffled{c, near}, far) }()
}

// muffled drops what comes while the cable is silent.
type muffled struct {
	c *cable
	net.Conn
}

func (m muffled) Write(p []byte) (int, error) {
	m.c.mu.Lock()
	silent := m.c.silent
	m.c.mu.Unlock()
	if silent {
		return len(p), nil
	}
	return m.Conn.Write(p)
}

func (c *cable) hush() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.silent = true
}

// cut ends all connections, and lets nobody connect.
func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.plug.Close()
	for _, end := range c.ends {
		end.Close()
	}
	c.ends = nil
}

// TestComesBack cuts the cable to the database, or has it fall silent: each question and each write is told so in time,
// and when the cable is mended the same store answers again, with all that it acknowledged.
func TestComesBack(t *testing.T) {
	for name, fault := range map[string]func(*cable){"cut": (*cable).cut, "silent": (*cable).hush} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, at := laid(t, address(t))
			s := opened(t, at)
			if _, err := s.Import(t.Context(), data.Given(storetest.Town(1, 10))); err != nil {
				t.Fatal(err)
			}
			fault(c)
			for range 2 {
				wantAway(t, s)
			}
			c.cut()
			c.mend(t)
			wantBack(t, s)
		})
	}
}

func wantAway(t *testing.T, s *Store) {
	t.Helper()
	within, cancel := context.WithTimeout(t.Context(), 2*patience) // each gives up long before; else this test would hang
	defer cancel()
	_, asking := s.Span(within)
	_, writing := s.Import(within, data.Given(storetest.Town(2, 10)))
	_, saving := s.SavePlan(within, storetest.Night(), storetest.Created)
	for _, err := range []error{asking, writing, saving} {
		if !errors.Is(err, data.ErrAway) || within.Err() != nil {
			t.Errorf("%v, %v, want ErrAway", err, within.Err())
		}
	}
}

func wantBack(t *testing.T, s *Store) {
	t.Helper()
	var sp data.Span
	var err error
	for range 50 {
		if sp, err = s.Span(t.Context()); err == nil {
			break
		}
		time.Sleep(pause / 5)
	}
	if err != nil || sp.Count != 10 {
		t.Errorf("%+v, %v, want the 10 incidents that were acknowledged", sp, err)
	}
}

// TestSlowStatementIsStopped locks a table against readers: a question is told that the store is busy, in time.
func TestSlowStatementIsStopped(t *testing.T) {
	t.Parallel()
	s := opened(t, address(t))
	tx, err := s.pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.Background()) }()
	if _, err := tx.Exec(t.Context(), `LOCK TABLE plans`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Plans(t.Context()); !errors.Is(err, data.ErrBusy) {
		t.Errorf("%v, want ErrBusy", err)
	}
}

// TestAddresses has addresses that cannot be refused in one line without the password.
func TestAddresses(t *testing.T) {
	for _, at := range []string{"postgres://night:secret@127.0.0.1:1/x", "postgres://night:secret@127.0.0.1:notaport/x"} {
		_, err := Open(t.Context(), at)
		if err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", at, err)
		}
	}
}

func TestPrivate(t *testing.T) {
	for at, want := range map[string]bool{
		"postgres://night@/x?host=/run/postgresql": true, "postgres://night@127.0.0.1/x": true, "postgres://night@[::1]/x": true, "postgres://night@localhost/x": true,
		"postgres://night@db/x": false, "postgres://night@db/x?sslmode=disable": false, "postgres://night@db/x?sslmode=require": false,
		"postgres://night@db/x?sslmode=verify-full": true, "postgres://night@db/x?sslmode=verify-ca": true, "postgres://night@localhost,db/x?sslmode=disable": false,
	} {
		if private, err := Private(at); err != nil || private != want {
			t.Errorf("%s: %t, %v, want %t", at, private, err, want)
		}
	}
	if _, err := Private("postgres://night@db:notaport/x"); err == nil {
		t.Error("no address is taken for one")
	}
}
