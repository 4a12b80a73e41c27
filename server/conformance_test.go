package server

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestConformanceIsShown reads docs/conformance.md: each line that is ticked names a test, and each test that is named
// is there.
func TestConformanceIsShown(t *testing.T) {
	raw, err := os.ReadFile("../docs/conformance.md")
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	function := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range function.FindAllSubmatch(source, -1) {
			there[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w+`)
	ticked := strings.Split(string(raw), "\n- [x] ")[1:]
	if len(ticked) < 30 {
		t.Errorf("%d lines are ticked", len(ticked))
	}
	for _, line := range ticked {
		line, _, _ = strings.Cut(line, "\n\n")
		tests := named.FindAllString(line, -1)
		if len(tests) == 0 {
			t.Errorf("no test shows: %.100s", line)
		}
		for _, name := range tests {
			if !there[name] {
				t.Errorf("there is no %s, which shows: %.100s", name, line)
			}
		}
	}
}

// TestConformanceIsWritten compares the classes that the server lists with the headings of the document.
func TestConformanceIsWritten(t *testing.T) {
	raw, err := os.ReadFile("../docs/conformance.md")
	if err != nil {
		t.Fatal(err)
	}
	headings := strings.Join(regexp.MustCompile(`(?m)^## .*$`).FindAllString(string(raw), -1), "\n")
	for _, class := range conforms {
		name := class[strings.LastIndexByte(class, '/')+1:]
		spelled := strings.ReplaceAll(name, "queryables-query-parameters", "queryables as query parameters")
		spelled = strings.ReplaceAll(spelled, "basic-spatial-functions-plus", "basic-spatial-functions(-plus)")
		if !strings.Contains(headings, spelled) {
			t.Errorf("no heading of docs/conformance.md has the class %s", name)
		}
	}
}
