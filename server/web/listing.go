package web

import (
	"html/template"
	"io"
)

// Listing is a plain page: a table and links.
type Listing struct {
	Title, Note string
	Columns     []string
	Rows        [][]Entry
	Links       []Entry
}

// Entry is a text that may lead somewhere.
type Entry struct{ Text, Href string }

var listing = template.Must(template.ParseFS(files, "listing.html"))

// Write renders the page.
func (l Listing) Write(w io.Writer) error { return listing.Execute(w, l) }
