package web

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"mime"
	"path"
	"time"
)

//go:embed page.html listing.html style.css
var files embed.FS

// Page is a night's plan as the page shows it; the zero Page invites to make one.
type Page struct {
	Plan                string
	Picture             template.HTML // an SVG; the caller vouches for it
	Start, End          time.Time
	Stops               int
	Share, AreaShare    float64 // per cent
	GapsKept, GapsAsked int
	Longest             time.Duration
	GapPercent          float64
	Capacity            string
	Warnings, Unserved  []string
	Formats             []string
	Units               []Unit
}

// Unit is one unit's timetable.
type Unit struct {
	Name       string
	Number     int // chooses its colour
	KM         float64
	Start, End time.Time
	Calls      []Call
}

// Call is one stay in a timetable.
type Call struct {
	Number        int
	Name          string
	Arrive, Leave time.Time
	Visit         int
	Must          bool
	Rest          time.Duration // how much of it is a break
	Along, Why    string
}

var page = template.Must(template.New("page.html").Funcs(template.FuncMap{
	"clock":   func(t time.Time) string { return t.Format("15:04") },
	"day":     func(t time.Time) string { return t.Format("2006-01-02 15:04") },
	"minutes": func(d time.Duration) string { return fmt.Sprintf("%.0f min", d.Minutes()) },
	"one":     func(x float64) string { return fmt.Sprintf("%.1f", x) },
}).ParseFS(files, "page.html"))

// Write renders the page.
func (p Page) Write(w io.Writer) error { return page.Execute(w, p) }

// Asset is an embedded file and its media type.
func Asset(name string) (raw []byte, mediaType string, err error) {
	if name != "style.css" {
		return nil, "", fmt.Errorf("no asset %q", name)
	}
	raw, err = files.ReadFile(name)
	return raw, mime.TypeByExtension(path.Ext(name)), err
}
