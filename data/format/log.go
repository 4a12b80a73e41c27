package format

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"
	"time"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// LogTable is one of the tables of a service log: its totals by night, unit, area or place.
type LogTable struct {
	Name    string // for programs
	Heading words.Note
	Rows    []planner.Tally
}

// Where what is counted has no name: the desk's, and what was at no stop or in no area.
const theDesk = "desk"

// LogTables are all tables of a log; by area only where there are areas.
func LogTables(l planner.Log, areas bool) []LogTable {
	or := func(name, otherwise string) string {
		if name == "" {
			return otherwise
		}
		return name
	}
	tables := []LogTable{
		{"nights", words.New("Night"), l.By(func(s planner.Served) string { return s.Night })},
		{"units", words.New("Unit"), l.By(func(s planner.Served) string { return or(s.Unit, theDesk) })},
	}
	if areas {
		tables = append(tables, LogTable{"areas", words.New("Area"), l.By(func(s planner.Served) string { return or(s.Area, elsewhere) })})
	}
	return append(tables, LogTable{"places", words.New("Place"), l.By(func(s planner.Served) string { return or(s.Place, elsewhere) })})
}

// serviceHeadings name the kinds of service, in the order of planner.Services.
func serviceHeadings() []words.Note {
	return []words.Note{words.New("Help"), words.New("Disputes settled"), words.New("Checks"), words.New("Arrests"), words.New("All")}
}

// numbers are a tally's counts, and their sum.
func numbers(t planner.Tally) []string {
	var texts []string
	for _, n := range t.Kinds {
		texts = append(texts, strconv.Itoa(n))
	}
	return append(texts, strconv.Itoa(t.All))
}

// WriteLogTable writes a month's service for people.
func WriteLogTable(w io.Writer, l planner.Log, areas bool) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(of string, cells []string) {
		fmt.Fprint(t, Printable(of, 60))
		for _, c := range cells {
			fmt.Fprint(t, "\t", c)
		}
		fmt.Fprintln(t, "\t")
	}
	var headings []string
	for _, h := range serviceHeadings() {
		headings = append(headings, h.String())
	}
	for _, table := range LogTables(l, areas) {
		line(table.Heading.String(), headings)
		for _, r := range table.Rows {
			line(r.Of, numbers(r))
		}
		line("in all", numbers(l.Total()))
		fmt.Fprintln(t)
	}
	return t.Flush()
}

// WriteLogCSV writes a row for each night, unit, place and kind: whoever adds them up gets the log's totals.
func WriteLogCSV(w io.Writer, l planner.Log) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	lines := [][]string{{"night", "unit", "area", "place", "kind", "count"}}
	for _, s := range l {
		lines = append(lines, []string{s.Night, NoFormula(s.Unit), NoFormula(s.Area), NoFormula(s.Place), string(s.Kind), strconv.Itoa(s.Count)})
	}
	return csv.NewWriter(w).WriteAll(lines)
}

// tallyJSON is a total on the wire.
type tallyJSON struct {
	Of     string         `json:"of,omitempty"`
	Counts map[string]int `json:"counts"`
	All    int            `json:"all"`
}

func wireTally(t planner.Tally) tallyJSON {
	wire := tallyJSON{t.Of, map[string]int{}, t.All}
	for i, kind := range planner.Services() {
		wire.Counts[string(kind)] = t.Kinds[i]
	}
	return wire
}

// WriteLogJSON writes a month's totals for programs.
func WriteLogJSON(w io.Writer, month string, l planner.Log, areas bool) error {
	wire := map[string]any{"month": month, "total": wireTally(l.Total())}
	for _, table := range LogTables(l, areas) {
		rows := []tallyJSON{}
		for _, r := range table.Rows {
			rows = append(rows, wireTally(r))
		}
		wire[table.Name] = rows
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(wire)
}

// WriteLogPDF writes a month's totals on paper. Made is when, as the paper says it.
func WriteLogPDF(w io.Writer, month string, l planner.Log, areas bool, made time.Time, scene Scene) error {
	p, err := newPaper("Nightbeat "+month, made, words.New("Nightbeat service log of %s", month), scene)
	if err != nil {
		return err
	}
	p.heading(p.say("Service log of %s", month))
	p.paragraph(p.say("Counts by night, unit and place; each table adds up to the same totals. A unit is a car or a patrol, never a person."))
	for _, table := range LogTables(l, areas) {
		p.pdf.Ln(4)
		p.columns = []column{{table.Heading, 76}}
		for _, h := range serviceHeadings() {
			p.columns = append(p.columns, column{h, 22})
		}
		p.headings()
		for _, r := range table.Rows {
			p.row(append([]string{p.named(r.Of)}, numbers(r)...)...)
		}
		p.row(append([]string{p.say("in all")}, numbers(l.Total())...)...)
	}
	return p.finish(w)
}

// named says what has no name of its own in the paper's language.
func (p *paper) named(of string) string {
	return p.scene.Speaks.Say(NamedInLog(of))
}

// NamedInLog is a row's name for people.
func NamedInLog(of string) words.Note {
	switch of {
	case theDesk:
		return words.New("desk")
	case elsewhere:
		return words.New("elsewhere")
	}
	return words.New("%s", of)
}
