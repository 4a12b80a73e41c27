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

	"nightbeat/planner"
	"nightbeat/planner/effect"
	"nightbeat/planner/words"
)

// WriteComparisonTable writes a comparison for people: a line for each row, then what else differs.
func WriteComparisonTable(w io.Writer, c *planner.Comparison) error {
	fmt.Fprintf(w, "%s, the same period last year (%s), the one before (%s)\n", DatesNote(c.Now), DatesNote(c.LastYear), DatesNote(c.Before))
	fmt.Fprintf(w, "in brackets: 95 %% interval by chance, then as weeks vary; beside: against the control; no percentage under %d\n\n", effect.Fewest)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\tnow\tlast year\tchange\tbeside\tbefore\tchange\tbeside\tto be seen next time\t")
	for _, r := range c.Rows {
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", rowName(r), r.Now,
			countUnless(c.NoYear, r.LastYear), changeWords(r.Year), relativeWords(r.YearRest),
			countUnless(c.NoBefore, r.Before), changeWords(r.Turn), relativeWords(r.TurnRest), detectableWords(r.Detectable))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if d := c.Displacement; d != nil {
		fmt.Fprintf(w, "\nhot spots with their rings, against those without patrols: %s than last year; %s than before\n", displacedWords(d.Year), displacedWords(d.Turn))
	}
	for _, flag := range c.Flags {
		fmt.Fprintf(w, "note: %s\n", flag)
	}
	return nil
}

// comparisonTitle names a comparison.
func comparisonTitle(c *planner.Comparison) words.Note {
	return words.New("Incidents, %s", DatesNote(c.Now))
}

// DatesNote is a period's days, the last one included.
func DatesNote(s planner.Shift) words.Note {
	return words.New("%s to %s", s.Start.Format(time.DateOnly), s.End.Add(-time.Second).Format(time.DateOnly))
}

func rowName(r planner.Compared) string {
	if r.Name == "" {
		return r.Kind
	}
	return r.Kind + " " + Printable(r.Name, 60)
}

func countUnless(not bool, n int) string {
	if not {
		return "?"
	}
	return strconv.Itoa(n)
}

// changeWords is a change in per cent with its intervals; a dash where a count is too small.
func changeWords(c effect.Change) string {
	if c.Few() {
		return "-"
	}
	return ratioWords(c.Ratio, c.Sure, c.Wide)
}

func relativeWords(r effect.Relative) string {
	if r.Few {
		return "-"
	}
	return ratioWords(r.Ratio, r.Sure, r.Wide)
}

func ratioWords(ratio float64, sure, wide effect.Interval) string {
	said := fmt.Sprintf("%+.1f %% [%+.0f to %+.0f]", 100*(ratio-1), 100*(sure.Low-1), 100*(sure.High-1))
	if wide != sure {
		said += fmt.Sprintf(" [%+.0f to %+.0f]", 100*(wide.Low-1), 100*(wide.High-1))
	}
	return said
}

// detectableWords is the least fall that would be seen.
func detectableWords(ratio float64) string {
	if ratio == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f %%", 100*(ratio-1))
}

func displacedWords(d *effect.Displacement) string {
	if d == nil {
		return "?"
	}
	return fmt.Sprintf("%+.0f incidents (standard error %.1f, 95 %% %+.0f to %+.0f)", d.Difference, d.Error, d.Sure.Low, d.Sure.High)
}

type comparisonJSON struct {
	Now          periodJSON     `json:"period"`
	LastYear     periodJSON     `json:"last_year"`
	Before       periodJSON     `json:"before"`
	Rows         []comparedJSON `json:"rows"`
	Displacement *displacedJSON `json:"displacement,omitempty"`
	Notes        []string       `json:"notes"`
}

type periodJSON struct {
	Start   time.Time `json:"start"`
	End     time.Time `json:"end"`
	Covered bool      `json:"covered"`
}

type comparedJSON struct {
	Kind       string     `json:"kind"`
	Name       string     `json:"name"`
	Now        int        `json:"now"`
	LastYear   *int       `json:"last_year"` // null where the incidents do not reach back
	Before     *int       `json:"before"`
	Year       *ratioJSON `json:"against_last_year"` // null where a count is under ten
	YearRest   *ratioJSON `json:"against_last_year_beside_control"`
	Turn       *ratioJSON `json:"against_before"`
	TurnRest   *ratioJSON `json:"against_before_beside_control"`
	Detectable *float64   `json:"detectable_ratio"`
}

