package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// Three points on a line with the depot, 1 to 3 away from it; the farthest does not fit into 5 there and back.
const lineInstance = "n 5\nm 1\ntmax 5\n0 0 0\n1 0 10\n2 0 20\n3 0 90\n0 0 0\n"

func TestTours(t *testing.T) {
	file := filepath.Join(t.TempDir(), "line.txt")
	if err := os.WriteFile(file, []byte(lineInstance), 0o600); err != nil {
		t.Fatal(err)
	}
	out, messages, exit := nightbeat(t, "tours", file, "--iterations", "50", "--format", "json")
	if exit != 0 {
		t.Fatal(messages)
	}
	var got toursResult
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got.Reward != 30 || got.Bound < 30 || len(got.Routes) != 1 || len(got.Routes[0]) != 2 {
		t.Errorf("%+v", got)
	}
	text, _, _ := nightbeat(t, "tours", file, "--iterations", "50", "--crews", "2")
	if !strings.HasPrefix(text, "reward 30, at most") || strings.Count(text, "route ") != 2 {
		t.Errorf("%q", text)
	}
	if _, _, exit := nightbeat(t, "tours", file, "--iterations", "5", "--proof", "1001"); exit != 2 {
		t.Errorf("--proof 1001: exit %d", exit)
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal([]byte(out), &keys); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"reward", "bound", "seconds", "iterations", "routes"} {
		if keys[key] == nil {
			t.Errorf("no %q in %s", key, out)
		}
	}
}

func TestToursAsksAgain(t *testing.T) {
	file := filepath.Join(t.TempDir(), "line.txt")
	if err := os.WriteFile(file, []byte(lineInstance), 0o600); err != nil {
		t.Fatal(err)
	}
	routes := func() (got toursResult) {
		out, _, _ := nightbeat(t, "tours", file, "--iterations", "20", "--seed", "3", "--threads", "1", "--format", "json")
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(err)
		}
		got.Seconds = 0
		return got
	}
	if a, b := routes(), routes(); !reflect.DeepEqual(a, b) {
		t.Errorf("%+v, then %+v", a, b)
	}
}

func TestToursRefuses(t *testing.T) {
	for _, c := range []struct {
		args []string
		exit int
		says string
	}{
		{[]string{"tours"}, 2, "file"},
		{[]string{"tours", "no-such-file.txt"}, 1, "no-such-file.txt"},
		{[]string{"tours", "tours_test.go"}, 1, "tours_test.go: line 1"},
		{[]string{"tours", "tours_test.go", "--crews", "-1"}, 2, "--crews"},
		{[]string{"tours", "tours_test.go", "--limit", "-1s"}, 2, "--limit"},
		{[]string{"tours", "tours_test.go", "--format", "xml"}, 2, "json"},
	} {
		_, messages, exit := nightbeat(t, c.args...)
		if exit != c.exit || !strings.Contains(messages, c.says) {
			t.Errorf("%v: exit %d, %q; want %d and a word of %q", c.args, exit, messages, c.exit, c.says)
		}
	}
}
