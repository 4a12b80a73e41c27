package web

import (
	"time"

	"nightbeat/planner/words"
)

// Log is what was counted in a month.
type Log struct {
	Month, Before, After string // 2006-01
	Tables               []LogTable
	Total                LogRow
}

// LogTable is the totals by night, unit or place.
type LogTable struct {
	Heading words.Note
	Rows    []LogRow
}

// LogRow is a total: of each kind, of all.
type LogRow struct {
	Name  words.Note
	Kinds []int
	All   int
}

// CountForm is what the desk may count.
type CountForm struct {
	ID           string // of the report that comes of it
	At           time.Time
	Units, Stops []Choice
	Kinds        []Kind
}

// Kind is a kind of service.
type Kind struct {
	ID   string
	Name words.Note
}

// Template implements Page.
func (Log) Template() string { return "log.html" }

// Heading implements Page.
func (l Log) Heading() words.Note { return words.New("Service log of %s", l.Month) }
