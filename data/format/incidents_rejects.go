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
	if r.ID == "" {
		return fmt.Sprintf("%s: features[%d]: %s", Printable(r.File, maxName), r.Feature, r.Reason)
	}
	return fmt.Sprintf("%s: features[%d] (id %s): %s", Printable(r.File, maxName), r.Feature, strconv.Quote(shorten(r.ID, maxName)), r.Reason)
}

const maxName = 80 // bytes of a name in a message

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
