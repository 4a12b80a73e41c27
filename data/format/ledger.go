package format

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// WriteLedgerCSV writes a night's plan against what was done, a row for each planned stay; text that a spreadsheet would
// take for a formula is made harmless.
func WriteLedgerCSV(w io.Writer, plan *planner.Plan, l planner.Ledger) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write([]string{"unit", "stop", "name", "visit", "arrive", "leave", "came", "went", "present_s", "skipped", "delayed", "by"}) // kept until Flush
	for _, s := range l.Stays {
		stop := plan.Stops[s.Call.Stop]
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

// WriteLedgerTable writes it for people: the sentences, and a line for each stop.
func WriteLedgerTable(w io.Writer, plan *planner.Plan, l planner.Ledger) error {
	for _, note := range LedgerNotes(plan, l) {
		if _, err := fmt.Fprintln(w, note); err != nil {
			return err
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "stop\tname\tmade\tminutes\tlongest gap\tskipped because\t")
	for i, s := range l.Stops {
		if s.Asked > 0 {
			fmt.Fprintf(t, "%s\t%s\t%d/%d\t%.0f/%.0f\t%.0f\t%s\t\n", Printable(plan.Stops[i].ID, 40), Printable(plan.Stops[i].Name, 60), s.Made, s.Asked,
				s.Minutes.Minutes(), s.MinutesAsked.Minutes(), s.Longest.Minutes(), Printable(strings.Join(s.Skipped, "; "), 200))
		}
	}
	return t.Flush()
}

// ledgerColumns are those of the hand-over's table.
var ledgerColumns = []column{
	{words.New("Where to stand"), 66}, {words.New("Made"), 16}, {words.New("Minutes"), 22}, {words.New("Longest gap"), 22}, {words.New("Skipped because"), 60},
}

// WriteLedgerPDF writes the hand-over on paper: the figures, a row for each stop, the service counted.
func WriteLedgerPDF(w io.Writer, plan *planner.Plan, l planner.Ledger, scene Scene) error {
	b, err := newBriefing(plan, scene)
	if err != nil {
		return err
	}
	b.columns = ledgerColumns
	shift := plan.Request.Shift
	b.heading(b.say("Hand-over of %s", shift.Start.Format("2006-01-02")))
	for _, note := range LedgerNotes(plan, l) {
		b.paragraph(b.scene.Speaks.Say(note))
	}
	b.pdf.Ln(2)
	b.headings()
	for i, s := range l.Stops {
		if s.Asked == 0 { // a unit was there off its round
			continue
		}
		b.row(plan.Stops[i].Name, fmt.Sprintf("%d/%d", s.Made, s.Asked), fmt.Sprintf("%.0f/%.0f", s.Minutes.Minutes(), s.MinutesAsked.Minutes()),
			fmt.Sprintf("%.0f", s.Longest.Minutes()), strings.Join(s.Skipped, "; "))
	}
	return b.finish(w)
}

// LedgerNotes are the sentences for the duty log: what was done, what tracks show where there are any, the service.
func LedgerNotes(plan *planner.Plan, l planner.Ledger) []words.Note {
	stops, over, skipped := 0, 0, 0
	for _, s := range l.Stops {
		if s.Asked > 0 {
			stops++
		}
		if s.OverRound {
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
