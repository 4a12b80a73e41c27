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

// ReadStaffing reads what WriteStaffingJSON wrote.
func ReadStaffing(r io.Reader) (Staffing, error) {
	var wire staffingJSON
	if err := json.NewDecoder(r).Decode(&wire); err != nil {
		return Staffing{}, err
	}
	s := Staffing{Within: time.Duration(wire.WithinS) * time.Second, Roster: wire.Roster}
	for _, one := range wire.Shifts {
		s.Shifts = append(s.Shifts, planner.Shift{Start: one.Start, End: one.End})
		var buys []planner.Staffed
		for _, u := range one.Units {
			buys = append(buys, planner.Staffed{
				Units: u.Units, Expected: one.Expected, Watched: u.Watched, More: u.More, Gaps: planner.Gaps{Kept: u.GapsKept, Asked: u.GapsAsked}, Reach: u.Reach,
			})
		}
		if len(buys) == 0 {
			return Staffing{}, fmt.Errorf("a shift without units")
		}
		s.Buys = append(s.Buys, buys)
		if one.Assigned != nil {
			s.Split = append(s.Split, *one.Assigned)
		}
	}
	return s, nil
}

// StaffingNotes say what it comes to: for each shift what the first unit buys and the last, then the split of the roster.
func StaffingNotes(s Staffing) []words.Note {
	var notes []words.Note
	for i, buys := range s.Buys {
		first, last := buys[0], buys[len(buys)-1]
		notes = append(notes, words.New("%s: one unit watches %.0f %% of what is expected, %d watch %.0f %%; the last one adds %.1f",
			shiftWords(s.Shifts[i]), 100*first.Watched, last.Units, 100*last.Watched, 100*last.More))
	}
	if s.Roster > 0 && len(s.Split) == len(s.Shifts) {
		var parts []words.Note
		for i, n := range s.Split {
			parts = append(parts, words.New("%d from %s", n, s.Shifts[i].Start.Format("15:04")))
		}
		notes = append(notes, words.New("a roster of %d watches most as %s", s.Roster, words.And(parts)))
	}
	return notes
}

// ExpectedNote heads what units buy in a shift.
func ExpectedNote(shift planner.Shift, expected float64) words.Note {
	return words.New("%s: %.3g incidents expected", shiftWords(shift), expected)
}

// shiftWords names a shift.
func shiftWords(s planner.Shift) string {
	return s.Start.Format("2006-01-02 15:04") + "-" + s.End.Format("15:04")
}
