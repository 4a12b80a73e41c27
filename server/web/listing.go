package web

import "nightbeat/planner/words"

// Listing is a plain page: a table and links.
type Listing struct {
	Title, Note string
	Columns     []string
	Rows        [][]Entry
	Links       []Entry
}

// Entry is a text that may lead somewhere.
type Entry struct{ Text, Href string }

// Template implements Page.
func (Listing) Template() string { return "listing.html" }

// Heading implements Page.
func (l Listing) Heading() words.Note { return words.New("%s", l.Title) }
