package format

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"nightbeat/geo"
	"nightbeat/planner"
)

// writeCSV writes a plan's stops in the order of units and clock, one a line: UTF-8 with a byte-order mark, so that
// spreadsheets read Chinese, and no cell that one would take for a formula.
func writeCSV(w io.Writer, plan *planner.Plan, datum geo.Datum) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	lon, lat := "lon", "lat"
	if !datum.IsWGS84() {
		lon, lat = "lon_"+datum.Name, "lat_"+datum.Name
	}
	if err := out.Write([]string{"plan", "unit", "name", "sequence", "stop", "place", "arrive", "leave", "dwell_s", "priority", "visit", lon, lat, "reason"}); err != nil {
		return err
	}
	for _, r := range plan.Routes {
		for i, call := range r.Calls {
			if err := out.Write(csvStop(plan, r, i, call)); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func csvStop(plan *planner.Plan, r planner.Route, i int, call planner.Call) []string {
	s := plan.Stops[call.Stop]
	degrees := func(x float64) string { return strconv.FormatFloat(x, 'f', 7, 64) }
	return []string{
		plan.ID, NoFormula(r.Unit.ID), NoFormula(r.Unit.Name), strconv.Itoa(i + 1), NoFormula(s.ID), NoFormula(s.Name),
		call.Arrive.Format(time.RFC3339), call.Leave.Format(time.RFC3339), strconv.FormatInt(wholeS(call.Leave.Sub(call.Arrive)-call.Rest), 10),
		priority(s), strconv.Itoa(call.Visit), degrees(s.Place[0]), degrees(s.Place[1]), NoFormula(s.Reason.Sentence(plan.Request.Shift)),
	}
}

// NoFormula puts an apostrophe before text that a spreadsheet would run (OWASP, "CSV Injection").
func NoFormula(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func twoDigits(n int) string { return fmt.Sprintf("%02d", n) }
