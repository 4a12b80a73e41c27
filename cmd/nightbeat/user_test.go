package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nightbeat/data"
)

const password = "correct horse"

// added is a store with some users, each "name role".
func added(t *testing.T, users ...string) (store string) {
	t.Helper()
	store = filepath.Join(t.TempDir(), "s.gpkg")
	for _, user := range users {
		name, role, _ := strings.Cut(user, " ")
		c := userAddCmd{storeFlag: storeFlag{store}, Name: name, Role: role}
		if err := c.Run(t.Context(), console{&bytes.Buffer{}, &bytes.Buffer{}}, strings.NewReader(password+"\n")); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

func TestUsers(t *testing.T) {
	store := added(t, "陈 commander", "li analyst")
	con := console{&bytes.Buffer{}, &bytes.Buffer{}}
	for _, c := range []struct {
		cmd  userAddCmd
		in   string
		says string
	}{
		{userAddCmd{Name: "li", Role: "viewer"}, password, "there already"},
		{userAddCmd{Name: "wu", Role: "viewer"}, "short\n", "at least 10"},
		{userAddCmd{Name: "wu", Role: "viewer"}, strings.Repeat("a", 1000), "at most 256"},
		{userAddCmd{Name: "wu", Role: "officer"}, password, "--unit"},
		{userAddCmd{Name: "wu", Role: "viewer", Unit: "A1"}, password, "only officers"},
		{userAddCmd{Name: "w u", Role: "viewer"}, password, "letters"},
		{userAddCmd{Name: "a:b", Role: "viewer"}, password, "letters"},
	} {
		c.cmd.Store = store
		if err := c.cmd.Run(t.Context(), con, strings.NewReader(c.in)); err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), password) {
			t.Errorf("%+v: %v, want a word of %q", c.cmd, err, c.says)
		}
	}
	passwd := userPasswdCmd{storeFlag: storeFlag{store}, Name: "li"}
	if err := passwd.Run(t.Context(), con, strings.NewReader("another password\r\n")); err != nil {
		t.Fatal(err)
	}
	err := passwd.with(t.Context(), func(s data.Store) error {
		u, err := s.User(t.Context(), "li")
		if !u.Knows("another password") || u.Knows(password) || u.Role != data.Analyst || strings.Contains(u.Password, "another") {
			t.Errorf("%+v does not know the new password, or knows the old", u)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if out, messages, exit := nightbeat(t, "user", "list", "--store", store); exit != 0 || !strings.Contains(out, "陈") || !strings.Contains(out, "li") || strings.Contains(out, "argon2") {
		t.Errorf("%d %q %q", exit, out, messages)
	}
	for _, c := range []struct {
		args string
		exit int
	}{{"user remove li", 0}, {"user remove li", 1}, {"user passwd li", 1}, {"user add x --role king", 2}} {
		if _, messages, exit := nightbeat(t, append(strings.Fields(c.args), "--store", store)...); exit != c.exit {
			t.Errorf("%s: exit %d, %q", c.args, exit, messages)
		}
	}
}

func TestTokenCommands(t *testing.T) {
	store := added(t, "li analyst")
	key, messages, exit := nightbeat(t, "token", "add", "li", "--scope", "read", "--days", "2", "--store", store)
	key = strings.TrimSpace(key)
	if exit != 0 || !strings.HasPrefix(key, "nb_") || len(key) < 50 || strings.Contains(messages, key) {
		t.Fatalf("%d %q %q", exit, key, messages)
	}
	prefix := key[:11]
	out, _, _ := nightbeat(t, "token", "list", "--store", store)
	if !strings.Contains(out, prefix) || strings.Contains(out, key) || !strings.Contains(out, "valid") || !strings.Contains(out, "never") {
		t.Errorf("the list shows %q", out)
	}
	raw, err := os.ReadFile(store)
	if err != nil || bytes.Contains(raw, []byte(key)) {
		t.Errorf("the store holds the key itself (%v)", err)
	}
	if _, messages, exit := nightbeat(t, "token", "revoke", prefix, "--store", store); exit != 0 {
		t.Error(messages)
	}
	if out, _, _ := nightbeat(t, "token", "list", "--store", store); !strings.Contains(out, "revoked") {
		t.Errorf("after revoking: %q", out)
	}
	for _, args := range []string{"token add nobody", "token revoke nb_x", "token add li --days 0"} {
		if _, messages, exit := nightbeat(t, append(strings.Fields(args), "--store", store)...); exit == 0 {
			t.Errorf("%s: %q", args, messages)
		}
	}
}

func TestAuditCommands(t *testing.T) {
	store := added(t, "chen commander", "li analyst")
	out, messages, exit := nightbeat(t, "audit", "verify", "--store", store)
	if exit != 0 || !strings.HasPrefix(out, "2 entries, whole; the last hash is ") {
		t.Fatalf("%d %q %q", exit, out, messages)
	}
	hash := out[strings.LastIndex(out, " ")+1 : len(out)-1]
	if _, messages, exit := nightbeat(t, "user", "remove", "li", "--store", store); exit != 0 {
		t.Fatal(messages)
	}
	for holds, want := range map[string]int{hash: 0, strings.Repeat("0", 64): 1} {
		if _, messages, exit := nightbeat(t, "audit", "verify", "--store", store, "--holds", holds); exit != want {
			t.Errorf("--holds %s: %d %q", holds, exit, messages)
		}
	}
	out, _, _ = nightbeat(t, "audit", "export", "--store", store)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	var last entryJSON
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil || len(lines) != 3 || last.Did != "remove user" || last.Object != "li" || !strings.HasPrefix(last.From, "command line") {
		t.Errorf("%v in %s", err, out)
	}

	raw, err := os.ReadFile(store) // every command leaves it whole, its log empty
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(raw, []byte("li as analyst"))
	if at < 0 {
		t.Fatal("the entry is not in the file")
	}
	raw[at]++
	if err := os.WriteFile(store, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, messages, exit := nightbeat(t, "audit", "verify", "--store", store); exit != 1 || !strings.Contains(messages, "entry 2") {
		t.Errorf("a changed byte: %d %q", exit, messages)
	}
}

func TestDoctor(t *testing.T) {
	store := added(t, "chen commander")
	backup := filepath.Join(t.TempDir(), "b.gpkg")
	if _, messages, exit := nightbeat(t, "backup", backup, "--store", store); exit != 0 {
		t.Fatal(messages)
	}
	well := []string{"doctor", "--store", store, "--behind", "10.0.0.1", "--public", "https://patrol.example", "--backup", backup}
	if out, messages, exit := nightbeat(t, well...); exit != 0 || strings.Count(out, "ok ") != 8 {
		t.Fatalf("%d %s %s", exit, out, messages)
	}
	for _, c := range []struct {
		spoil func() error
		args  []string
		says  string
	}{
		{nil, []string{"doctor", "--store", store, "--backup", backup}, "TLS"},
		{nil, []string{"doctor", "--store", store, "--addr", "0.0.0.0:80"}, "cross the network"},
		{nil, []string{"doctor", "--store", filepath.Join(t.TempDir(), "new.gpkg")}, "accounts: there are none"},
		{nil, well[:len(well)-2], "--backup"},
		{func() error { return os.Chmod(store, 0o644) }, well, "chmod 600"},
		{func() error { old := time.Now().Add(-50 * time.Hour); return os.Chtimes(backup, old, old) }, well, "50 hours old"},
		{func() error { return os.Remove(backup) }, well, "there is none"},
	} {
		if c.spoil != nil {
			if err := c.spoil(); err != nil {
				t.Fatal(err)
			}
		}
		if out, _, exit := nightbeat(t, c.args...); exit != 1 || !strings.Contains(out, c.says) {
			t.Errorf("%v: exit %d, %s, want a word of %q", c.args, exit, out, c.says)
		}
	}
}
