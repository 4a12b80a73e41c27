// Package pgtest starts a throw-away PostgreSQL with PostGIS for tests.
//
// Promises: nothing of it is left when the test process ends, however it ends; no other server is touched.
package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a running PostgreSQL of its own, reached by a socket in its folder.
type Server struct {
	dir     string
	stop    io.Closer
	ended   chan error
	schemas atomic.Int64
}

// ErrAbsent tells that PostgreSQL or PostGIS is not installed.
var ErrAbsent = errors.New("PostgreSQL with PostGIS is not installed (Debian: postgresql-15-postgis-3)")

// guard runs the server until its standard input ends, which it does with the test process; then it tidies up.
const guard = `trap "" INT TERM HUP; "$0" "$@" <&- & server=$!; cat >/dev/null; kill -INT $server; wait $server; cd / && rm -rf "$OLDPWD"`

// Start makes and starts a server.
func Start() (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "nightbeat-pg-")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, ended: make(chan error, 1)}
	if err := s.start(bin); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := s.ready(); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// binaries is the folder of the newest PostgreSQL that has PostGIS.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err != nil || len(found) == 0 {
		return "", ErrAbsent
	}
	bin := filepath.Dir(found[len(found)-1])
	version := filepath.Base(filepath.Dir(bin))
	if _, err := os.Stat(filepath.Join("/usr/share/postgresql", version, "extension/postgis.control")); err != nil {
		return "", ErrAbsent
	}
	return bin, nil
}

func (s *Server) start(bin string) error {
	if err := s.own(); err != nil {
		return err
	}
	initdb := s.command(filepath.Join(bin, "initdb"), "-D", s.dir+"/data", "-A", "trust", "-U", "nightbeat", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	server := s.command("/bin/sh", "-c", guard, filepath.Join(bin, "postgres"), "-D", s.dir+"/data", "-k", s.dir, "-c", "listen_addresses=",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=64MB", "-c", "log_min_messages=fatal")
	stdin, err := server.StdinPipe()
	if err != nil {
		return err
	}
	s.stop = stdin
	var said bytes.Buffer
	server.Stdout, server.Stderr = &said, &said
	if err := server.Start(); err != nil {
		return err
	}
	go func() { s.ended <- server.Wait() }()
	return nil
}

// own gives the folder to the user that the server runs as: PostgreSQL refuses root.
func (s *Server) own() error {
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup(unprivileged)
	if err != nil {
		return err
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return err
	}
	return os.Chown(s.dir, uid, -1)
}

// unprivileged is who runs the server where the tests run as root; Debian's package makes the user.
const unprivileged = "postgres"

func (s *Server) command(name string, args ...string) *exec.Cmd {
	if os.Getuid() == 0 {
		name, args = "runuser", append([]string{"-u", unprivileged, "--", name}, args...)
	}
	c := exec.Command(name, args...)
	c.Dir = s.dir
	return c
}

// ready waits until the server answers, and makes PostGIS known in its database.
func (s *Server) ready() (err error) {
	for range 100 {
		if err = s.run(`CREATE EXTENSION IF NOT EXISTS postgis`); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

func (s *Server) run(statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.address("public"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

func (s *Server) address(schemas string) string {
	return fmt.Sprintf("postgres://nightbeat@/postgres?host=%s&search_path=%s", s.dir, schemas)
}

// Socket is the server's socket.
func (s *Server) Socket() string { return filepath.Join(s.dir, ".s.PGSQL.5432") }

// Empty is the address of an empty database: a schema of its own.
func (s *Server) Empty(t testing.TB) string {
	t.Helper()
	name := fmt.Sprint("t", s.schemas.Add(1))
	if err := s.run(`CREATE SCHEMA ` + name); err != nil {
		t.Fatal(err)
	}
	return s.address(name + ",public")
}

// Stop ends the server and removes all that it has written.
func (s *Server) Stop() error {
	return errors.Join(s.stop.Close(), <-s.ended)
}
