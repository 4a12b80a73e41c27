package format

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"text/tabwriter"
	"time"

	"nightbeat/planner/risk"
)

// WriteBacktestTable writes how models did for people to read: a block for each share of the area, then a verdict.
func WriteBacktestTable(w io.Writer, r *risk.Record) error {
	first, last := r.Windows[0], r.Windows[len(r.Windows)-1]
	fmt.Fprintf(w, "%d windows of %s, %s to %s", len(r.Windows), shortDuration(first.Until.Sub(first.From)),
		first.From.Format(time.DateOnly), last.Until.Format(time.DateOnly))
	if h := first.Hours.String(); h != "" {
		fmt.Fprintf(w, ", hours %s", h)
	}
	fmt.Fprintf(w, "\nin brackets: 90 %% interval over windows; more: hits against %s, window by window\n\n", r.Models[0])
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "area\tmodel\thits\tof\tshare\t\tPAI\tPEI*\tmore\t")
	for s := range r.Shares {
		for m, lines := 0, r.Lines(); m < len(r.Models); m++ {
			tableRow(t, lines[m*len(r.Shares)+s], percent(r.Shares[s]))
		}
	}
	for _, l := range r.Pooled() {
		tableRow(t, l, "all")
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%s\n", r.Verdict())
	return err
}

func tableRow(w io.Writer, l risk.Line, area string) {
	fmt.Fprintf(w, "%s\t%s\t%.0f\t%.0f\t%s\t[%s to %s]\t%.1f\t%.2f\t%+.1f %%\t[%+.1f to %+.1f]\n", area, l.Model, l.Hits, l.Events,
		percent(l.Found), percent(l.Sure.Low), percent(l.Sure.High), l.PAI, l.PEI, 100*l.More, 100*l.MoreBy.Low, 100*l.MoreBy.High)
}

func percent(share float64) string { return fmt.Sprintf("%.3g %%", 100*share) }

type backtestJSON struct {
	Windows []windowJSON       `json:"windows"`
	Hours   string             `json:"hours"`
	Against string             `json:"against"` // the model that `more` compares with
	Scores  []backtestLineJSON `json:"scores"`
	Pooled  []backtestLineJSON `json:"pooled"` // over all coverages
	Verdict string             `json:"verdict"`
}

type windowJSON struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// backtestLineJSON is a line of the backtest; what cannot be said (no incident at all) is null.
type backtestLineJSON struct {
	Model    string      `json:"model"`
	Coverage float64     `json:"coverage"`
	Area     float64     `json:"area_share"`
	Hits     float64     `json:"hits"`
	Events   float64     `json:"events"`
	Share    *float64    `json:"share"`
	ShareIn  [2]*float64 `json:"share_interval"`
	PAI      *float64    `json:"pai"`
	PEI      *float64    `json:"pei"`
	More     *float64    `json:"more"`
	MoreIn   [2]*float64 `json:"more_interval"` // null where it has no end
}

// WriteBacktestJSON writes how models did for programs.
func WriteBacktestJSON(w io.Writer, r *risk.Record) error {
	b := backtestJSON{Hours: r.Windows[0].Hours.String(), Against: r.Models[0], Verdict: r.Verdict()}
	for _, win := range r.Windows {
		b.Windows = append(b.Windows, windowJSON{win.From, win.Until})
	}
	for _, l := range r.Lines() {
		b.Scores = append(b.Scores, wireLine(l))
	}
	for _, l := range r.Pooled() {
		b.Pooled = append(b.Pooled, wireLine(l))
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(b)
}

func wireLine(l risk.Line) backtestLineJSON {
	return backtestLineJSON{l.Model, l.Share, l.Area, l.Hits, l.Events, finite(l.Found), ends(l.Sure), finite(l.PAI), finite(l.PEI),
		finite(l.More), ends(l.MoreBy)}
}

// ends are those of an interval; null where it has none.
func ends(i risk.Interval) [2]*float64 { return [2]*float64{finite(i.Low), finite(i.High)} }

func finite(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// WriteBacktestCSV writes each model's score in each window at each share of the area.
func WriteBacktestCSV(w io.Writer, r *risk.Record) error {
	out := csv.NewWriter(w)
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	rows := [][]string{{"from", "until", "model", "coverage", "cells", "area_cells", "hits", "best", "events"}}
	for m, model := range r.Models {
		for s, share := range r.Shares {
			for n, win := range r.Windows {
				score := r.Scores[m][s][n]
				rows = append(rows, []string{win.From.Format(time.RFC3339), win.Until.Format(time.RFC3339), model, number(share),
					strconv.Itoa(score.Cells), strconv.Itoa(score.Area), number(score.Hits), number(score.Best), number(score.Events)})
			}
		}
	}
	return out.WriteAll(rows)
}
