package web

import (
	"net/url"
	"time"

	"nightbeat/planner/words"
)

// Areas is the list of the station's areas.
type Areas struct {
	Areas   []Area
	MayKeep bool
}

// Template implements Page.
func (Areas) Template() string { return "areas.html" }

// Heading implements Page.
func (Areas) Heading() words.Note { return words.New("Areas of the station") }

// AreaSheet is an area's sheet for its officers.
type AreaSheet struct {
	Area
	From, To   time.Time // the first and the last day
	Notes      []words.Note
	Service    words.Note
	Categories []Bar
	Points     []AreaPoint
	Series     []words.Note
	Rule       words.Note // by which repeat places are found
	Repeat     []RepeatPlace
}

// AreaPoint is a place where units stood in an area.
type AreaPoint struct {
	Name           string
	Nights, Visits int
	Asked, Stayed  time.Duration
}

// Template implements Page.
func (AreaSheet) Template() string { return "area.html" }

// Heading implements Page.
func (a AreaSheet) Heading() words.Note { return words.New("%s", a.Name) }

// Path is the area in an address.
func (a Area) Path() string { return url.PathEscape(a.ID) }
