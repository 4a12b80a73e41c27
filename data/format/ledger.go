package format

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
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
	_ = out.Write([]string{"unit", "stop", "name", "visit", "arrive", "leave", "came", "went", "present_s", "skipped", "delayed"}) // kept until Flush
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
			s.Call.Leave.Format(time.RFC3339), came, went, present, NoFormula(s.Skipped), strconv.FormatBool(s.Delayed),
		})
	}
	out.Flush()
	return out.Error()
}

// ledgerColumns are those of the hand-over's table.
var ledgerColumns = []column{
	{words.New("Where to stand"), 66}, {words.New("Made"), 16}, {words.New("Minutes"), 22}, {words.New("Longest gap"), 22}, {words.New("Skipped because"), 60},
}

// WriteLedgerPDF writes the hand-over on paper: the figures, a row for each stop, the help given.
func WriteLedgerPDF(w io.Writer, plan *planner.Plan, l planner.Ledger, scene Scene) error {
	b, err := newBriefing(plan, scene)
	if err != nil {
		return err
	}
	b.columns = ledgerColumns
	b.pdf.AddPage()
	b.pdf.SetFontSize(16)
	shift := plan.Request.Shift
	b.pdf.CellFormat(bodyWidth, 8, b.text(b.say("Hand-over of %s", shift.Start.Format("2006-01-02"))), "", 1, "L", false, 0, "")
	b.pdf.SetFontSize(10)
	b.pdf.MultiCell(bodyWidth, 5, b.text(b.scene.Speaks.Say(LedgerNote(plan, l))), "", "L", false)
	b.pdf.Ln(2)
	b.headings()
	for i, s := range l.Stops {
		if s.Asked == 0 { // a unit was there off its round
			continue
		}
		b.row(plan.Stops[i].Name, fmt.Sprintf("%d/%d", s.Made, s.Asked), fmt.Sprintf("%.0f/%.0f", s.Minutes.Minutes(), s.MinutesAsked.Minutes()),
			fmt.Sprintf("%.0f", s.Longest.Minutes()), strings.Join(s.Skipped, "; "))
	}
	b.pdf.Ln(4)
	b.pdf.SetFontSize(10)
	for _, h := range l.Help {
		b.pdf.MultiCell(bodyWidth, 5, b.text(h.At.In(shift.Start.Location()).Format("15:04")+" "+h.Words), "", "L", false)
	}
	return b.finish(w)
}

// LedgerNote is the paragraph for the duty log.
func LedgerNote(plan *planner.Plan, l planner.Ledger) words.Note {
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
	return words.New("From %s to %s, of %d planned stays %d were made and %d skipped; presence %.0f of %.0f min; at %d of %d stops a gap was longer than the round; help was given %d times.",
		shift.Start.Format("2006-01-02 15:04"), shift.End.Format("15:04"), len(l.Stays), l.Made, skipped, l.Present.Minutes(), l.PresentAsked.Minutes(), over, stops, len(l.Help))
}
