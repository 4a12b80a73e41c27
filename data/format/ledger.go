package format

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// HandOver is a night's plan against what was done: what leaves the house of it.
type HandOver struct {
	Plan   *planner.Plan
	Ledger planner.Ledger
	Areas  []planner.AreaAttendance // of the ledger; none where the station keeps none
}

// HandOverTables write its tables as CSV, by what a row is: a stay, a stop, an area.
func HandOverTables() map[string]func(io.Writer, HandOver) error {
	return map[string]func(io.Writer, HandOver) error{
		"stay": writeStaysCSV,
		"stop": func(w io.Writer, h HandOver) error {
			return writeAttendedCSV(w, "stop", AttendedStops(h.Plan, h.Ledger))
		},
		"area": func(w io.Writer, h HandOver) error { return writeAttendedCSV(w, "area", AttendedAreas(h.Areas)) },
	}
}

// writeStaysCSV writes a night's plan against what was done, a row for each planned stay; text that a spreadsheet would
// take for a formula is made harmless.
func writeStaysCSV(w io.Writer, h HandOver) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write([]string{"unit", "stop", "name", "visit", "arrive", "leave", "came", "went", "present_s", "skipped", "delayed", "by"}) // kept until Flush
	for _, s := range h.Ledger.Stays {
		stop := h.Plan.Stops[s.Call.Stop]
		came, went, present := "", "", ""
		if s.Made() {
			zone := s.Call.Arrive.Location()
			came, went = s.Came.In(zone).Format(time.RFC3339), s.Went.In(zone).Format(time.RFC3339)
			present = strconv.FormatInt(wholeS(s.Went.Sub(s.Came)), 10)
		}
		_ = out.Write([]string{
			NoFormula(s.Unit), NoFormula(stop.ID), NoFormula(stop.Name), strconv.Itoa(s.Call.Visit), s.Call.Arrive.Format(time.RFC3339),
			s.Call.Leave.Format(time.RFC3339), came, went, present, NoFormula(s.Skipped), strconv.FormatBool(s.Delayed), shownBy(s),
		})
	}
	out.Flush()
	return out.Error()
}

// shownBy is what tells that a stay was made: "told" by the unit, its "track", "both"; empty where nothing does.
func shownBy(s planner.Stay) string {
	switch {
	case s.Told && s.Seen:
		return "both"
	case s.Told:
		return "told"
	case s.Seen:
		return "track"
	}
	return ""
}

// WriteHandOverTable writes it for people: the sentences, and a line for each stop and for each area.
func WriteHandOverTable(w io.Writer, h HandOver) error {
	for _, note := range LedgerNotes(h.Plan, h.Ledger) {
		if _, err := fmt.Fprintln(w, note); err != nil {
			return err
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(id string, a Attended) {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", Printable(id, 40), Printable(a.Name.String(), 60), a.Made(), a.Minutes(), a.Gaps(), a.Longest(), a.Service(), Printable(a.Skipped(), 200))
	}
	fmt.Fprintln(t, "stop\tname\tmade\tminutes\tgaps kept\tlongest gap\tservice\tskipped because\t")
	for _, a := range AttendedStops(h.Plan, h.Ledger) {
		line(a.ID, a)
	}
	if len(h.Areas) > 0 {
		fmt.Fprintln(t, "\t\t\t\t\t\t\t\t\narea\tname\tmade\tminutes\tgaps kept\tlongest gap\tservice\tskipped because\t")
	}
	for _, a := range AttendedAreas(h.Areas) {
		line(a.ID, a)
	}
	return t.Flush()
}

// ledgerColumns are those of the hand-over's tables; the first is named for what a row is.
var ledgerColumns = []column{
	{words.New("Where to stand"), 48}, {words.New("Made"), 14}, {words.New("Minutes"), 18}, {words.New("Gaps kept"), 17}, {words.New("Longest gap"), 19}, {words.New("Service"), 28}, {words.New("Skipped because"), 42},
}

// WriteHandOverPDF writes the hand-over on paper: the figures, a row for each area and for each stop.
func WriteHandOverPDF(w io.Writer, h HandOver, scene Scene) error {
	b, err := newBriefing(h.Plan, scene)
	if err != nil {
		return err
	}
	shift := h.Plan.Request.Shift
	b.heading(b.say("Hand-over of %s", shift.Start.Format("2006-01-02")))
	for _, note := range LedgerNotes(h.Plan, h.Ledger) {
		b.paragraph(b.scene.Speaks.Say(note))
	}
	if len(h.Areas) > 0 {
		b.attended(words.New("Area"), AttendedAreas(h.Areas))
	}
	b.attended(words.New("Where to stand"), AttendedStops(h.Plan, h.Ledger))
	return b.finish(w)
}

// attended prints a table of what was planned and done, a row each.
func (p *paper) attended(of words.Note, rows []Attended) {
	p.columns = slices.Clone(ledgerColumns)
	p.columns[0].heading = of
	p.pdf.Ln(3)
	p.headings()
	for _, a := range rows {
		p.row(p.scene.Speaks.Say(a.Name), a.Made(), a.Minutes(), a.Gaps(), a.Longest(), p.scene.Speaks.Say(a.Service()), a.Skipped())
	}
}

// LedgerNotes are the sentences for the duty log: what was done, what tracks show where there are any, the service.
func LedgerNotes(plan *planner.Plan, l planner.Ledger) []words.Note {
	stops, over, skipped := 0, 0, 0
	for _, s := range l.Stops {
		if s.Asked > 0 {
			stops++
		}
		if s.Gaps.Missed() > 0 {
			over++
		}
		skipped += len(s.Skipped)
	}
	shift := plan.Request.Shift
	notes := []words.Note{words.New("From %s to %s, of %d planned stays %d were made and %d skipped; presence %.0f of %.0f min; at %d of %d stops a gap was longer than the round.",
		shift.Start.Format("2006-01-02 15:04"), shift.End.Format("15:04"), len(l.Stays), l.Made, skipped, l.Present.Minutes(), l.PresentAsked.Minutes(), over, stops)}
	if l.Tracked > 0 {
		notes = append(notes, words.New("Tracks know where units were for %.0f of %.0f min on duty; they show %d stays, %d of which nobody told.",
			l.Tracked.Minutes(), l.OnDuty.Minutes(), l.Seen, l.Untold))
	}
	return append(notes, serviceNote(l.Service))
}

// serviceNote counts the service of a night.
func serviceNote(service []planner.Report) words.Note {
	count := map[planner.ReportKind]int{}
	for _, r := range service {
		count[r.Kind]++
	}
	return words.New("Counted: help %d, disputes settled %d, checks %d, arrests %d.",
		count[planner.Helped], count[planner.Settled], count[planner.Checked], count[planner.Arrested])
}
