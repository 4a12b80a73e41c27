package web

import (
	"fmt"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"rsc.io/qr"

	"nightbeat/planner/words"
)

// Brief is the roll-call briefing, a sheet for each unit.
type Brief struct {
	Plan       string
	Approved   bool
	Start, End time.Time
	Sheets     []Sheet
}

// Sheet is what a unit takes along.
type Sheet struct {
	Unit Unit
	Link string // the address of the unit's own page
	Code Code
}

// Code is a QR code as an SVG path.
type Code struct {
	Size int
	Path string
}

// CodeOf is the QR code of a text, with its quiet zone of four modules (ISO/IEC 18004).
func CodeOf(text string) (Code, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return Code{}, err
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+4, y+4)
			}
		}
	}
	return Code{code.Size + 8, path.String()}, nil
}

// Template implements Page.
func (Brief) Template() string { return "brief.html" }

// Heading implements Page.
func (b Brief) Heading() words.Note { return words.New("Briefing of %s", b.Start.Format("2006-01-02")) }

// Officer is a unit's night on its phone.
type Officer struct {
	Token, Plan string
	Approved    bool
	Start, End  time.Time
	Unit        Unit
	Base        orb.Point
	Places      []orb.Point  // by call
	Hospitals   []words.Note // by call: which is nearest
	Reports     []Report     // what the unit has told
	Away        []int        // for how many minutes a unit may be taken away with one tap
}

// Template implements Page.
func (Officer) Template() string { return "officer.html" }

// Heading implements Page.
func (o Officer) Heading() words.Note { return words.New("%s", o.Unit.Name) }

// Wall is the night as it goes on.
type Wall struct {
	Plan       string
	Start, End time.Time
	Units      []Unit
}

// Template implements Page.
func (Wall) Template() string { return "wall.html" }

// Heading implements Page.
func (w Wall) Heading() words.Note { return words.New("Night of %s", w.Start.Format("2006-01-02")) }

// Report is what a unit has told of a stop.
type Report struct {
	ID, Stop, Kind, Words string
	Visit                 int
	At                    time.Time
	For                   time.Duration // that a unit is taken away
}
