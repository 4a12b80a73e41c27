package format

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"nightbeat/planner"
)

// elsewhere is the name of what lies in no area.
const elsewhere = "elsewhere"

func areaName(f planner.Fairness) string {
	if f.Name == "" {
		return elsewhere
	}
	return f.Name
}

// WriteFairnessTable writes for people the minutes of patrol of each area beside the harm reported there.
func WriteFairnessTable(w io.Writer, rows []planner.Fairness) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "kind\tarea\tminutes of patrol\tshare\tincidents\tharm\tshare\tminutes to harm\t")
	for _, f := range rows {
		ratio := "-"
		if f.OfHarm > 0 {
			ratio = fmt.Sprintf("%.2f", f.OfMinutes/f.OfHarm)
		}
		fmt.Fprintf(t, "%s\t%s\t%.0f\t%.1f %%\t%d\t%.4g\t%.1f %%\t%s\t\n", Printable(f.Kind, 20), Printable(areaName(f), 60), f.Minutes, 100*f.OfMinutes, f.Incidents, f.Harm, 100*f.OfHarm, ratio)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, "minutes to harm: the share of the minutes over the share of the harm; 1 is even")
	return err
}

type fairnessJSON struct {
	Area      string   `json:"area"`
	Minutes   float64  `json:"minutes"`
	OfMinutes float64  `json:"share_of_minutes"`
	Incidents int      `json:"incidents"`
	Harm      float64  `json:"harm"`
	OfHarm    float64  `json:"share_of_harm"`
	Ratio     *float64 `json:"minutes_to_harm"` // null where no harm was reported
	Kind      string   `json:"kind"`
}

// WriteFairnessJSON writes it for programs.
func WriteFairnessJSON(w io.Writer, rows []planner.Fairness) error {
	wire := make([]fairnessJSON, len(rows))
	for i, f := range rows {
		wire[i] = fairnessJSON{areaName(f), f.Minutes, f.OfMinutes, f.Incidents, f.Harm, f.OfHarm, finite(f.OfMinutes / f.OfHarm), f.Kind}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(map[string]any{"areas": wire})
}

// WriteFairnessCSV writes a line for each area.
func WriteFairnessCSV(w io.Writer, rows []planner.Fairness) error {
	out := csv.NewWriter(w)
	number := func(x float64) string { return strconv.FormatFloat(billionths(x), 'g', -1, 64) }
	lines := [][]string{{"area", "minutes", "share_of_minutes", "incidents", "harm", "share_of_harm", "kind"}}
	for _, f := range rows {
		lines = append(lines, []string{NoFormula(areaName(f)), number(f.Minutes), number(f.OfMinutes), strconv.Itoa(f.Incidents), number(f.Harm), number(f.OfHarm), NoFormula(f.Kind)})
	}
	return out.WriteAll(lines)
}
