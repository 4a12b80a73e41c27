package web

import (
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strings"
	"sync"
	"time"

	"nightbeat/planner/words"
)

// Frame is what surrounds every page.
type Frame struct {
	Lang    words.Language
	User    string   // who has signed in; empty where nobody has
	Theme   string   // "light", "dark" or, as the system has it, ""
	Address *url.URL // of the page
}

// With is the page's own address with a parameter changed.
func (f Frame) With(parameter, value string) string {
	at := *f.Address
	q := at.Query()
	q.Set(parameter, value)
	at.RawQuery = q.Encode()
	return at.RequestURI()
}

// Languages are those that a reader can choose.
func (Frame) Languages() []words.Language { return words.Languages() }

// Page is what a page shows; each kind has its template.
type Page interface {
	Template() string // its name
	Heading() words.Note
}

// Write renders a page in its frame.
func Write(w io.Writer, f Frame, p Page) error {
	all, err := templates()
	if err != nil {
		return err
	}
	return all[f.Lang].ExecuteTemplate(w, p.Template(), struct {
		Frame
		Title words.Note
		P     Page
	}{f, p.Heading(), p})
}

// templates are the pages in each language.
var templates = sync.OnceValues(func() (map[words.Language]*template.Template, error) {
	all := map[words.Language]*template.Template{}
	for _, l := range words.Languages() {
		t, err := template.New("").Funcs(functions(l)).ParseFS(files, "pages/*.html")
		if err != nil {
			return nil, err
		}
		all[l] = t
	}
	return all, nil
})

// functions are what templates can ask for.
func functions(l words.Language) template.FuncMap {
	return template.FuncMap{
		"say":     l.Sayf,
		"note":    l.Say,
		"clock":   func(t time.Time) string { return t.Format("15:04") },
		"day":     func(t time.Time) string { return t.Format("2006-01-02") },
		"machine": func(t time.Time) string { return t.Format(time.RFC3339) },
		"minutes": func(d time.Duration) string { return l.Sayf("%.0f min", d.Minutes()) },
		"percent": func(d time.Duration, from, to time.Time) float64 {
			return 100 * d.Seconds() / max(1, to.Sub(from).Seconds())
		},
		"class": func(template string) string { return "page-" + strings.TrimSuffix(template, ".html") },
		"one":   func(x float64) string { return fmt.Sprintf("%.1f", x) },
	}
}
