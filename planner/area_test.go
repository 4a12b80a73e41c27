package planner

import (
	"reflect"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// box is an area between two corners.
func box(name string, west, south, east, north float64) Area {
	return Area{ID: name, Name: name, Shape: orb.MultiPolygon{{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}}}
}

// TestNightByArea has a stop of 10 and one of 20 minutes in a beat, the second also in a community, and one of 40 in none.
// Units told that they stood 12 minutes at the second, and 30 at the third; that rain kept them from the first; that they
// helped someone at the second, and settled a dispute at no stop.
func TestNightByArea(t *testing.T) {
	start := time.Date(2026, 7, 1, 20, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	unit := Unit{ID: "A1", Start: start, End: at(240)}
	plan := &Plan{
		Request: Request{Revisit: 2 * time.Hour},
		Stops:   []Stop{{ID: "S1", Place: orb.Point{1, 1}}, {ID: "S2", Place: orb.Point{2, 1}}, {ID: "S3", Place: orb.Point{9, 9}}},
		Routes: []Route{{Unit: unit, Calls: []Call{
			{Stop: 0, Visit: 1, Arrive: at(0), Leave: at(10)}, {Stop: 1, Visit: 1, Arrive: at(20), Leave: at(40)}, {Stop: 2, Visit: 1, Arrive: at(60), Leave: at(100)},
		}}},
	}
	reports := []Report{
		{Unit: "A1", Stop: "S1", Visit: 1, Kind: Skipped, Words: "rain", At: at(1)},
		{Unit: "A1", Stop: "S2", Visit: 1, Kind: Here, At: at(21)}, {Unit: "A1", Stop: "S2", Visit: 1, Kind: Left, At: at(33)}, {Unit: "A1", Stop: "S2", Kind: Helped, At: at(25)},
		{Unit: "A1", Stop: "S3", Visit: 1, Kind: Here, At: at(70)}, {Unit: "A1", Stop: "S3", Visit: 1, Kind: Left, At: at(100)}, {Unit: "A1", Kind: Settled, At: at(200)},
	}
	// The round is 120 min, duty 240. S1: one gap of 240, which should be two. S2: 21, and 207 that should be two. S3: 70,
	// and 140 that should be two.
	minutes := func(n int) time.Duration { return time.Duration(n) * time.Minute }
	none := []int{0, 0, 0, 0}
	want := []AreaAttendance{
		{box("beat", 0, 0, 3, 3), 2, Attendance{Asked: 2, Made: 1, MinutesAsked: minutes(30), Minutes: minutes(12), Gaps: Gaps{1, 5, minutes(240)}, Skipped: []string{"rain"}, Service: []int{1, 0, 0, 0}}},
		{box("community", 1.5, 0, 3, 3), 1, Attendance{Asked: 1, Made: 1, MinutesAsked: minutes(20), Minutes: minutes(12), Gaps: Gaps{1, 3, minutes(207)}, Service: []int{1, 0, 0, 0}}},
		{box("empty", -3, -3, -2, -2), 0, Attendance{Service: none}},
		{Area{}, 1, Attendance{Asked: 1, Made: 1, MinutesAsked: minutes(40), Minutes: minutes(30), Gaps: Gaps{1, 3, minutes(140)}, Service: []int{0, 1, 0, 0}}},
	}
	l := NewLedger(plan, reports)
	rows := l.ByArea(plan, []Area{want[0].Area, want[1].Area, want[2].Area})
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("\n%+v, want\n%+v", rows, want)
	}
	if all := l.ByArea(plan, []Area{box("all", 0, 0, 10, 10)}); len(all) != 2 || !reflect.DeepEqual(all[1].Service, []int{0, 1, 0, 0}) || all[1].Stops != 0 {
		t.Errorf("%+v: the dispute settled at no stop is lost", all)
	}
	if quiet := NewLedger(plan, nil).ByArea(plan, []Area{box("all", 0, 0, 10, 10)}); len(quiet) != 1 {
		t.Errorf("%+v: nothing is elsewhere", quiet)
	}
	if rows := l.ByArea(plan, nil); rows != nil {
		t.Errorf("without areas: %+v", rows)
	}
}
