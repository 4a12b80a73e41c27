package format

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"nightbeat/planner"
)

func TestStaffingFormatsAgree(t *testing.T) {
	start := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	buys := []planner.Staffed{
		{Units: 1, Expected: 2, Watched: 0.2, More: 0.2, Gaps: planner.Gaps{Kept: 9, Asked: 10}, Reach: 0.5},
		{Units: 2, Expected: 2, Watched: 0.3, More: 0.1, Gaps: planner.Gaps{Kept: 20, Asked: 20}, Reach: 0.75},
	}
	s := Staffing{Shifts: []planner.Shift{{Start: start, End: start.Add(8 * time.Hour)}, {Start: start.Add(8 * time.Hour), End: start.Add(16 * time.Hour)}},
		Buys: [][]planner.Staffed{buys, buys}, Within: 5 * time.Minute, Roster: 3, Split: []int{2, 1}}
	var table, program, sheet, picture bytes.Buffer
	for _, err := range []error{WriteStaffingTable(&table, s), WriteStaffingJSON(&program, s), WriteStaffingCSV(&sheet, s), WriteStaffingSVG(&picture, s)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if text := table.String(); !strings.Contains(text, "9 of 10") || !strings.Contains(text, "+10.0 %") || !strings.Contains(text, "2026-07-01 20:00: 1") {
		t.Error(text)
	}
	var wire staffingJSON
	if err := json.Unmarshal(program.Bytes(), &wire); err != nil || *wire.Shifts[0].Assigned != 2 || wire.Shifts[1].Units[1].Watched != 0.3 || wire.WithinS != 300 {
		t.Errorf("%v, %s", err, program.String())
	}
	if rows, err := csv.NewReader(&sheet).ReadAll(); err != nil || len(rows) != 5 || rows[2][8] != "0.75" {
		t.Errorf("%v, %v", rows, err)
	}
	if err := xml.Unmarshal(picture.Bytes(), new(struct{})); err != nil || strings.Count(picture.String(), "<circle") != 4 {
		t.Errorf("%v\n%s", err, picture.String())
	}
}
