package words_test

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nightbeat/planner/words"
)

const house = "../.." // the project's root

// sayers are the functions that say a sentence, and which of their arguments it is.
var sayers = map[string]int{
	"words.New": 0, "New": 0, "Sayf": 0, "invalid": 1, "impossible": 1, "refuse": 1, "problem": 2, "exception": 2, "add": 0,
}

// constants are named so where they are said later: why a visit is not made, why an incident was left out, kinds of dispute.
var constants = regexp.MustCompile(`^(NoWay|TooFar|Closed|NoTime|left(Later|Found|Far|Outside)|CalledAway|OutOfService|AtBase|Waiting|uncategorised|Kind[A-Z]\w*)$`)

// said are all sentences that the house says, with a place where each is.
func said(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{", ": "planner/words/language.go", "%s and %s": "planner/words/note.go", "patrol": "a profile", "car": "a profile", "foot": "a profile"}
	inPage := regexp.MustCompile(`\bsay "((?:[^"\\]|\\.)*)"`)
	inScript := regexp.MustCompile(`\bsay\(\s*'((?:[^'\\]|\\.)*)'`)
	err := filepath.WalkDir(house, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch {
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && !strings.Contains(path, "storetest"):
			return inGo(path, all)
		case strings.HasSuffix(path, ".html"):
			return inText(path, inPage, all)
		case strings.HasSuffix(path, ".mjs"):
			return inText(path, inScript, all)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func inText(path string, saying *regexp.Regexp, all map[string]string) error {
	raw, err := os.ReadFile(path)
	for _, m := range saying.FindAllSubmatch(raw, -1) {
		all[strings.ReplaceAll(string(m[1]), `\'`, `'`)] = path
	}
	return err
}

func inGo(path string, all map[string]string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if i, ok := sayers[called(n.Fun)]; ok && i < len(n.Args) {
				take(n.Args[i], path, all)
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && (key.Name == "Says" || key.Name == "name" && strings.Contains(path, "planner/risk/")) { // what a model learns from
				take(n.Value, path, all)
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if constants.MatchString(name.Name) && i < len(n.Values) {
					take(n.Values[i], path, all)
				}
			}
		}
		return true
	})
	return nil
}

// called is the name of a function as it is called.
func called(f ast.Expr) string {
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if from, ok := f.X.(*ast.Ident); ok && from.Name == "words" {
			return "words." + f.Sel.Name
		}
		if f.Sel.Name == "Sayf" || f.Sel.Name == "say" {
			return "Sayf"
		}
	}
	return ""
}

// take notes a string that is written out; literals joined by + are one.
func take(e ast.Expr, path string, all map[string]string) {
	if s, ok := literal(e); ok && strings.ContainsFunc(verbless.ReplaceAllString(s, ""), isLetter) {
		all[s] = path
	}
}

var verbless = regexp.MustCompile(`%[-+# 0]*\d*(?:\.\d+)?[a-zA-Z%]`)

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		a, okA := literal(e.X)
		b, okB := literal(e.Y)
		return a + b, okA && okB
	}
	return "", false
}

// TestNoWordIsMissing has each language know each sentence that is said anywhere in the house, and none that is not.
func TestNoWordIsMissing(t *testing.T) {
	all := said(t)
	if len(all) < 100 {
		t.Fatalf("only %d sentences were found: the search for them is broken", len(all))
	}
	for _, l := range words.Languages() {
		table := l.Table()
		if table == nil {
			continue // English
		}
		for _, sentence := range slices.SortedFunc(maps.Keys(all), func(a, b string) int { return cmp.Or(cmp.Compare(all[a], all[b]), cmp.Compare(a, b)) }) {
			if table[sentence] == "" {
				t.Errorf("%s lacks %q, which %s says", l, sentence, all[sentence])
			}
		}
		for sentence := range table {
			if _, ok := all[sentence]; !ok {
				t.Errorf("%s has %q, which nobody says", l, sentence)
			}
		}
	}
}

// TestTranslationsUseTheirValues has each translation use exactly the values that the English sentence has.
func TestTranslationsUseTheirValues(t *testing.T) {
	hole := regexp.MustCompile(`\{\d+\}`)
	for _, l := range words.Languages() {
		for sentence, own := range l.Table() {
			want := map[string]bool{}
			n := 0
			for _, v := range verbless.FindAllString(sentence, -1) {
				if !strings.HasSuffix(v, "%") {
					n++
					want["{"+strconv.Itoa(n)+"}"] = true
				}
			}
			for _, h := range hole.FindAllString(sentence, -1) {
				want[h] = true
			}
			got := map[string]bool{}
			for _, h := range hole.FindAllString(own, -1) {
				got[h] = true
			}
			if !maps.Equal(got, want) {
				t.Errorf("%q is %q: values %v, want %v", sentence, own, got, want)
			}
		}
	}
}
