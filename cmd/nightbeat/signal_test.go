//go:build unix

package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestSignals stops a server in a process of its own. The first signal lets an open request go on, the second ends it; with
// nothing open the first is enough.
func TestSignals(t *testing.T) {
	for _, open := range []bool{false, true} {
		s := exec.Command(os.Args[0])
		s.Env = append(os.Environ(), servantEnv+"=serve --addr 127.0.0.1:0 --store "+filepath.Join(t.TempDir(), "s.gpkg"))
		said := make(chan string, 1)
		s.Stderr = firstLine(said)
		if err := s.Start(); err != nil {
			t.Fatal(err)
		}
		base := address.FindString(<-said)
		if open {
			halfARequest(t, strings.TrimPrefix(base, "http://"))
		}
		ended := make(chan error, 1)
		go func() { ended <- s.Wait() }()
		terminate(t, s)
		if open {
			select {
			case err := <-ended:
				t.Fatalf("the open request was cut off: %v", err)
			case <-time.After(300 * time.Millisecond):
			}
			terminate(t, s)
		}
		select {
		case err := <-ended:
			if killed := err != nil; killed != open {
				t.Errorf("a request open: %t; it ends with %v", open, err)
			}
		case <-time.After(graceful / 2):
			t.Errorf("a request open: %t; it does not end", open)
			_ = s.Process.Kill()
		}
	}
}

func terminate(t *testing.T, s *exec.Cmd) {
	t.Helper()
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
}

// halfARequest begins an import, waits until the server reads it, and sends no more.
func halfARequest(t *testing.T, addr string) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	fmt.Fprintf(conn, "POST /incidents HTTP/1.1\r\nHost: %s\r\nContent-Type: application/geo+json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n", addr)
	var begun [12]byte
	if _, err := conn.Read(begun[:]); err != nil || string(begun[:]) != "HTTP/1.1 100" {
		t.Fatalf("%q, %v: the server does not read the import", begun, err)
	}
}
