package format

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"reflect"
	"strings"
	"testing"
	"time"

	"nightbeat/planner"
	"nightbeat/planner/words"
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
	for _, err := range []error{WriteStaffingTable(&table, s), WriteStaffingJSON(&program, s), WriteStaffingCSV(&sheet, s), WriteStaffingSVG(&picture, s, words.Chinese)} {
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

// What a job kept is read back as it was, and said in words: 20 to 30 %, the last one adds 10.
func TestStaffingIsReadBack(t *testing.T) {
	start := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	s := Staffing{Shifts: []planner.Shift{{Start: start, End: start.Add(8 * time.Hour)}}, Within: 5 * time.Minute, Roster: 2, Split: []int{2}, Buys: [][]planner.Staffed{{
		{Units: 1, Expected: 2, Watched: 0.2, More: 0.2, Gaps: planner.Gaps{Kept: 9, Asked: 10}, Reach: 0.5},
		{Units: 2, Expected: 2, Watched: 0.3, More: 0.1, Gaps: planner.Gaps{Kept: 20, Asked: 20}, Reach: 0.75},
	}}}
	var kept, once, again bytes.Buffer
	if err := WriteStaffingJSON(&kept, s); err != nil {
		t.Fatal(err)
	}
	back, err := ReadStaffing(&kept)
	if err != nil || !reflect.DeepEqual(back, s) {
		t.Errorf("%v\n%+v\n%+v", err, back, s)
	}
	notes := StaffingNotes(back)
	if notes[0].String() != "2026-07-01 12:00-20:00: one unit watches 20 % of what is expected, 2 watch 30 %; the last one adds 10.0" || notes[1].String() != "a roster of 2 watches most as 2 from 12:00" {
		t.Errorf("%q", notes)
	}
	if WriteStaffingPDF(&once, s, Scene{}) != nil || WriteStaffingPDF(&again, back, Scene{}) != nil || !bytes.Equal(once.Bytes(), again.Bytes()) || !bytes.HasPrefix(once.Bytes(), []byte("%PDF-")) {
		t.Error("the same on paper has other bytes")
	}
	if _, err := ReadStaffing(strings.NewReader(`{"shifts":[{"start":"2026-07-01T12:00:00Z"}]}`)); err == nil {
		t.Error("a shift without units is read")
	}
}

// A question comes back as it went, and is refused by the field that is wrong.
func TestStaffingRequest(t *testing.T) {
	const night = `{"request":{"shift":{"start":"2026-07-01T20:00:00Z","end":"2026-07-02T04:00:00Z"},"units":2,"base":[118.2,39.7]}`
	ask, err := ReadStaffingRequest(strings.NewReader(night + `,"most":3,"reach_s":240,"roster":4,"shifts":[{"start":"2026-07-01T12:00:00Z","end":"2026-07-01T20:00:00Z"},{"start":"2026-07-01T20:00:00Z","end":"2026-07-02T04:00:00Z"}]}`))
	if err != nil || ask.Most != 3 || ask.Within != 4*time.Minute || ask.Roster != 4 || len(ask.Shifts) != 2 || len(ask.Request.Units) != 2 {
		t.Fatalf("%+v, %v", ask, err)
	}
	if ask, err := ReadStaffingRequest(strings.NewReader(night + `}`)); err != nil || ask.Most != 8 || ask.Within != 5*time.Minute || ask.Shifts[0] != ask.Request.Shift {
		t.Errorf("by default %+v, %v", ask, err)
	}
	for more, field := range map[string]string{`,"most":0}`: "most", `,"reach_s":0}`: "reach_s", `,"roster":9}`: "roster", `,"speed":1}`: "speed", `,"shifts":[{"start":"2026-07-01T12:00:00Z","end":"2026-07-01T11:00:00Z"}]}`: "shift"} {
		if _, err := ReadStaffingRequest(strings.NewReader(night + more)); err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: %v", more, err)
		}
	}
	if _, err := ReadStaffingRequest(strings.NewReader(`{}`)); err == nil || !strings.Contains(err.Error(), "request") {
		t.Errorf("without a night: %v", err)
	}
}
