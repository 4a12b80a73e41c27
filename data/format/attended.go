package format

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// Attended is a row of a night's hand-over: a stop, or an area with its stops; and how its cells are written for people.
type Attended struct {
	ID    string // empty for what is at no stop, or in no area
	Name  words.Note
	Stops int // of an area, or 1
	done  planner.Attendance
}

// AttendedStops are the rows of a ledger's stops; at last the service at none of them, where there is any.
func AttendedStops(plan *planner.Plan, l planner.Ledger) (rows []Attended) {
	for i, s := range l.Stops {
		if s.Asked > 0 { // else a unit was there off its round
			rows = append(rows, Attended{plan.Stops[i].ID, words.New("%s", plan.Stops[i].Name), 1, s})
		}
	}
	if slices.Max(l.Elsewhere) > 0 {
		rows = append(rows, Attended{Name: words.New("elsewhere"), done: planner.Attendance{Service: l.Elsewhere}})
	}
	return rows
}

// AttendedAreas are the rows of a ledger by area.
func AttendedAreas(areas []planner.AreaAttendance) (rows []Attended) {
	for _, a := range areas {
		row := Attended{a.Area.ID, words.New("%s", a.Area.Name), a.Stops, a.Attendance}
		if a.Area.ID == "" {
			row.Name = words.New("elsewhere")
		}
		rows = append(rows, row)
	}
	return rows
}

// Made is stays made of those planned.
func (a Attended) Made() string { return a.of(a.done.Made, a.done.Asked) }

// Gaps is gaps kept of those that there should be; empty where the round asks for none.
func (a Attended) Gaps() string { return a.of(a.done.Gaps.Kept, a.done.Gaps.Asked) }

// Over tells whether a gap was longer than the round.
func (a Attended) Over() bool { return a.done.Gaps.Missed() > 0 }

func (a Attended) of(n, all int) string {
	if all == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", n, all)
}

// Minutes is minutes of presence of those planned.
func (a Attended) Minutes() string {
	if a.Stops == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f/%.0f", a.done.Minutes.Minutes(), a.done.MinutesAsked.Minutes())
}

// Longest is the longest gap in minutes.
func (a Attended) Longest() string {
	if a.Stops == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f", a.done.Gaps.Longest.Minutes())
}

// Skipped is why stays were skipped, the most frequent reason first: "called away (2); rain".
func (a Attended) Skipped() string {
	count := map[string]int{}
	for _, why := range a.done.Skipped {
		count[why]++
	}
	reasons := slices.Compact(slices.Sorted(slices.Values(a.done.Skipped)))
	slices.SortStableFunc(reasons, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	for i, why := range reasons {
		if count[why] > 1 {
			reasons[i] = fmt.Sprintf("%s (%d)", why, count[why])
		}
	}
	return strings.Join(reasons, "; ")
}

// Service is the service counted there, in words; empty where there was none.
func (a Attended) Service() words.Note {
	n := a.done.Service
	said := []words.Note{words.New("help %d", n[0]), words.New("disputes settled %d", n[1]), words.New("checks %d", n[2]), words.New("arrests %d", n[3])}
	var told []words.Note
	for k, note := range said {
		if n[k] > 0 {
			told = append(told, note)
		}
	}
	return words.New("%s", told)
}

// attendedColumns are those of a hand-over's rows in CSV, after the id and the name.
var attendedColumns = []string{"stops", "planned", "made", "planned_s", "present_s", "gaps_kept", "gaps_missed", "longest_gap_s", "skipped", "skipped_because", "helped", "settled", "checked", "arrested"}

// writeAttendedCSV writes a hand-over's rows; of says what they are, "stop" or "area", and names the first column. All
// columns but the gap's add up to the night's, where each stop lies in one area.
func writeAttendedCSV(w io.Writer, of string, rows []Attended) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	lines := [][]string{append([]string{of, "name"}, attendedColumns...)}
	for _, a := range rows {
		d := a.done
		line := []string{NoFormula(a.ID), NoFormula(a.Name.String())}
		for _, n := range []int64{int64(a.Stops), int64(d.Asked), int64(d.Made), wholeS(d.MinutesAsked), wholeS(d.Minutes), int64(d.Gaps.Kept), int64(d.Gaps.Missed()), wholeS(d.Gaps.Longest), int64(len(d.Skipped))} {
			line = append(line, strconv.FormatInt(n, 10))
		}
		line = append(line, NoFormula(a.Skipped()))
		for _, n := range d.Service {
			line = append(line, strconv.Itoa(n))
		}
		lines = append(lines, line)
	}
	return csv.NewWriter(w).WriteAll(lines)
}
