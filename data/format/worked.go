package format

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"text/tabwriter"

	"nightbeat/planner"
)

// WriteWorkedTable writes for people what a month asked of each unit.
func WriteWorkedTable(w io.Writer, all []planner.MonthWork) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "unit\tduties\tat night\thours\tminutes at stops\tto an even share\t")
	for _, m := range all {
		fmt.Fprintf(t, "%s\t%d\t%d\t%.1f\t%.0f\t%.2f\t\n", Printable(m.Unit, 60), m.Duties, m.Late, m.Hours.Hours(), m.Asked.Minutes(), m.Ratio)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "largest to mean: %.2f; units are cars and patrols, never persons\n", planner.Largest(all))
	return err
}

type workedJSON struct {
	Unit   string  `json:"unit"`
	Duties int     `json:"duties"`
	Late   int     `json:"night_duties"`
	HoursS int64   `json:"hours_s"`
	StopsS int64   `json:"at_stops_s"`
	Ratio  float64 `json:"to_even_share"`
}

func workedOf(m planner.MonthWork) workedJSON {
	return workedJSON{m.Unit, m.Duties, m.Late, wholeS(m.Hours), wholeS(m.Asked), math.Round(m.Ratio*1e4) / 1e4}
}

// WriteWorkedJSON writes it for programs.
func WriteWorkedJSON(w io.Writer, all []planner.MonthWork) error {
	wire := make([]workedJSON, len(all))
	for i, m := range all {
		wire[i] = workedOf(m)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(map[string]any{"units": wire, "largest_to_mean": math.Round(planner.Largest(all)*1e4) / 1e4})
}

// WriteWorkedCSV writes a line for each unit.
func WriteWorkedCSV(w io.Writer, all []planner.MonthWork) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"unit", "duties", "night_duties", "hours_s", "at_stops_s", "to_even_share"}}
	for _, m := range all {
		wire := workedOf(m)
		rows = append(rows, []string{NoFormula(wire.Unit), strconv.Itoa(wire.Duties), strconv.Itoa(wire.Late), strconv.FormatInt(wire.HoursS, 10),
			strconv.FormatInt(wire.StopsS, 10), strconv.FormatFloat(wire.Ratio, 'f', -1, 64)})
	}
	return out.WriteAll(rows)
}
