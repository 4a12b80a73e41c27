package format

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
)

// handOver is a night of one unit and two stops in one area, a third elsewhere: of S1's two stays one was made, of 10 minutes,
// and one skipped; S2's was made as planned; S3's three were skipped, two of them for the same reason; a help at S2, a check
// at no stop.
func handOver() HandOver {
	start := time.Date(2026, 7, 1, 20, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	call := func(stop, visit, from int) planner.Call {
		return planner.Call{Stop: stop, Visit: visit, Arrive: at(from), Leave: at(from + 14)}
	}
	plan := &planner.Plan{
		ID:      "n1",
		Request: planner.Request{Shift: planner.Shift{Start: start, End: at(240)}, Revisit: 2 * time.Hour},
		Stops:   []planner.Stop{{ID: "S1", Name: "Mill Road 3", Place: orb.Point{1, 1}}, {ID: "S2", Name: "=Market", Place: orb.Point{1, 2}}, {ID: "S3", Name: "Ferry", Place: orb.Point{9, 9}}},
		Routes: []planner.Route{{Unit: planner.Unit{ID: "A1", Name: "Car 1", Start: start, End: at(240)}, Calls: []planner.Call{
			call(0, 1, 10), call(1, 1, 30), call(2, 1, 60), call(2, 2, 80), call(2, 3, 100), call(0, 2, 130),
		}}},
	}
	told := func(stop string, visit int, kind planner.ReportKind, words string, minute int) planner.Report {
		return planner.Report{Unit: "A1", Stop: stop, Visit: visit, Kind: kind, Words: words, At: at(minute)}
	}
	l := planner.NewLedger(plan, []planner.Report{
		told("S1", 1, planner.Here, "", 10), told("S1", 1, planner.Left, "", 20), told("S1", 2, planner.Skipped, "@fire", 131),
		told("S2", 1, planner.Here, "", 30), told("S2", 1, planner.Left, "", 44), told("S2", 1, planner.Helped, "", 35),
		told("S3", 1, planner.Skipped, "rain", 60), told("S3", 2, planner.Skipped, "ice", 80), told("S3", 3, planner.Skipped, "ice", 100),
		told("", 0, planner.Checked, "", 200),
	})
	area := planner.Area{ID: "east", Name: "East", Kind: "beat", Shape: orb.MultiPolygon{{{{0, 0}, {3, 0}, {3, 3}, {0, 3}, {0, 0}}}}}
	return HandOver{plan, l, l.ByArea(plan, []planner.Area{area})}
}

// The round is 120 of 240 min. S1: gaps of 10 and 220 min (two): 1 kept, 2 missed. S2: 30 and 196 (two): 1 and 2. S3: 240,
// which should be two: 0 and 2. A stay is 840 s.
func TestHandOverByStopAndArea(t *testing.T) {
	for by, want := range map[string][]string{
		"stop": {
			"stop,name,stops,planned,made,planned_s,present_s,gaps_kept,gaps_missed,longest_gap_s,skipped,skipped_because,helped,settled,checked,arrested",
			"S1,Mill Road 3,1,2,1,1680,600,1,2,13200,1,'@fire,0,0,0,0",
			"S2,'=Market,1,1,1,840,840,1,2,11760,0,,1,0,0,0",
			"S3,Ferry,1,3,0,2520,0,0,2,14400,3,ice (2); rain,0,0,0,0",
			",elsewhere,0,0,0,0,0,0,0,0,0,,0,0,1,0",
		},
		"area": {
			"area,name,stops,planned,made,planned_s,present_s,gaps_kept,gaps_missed,longest_gap_s,skipped,skipped_because,helped,settled,checked,arrested",
			"east,East,2,3,2,2520,1440,2,4,13200,1,'@fire,1,0,0,0",
			",elsewhere,1,3,0,2520,0,0,2,14400,3,ice (2); rain,0,0,1,0",
		},
	} {
		var out bytes.Buffer
		if err := HandOverTables()[by](&out, handOver()); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimPrefix(out.String(), "\ufeff"); got != strings.Join(want, "\n")+"\n" {
			t.Errorf("by %s:\n%s, want\n%s", by, got, strings.Join(want, "\n"))
		}
	}
}

func TestHandOverForPeople(t *testing.T) {
	var out bytes.Buffer
	if err := WriteHandOverTable(&out, handOver()); err != nil {
		t.Fatal(err)
	}
	said := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{"S1 Mill Road 3 1/2 10/28 1/3 220 @fire", "S3 Ferry 0/3 0/42 0/2 240 ice (2); rain", "elsewhere checks 1", "east East 2/3 24/42 2/6 220 help 1 @fire"} {
		if !strings.Contains(said, want) {
			t.Errorf("the table lacks %q:\n%s", want, out.String())
		}
	}
	out.Reset()
	if err := WriteHandOverPDF(&out, handOver(), Scene{}); err != nil || !bytes.HasPrefix(out.Bytes(), []byte("%PDF-")) {
		t.Errorf("%v, %.20q", err, out.Bytes())
	}
}
