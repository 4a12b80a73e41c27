package format

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"
	"time"

	"nightbeat/planner"
)

// Staffing is what units buy in each of some shifts, and how a roster is best split over them.
type Staffing struct {
	Shifts []planner.Shift
	Buys   [][]planner.Staffed // by shift, from one unit on
	Within time.Duration       // for the reach
	Roster int                 // 0 where none was given
	Split  []int               // units by shift
}

// WriteStaffingTable writes it for people: a block for each shift.
func WriteStaffingTable(w io.Writer, s Staffing) error {
	for i, shift := range s.Shifts {
		fmt.Fprintf(w, "%s to %s: %.3g incidents expected\n", shift.Start.Format("2006-01-02 15:04"), shift.End.Format("2006-01-02 15:04"), s.Buys[i][0].Expected)
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintf(t, "units\twatched\tmore\trounds kept\tin reach of %.0f min\t\n", s.Within.Minutes())
		for _, b := range s.Buys[i] {
			fmt.Fprintf(t, "%d\t%.1f %%\t%+.1f %%\t%d of %d\t%.0f %%\t\n", b.Units, 100*b.Watched, 100*b.More, b.Gaps.Kept, b.Gaps.Asked, 100*b.Reach)
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	if s.Roster > 0 {
		fmt.Fprintf(w, "\na roster of %d watches most as:\n", s.Roster)
		for i, n := range s.Split {
			fmt.Fprintf(w, "  %s: %d\n", s.Shifts[i].Start.Format("2006-01-02 15:04"), n)
		}
	}
	return nil
}

type staffingJSON struct {
	Shifts  []staffedShiftJSON `json:"shifts"`
	WithinS int64              `json:"reach_s"`
	Roster  int                `json:"roster,omitempty"`
}

type staffedShiftJSON struct {
	Start    time.Time     `json:"start"`
	End      time.Time     `json:"end"`
	Expected float64       `json:"expected"`
	Units    []staffedJSON `json:"units"`
	Assigned *int          `json:"assigned,omitempty"` // of the roster
}

type staffedJSON struct {
	Units     int     `json:"units"`
	Watched   float64 `json:"watched"` // share of the expected incidents
	More      float64 `json:"more"`    // what the last unit adds
	GapsKept  int     `json:"gaps_kept"`
	GapsAsked int     `json:"gaps_asked"`
	Reach     float64 `json:"reach"` // share of the expected incidents within reach
}

// WriteStaffingJSON writes it for programs.
func WriteStaffingJSON(w io.Writer, s Staffing) error {
	wire := staffingJSON{WithinS: wholeS(s.Within), Roster: s.Roster}
	for i, shift := range s.Shifts {
		one := staffedShiftJSON{Start: shift.Start, End: shift.End, Expected: s.Buys[i][0].Expected}
		for _, b := range s.Buys[i] {
			one.Units = append(one.Units, staffedJSON{b.Units, billionths(b.Watched), billionths(b.More), b.Gaps.Kept, b.Gaps.Asked, billionths(b.Reach)})
		}
		if s.Roster > 0 {
			one.Assigned = &s.Split[i]
		}
		wire.Shifts = append(wire.Shifts, one)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(wire)
}

// WriteStaffingCSV writes a line for each shift and number of units.
func WriteStaffingCSV(w io.Writer, s Staffing) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"start", "end", "units", "expected", "watched", "more", "gaps_kept", "gaps_asked", "reach"}}
	number := func(x float64) string { return strconv.FormatFloat(billionths(x), 'g', -1, 64) }
	for i, shift := range s.Shifts {
		for _, b := range s.Buys[i] {
			rows = append(rows, []string{shift.Start.Format(time.RFC3339), shift.End.Format(time.RFC3339), strconv.Itoa(b.Units), number(b.Expected),
				number(b.Watched), number(b.More), strconv.Itoa(b.Gaps.Kept), strconv.Itoa(b.Gaps.Asked), number(b.Reach)})
		}
	}
	return out.WriteAll(rows)
}

// WriteStaffingSVG draws the share watched (a line) and in reach (a dashed one) by the number of units, a colour a shift.
func WriteStaffingSVG(w io.Writer, s Staffing) error {
	out := bufio.NewWriter(w)
	wide, high := plotLeft+plotWide+plotMargin, plotTop+plotHigh+62
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="sans-serif" font-size="12" role="img">`+"\n", wide, high)
	fmt.Fprintf(out, "<title>What units buy</title>\n"+`<rect width="%.0f" height="%.0f" fill="#fff"/><text x="%.0f" y="22" font-size="15">What units buy</text>`+"\n", wide, high, plotLeft)
	most := 1
	for _, buys := range s.Buys {
		most = max(most, len(buys))
	}
	x := func(units int) float64 { return plotLeft + plotWide*float64(units)/(float64(most)+0.5) }
	y := func(share float64) float64 { return plotTop + plotHigh*(1-share) }
	for i := range 6 {
		share := float64(i) / 5
		fmt.Fprintf(out, `<path d="M%.1f %.1fh%.1f" stroke="#ddd"/><text x="%.1f" y="%.1f" text-anchor="end">%s</text>`+"\n", plotLeft, y(share), plotWide, plotLeft-6, y(share)+4, percent(share))
	}
	for n := 1; n <= most; n += 1 + most/20 {
		fmt.Fprintf(out, `<text x="%.1f" y="%.1f" text-anchor="middle">%d</text>`+"\n", x(n), plotTop+plotHigh+19, n)
	}
	fmt.Fprintf(out, `<text x="%.1f" y="%.1f" text-anchor="middle">units</text>`+"\n", plotLeft+plotWide/2, plotTop+plotHigh+42)
	for i, shift := range s.Shifts {
		colour := modelColours[i%len(modelColours)]
		watched, reach := "", ""
		for _, b := range s.Buys[i] {
			step := "L"
			if b.Units == 1 {
				step = "M"
			}
			watched += fmt.Sprintf("%s%.1f %.1f", step, x(b.Units), y(b.Watched))
			reach += fmt.Sprintf("%s%.1f %.1f", step, x(b.Units), y(b.Reach))
			fmt.Fprintf(out, `<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>`+"\n", x(b.Units), y(b.Watched), colour)
		}
		fmt.Fprintf(out, `<path d="%s" fill="none" stroke="%s" stroke-width="2"/><path d="%s" fill="none" stroke="%s" stroke-width="1.5" stroke-dasharray="5 4"/>`+"\n", watched, colour, reach, colour)
		fmt.Fprintf(out, `<rect x="%.1f" y="%.1f" width="14" height="4" fill="%s"/><text x="%.1f" y="%.1f">%s to %s</text>`+"\n", plotLeft+plotWide+14, plotTop+6+18*float64(i), colour,
			plotLeft+plotWide+34, plotTop+12+18*float64(i), shift.Start.Format("01-02 15:04"), shift.End.Format("15:04"))
	}
	fmt.Fprintf(out, `<text x="%.1f" y="%.1f" fill="#555">line: share of risk watched; dashed: within %.0f min</text>`+"\n",
		plotLeft+plotWide+14-200, plotTop-8, s.Within.Minutes())
	fmt.Fprintln(out, "</svg>")
	return out.Flush()
}