// ratioJSON is a ratio of rates a day with its 95 % intervals: by chance, and as weeks vary.
type ratioJSON struct {
	Ratio    float64    `json:"ratio"`
	Interval [2]float64 `json:"interval"`
	Wide     [2]float64 `json:"interval_as_weeks_vary"`
}

type displacedJSON struct {
	Year *displacementJSON `json:"against_last_year"`
	Turn *displacementJSON `json:"against_before"`
}

type displacementJSON struct {
	Difference float64    `json:"difference"`
	Error      float64    `json:"standard_error"`
	Interval   [2]float64 `json:"interval"`
}

// WriteComparisonJSON writes a comparison for programs.
func WriteComparisonJSON(w io.Writer, c *planner.Comparison) error {
	wire := comparisonJSON{
		Now: periodJSON{c.Now.Start, c.Now.End, true}, LastYear: periodJSON{c.LastYear.Start, c.LastYear.End, !c.NoYear},
		Before: periodJSON{c.Before.Start, c.Before.End, !c.NoBefore}, Rows: []comparedJSON{}, Notes: []string{},
	}
	for _, r := range c.Rows {
		wire.Rows = append(wire.Rows, wireCompared(c, r))
	}
	if d := c.Displacement; d != nil {
		wire.Displacement = &displacedJSON{wireDisplacement(d.Year), wireDisplacement(d.Turn)}
	}
	for _, flag := range c.Flags {
		wire.Notes = append(wire.Notes, flag.String())
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(wire)
}

func wireCompared(c *planner.Comparison, r planner.Compared) comparedJSON {
	wire := comparedJSON{Kind: r.Kind, Name: r.Name, Now: r.Now, YearRest: wireRelative(r.YearRest), TurnRest: wireRelative(r.TurnRest)}
	if !c.NoYear {
		wire.LastYear, wire.Year = &r.LastYear, wireChange(r.Year)
	}
	if !c.NoBefore {
		wire.Before, wire.Turn = &r.Before, wireChange(r.Turn)
	}
	if r.Detectable > 0 {
		wire.Detectable = &r.Detectable
	}
	return wire
}

func wireChange(c effect.Change) *ratioJSON {
	if c.Few() {
		return nil
	}
	return &ratioJSON{c.Ratio, [2]float64{c.Sure.Low, c.Sure.High}, [2]float64{c.Wide.Low, c.Wide.High}}
}

func wireRelative(r effect.Relative) *ratioJSON {
	if r.Few {
		return nil
	}
	return &ratioJSON{r.Ratio, [2]float64{r.Sure.Low, r.Sure.High}, [2]float64{r.Wide.Low, r.Wide.High}}
}

func wireDisplacement(d *effect.Displacement) *displacementJSON {
	if d == nil {
		return nil
	}
	return &displacementJSON{d.Difference, d.Error, [2]float64{d.Sure.Low, d.Sure.High}}
}

// WriteComparisonCSV writes a line for each row; what cannot be said is empty.
func WriteComparisonCSV(w io.Writer, c *planner.Comparison) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"kind", "name", "now", "last_year", "year_ratio", "year_low", "year_high", "year_beside", "year_beside_low", "year_beside_high",
		"before", "turn_ratio", "turn_low", "turn_high", "turn_beside", "turn_beside_low", "turn_beside_high", "detectable_ratio"}}
	for _, r := range c.Rows {
		wire := wireCompared(c, r)
		row := []string{r.Kind, NoFormula(r.Name), strconv.Itoa(r.Now), countCell(wire.LastYear)}
		row = append(append(row, ratioCells(wire.Year)...), ratioCells(wire.YearRest)...)
		row = append(row, countCell(wire.Before))
		row = append(append(row, ratioCells(wire.Turn)...), ratioCells(wire.TurnRest)...)
		detectable := ""
		if r.Detectable > 0 {
			detectable = ratioCell(r.Detectable)
		}
		rows = append(rows, append(row, detectable))
	}
	return out.WriteAll(rows)
}

func countCell(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// ratioCells are a ratio and its wider interval.
func ratioCells(r *ratioJSON) []string {
	if r == nil {
		return []string{"", "", ""}
	}
	return []string{ratioCell(r.Ratio), ratioCell(r.Wide[0]), ratioCell(r.Wide[1])}
}

func ratioCell(v float64) string { return strconv.FormatFloat(math.Round(v*1e4)/1e4, 'f', -1, 64) }
