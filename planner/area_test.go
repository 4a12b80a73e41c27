package planner

import (
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// box is an area between two corners.
func box(name string, west, south, east, north float64) Area {
	return Area{ID: name, Name: name, Shape: orb.MultiPolygon{{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}}}
}

// TestMinutesByArea has a stop of 10 and one of 20 minutes in a beat, the second also in a community, and one of 40 in none;
// units told that they stood 12 minutes at the second, and 30 at the third.
func TestMinutesByArea(t *testing.T) {
	start := time.Date(2026, 7, 1, 20, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	unit := Unit{ID: "A1", Start: start, End: at(240)}
	plan := &Plan{
		Stops: []Stop{{ID: "S1", Place: orb.Point{1, 1}}, {ID: "S2", Place: orb.Point{2, 1}}, {ID: "S3", Place: orb.Point{9, 9}}},
		Routes: []Route{{Unit: unit, Calls: []Call{
			{Stop: 0, Visit: 1, Arrive: at(0), Leave: at(10)}, {Stop: 1, Visit: 1, Arrive: at(20), Leave: at(40)}, {Stop: 2, Visit: 1, Arrive: at(60), Leave: at(100)},
		}}},
	}
	reports := []Report{
		{Unit: "A1", Stop: "S2", Visit: 1, Kind: Here, At: at(21)}, {Unit: "A1", Stop: "S2", Visit: 1, Kind: Left, At: at(33)},
		{Unit: "A1", Stop: "S3", Visit: 1, Kind: Here, At: at(70)}, {Unit: "A1", Stop: "S3", Visit: 1, Kind: Left, At: at(100)},
	}
	rows := NewLedger(plan, reports).ByArea(plan, []Area{box("beat", 0, 0, 3, 3), box("community", 1.5, 0, 3, 3), box("empty", -3, -3, -2, -2)})
	want := []struct {
		name          string
		asked, stayed int
	}{{"beat", 30, 12}, {"community", 20, 12}, {"empty", 0, 0}, {"", 40, 30}}
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d", len(rows), len(want))
	}
	for i, w := range want {
		if r := rows[i]; r.Area.Name != w.name || r.Asked != time.Duration(w.asked)*time.Minute || r.Stayed != time.Duration(w.stayed)*time.Minute {
			t.Errorf("%s: %v of %v, want %s %d of %d min", r.Area.Name, r.Stayed, r.Asked, w.name, w.stayed, w.asked)
		}
	}
}
