package format

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Reject is a feature that was left out.
type Reject struct {
	File    string
	Feature int    // position in the array features, from 0
	ID      string // as far as the feature has one
	Reason  string // holds no text of the feature
}

// String names the feature on one printable line.
func (r Reject) String() string {
	id := ""
	if r.ID != "" {
		id = " (id " + strconv.Quote(shorten(r.ID, maxName)) + ")"
	}
	return fmt.Sprintf("%s: features[%d]%s: %s", printablePath(r.File), r.Feature, id, r.Reason)
}

const (
	maxName = 60  // bytes of an id in a message
	maxPath = 120 // bytes of a path in a message
)

// printablePath keeps the end of a long path, which holds the file's name.
func printablePath(path string) string {
	if start := len(path) - maxPath; start > 0 {
		for start < len(path) && !utf8.RuneStart(path[start]) {
			start++
		}
		path = "…" + path[start:]
	}
	return Printable(path, len(path))
}

// Rejects are the features left out: how many, and the first of them.
type Rejects struct {
	Total int
	First []Reject // at most IncidentOptions.MaxRejects
}

// Printable gives text on one line with what a terminal would obey escaped, cut to at most most bytes.
func Printable(text string, most int) string {
	quoted := strconv.Quote(shorten(text, most))
	return quoted[1 : len(quoted)-1]
}

// shorten cuts text to at most most bytes, between characters.
func shorten(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "…"
}
