package risk_test

import (
	"testing"
	"time"

	"nightbeat/planner/risk"
)

func atHours(counts map[int]int) []risk.Event {
	var events []risk.Event
	for hour, n := range counts {
		for i := range n {
			at := day(i).Add(time.Duration(hour) * time.Hour)
			events = append(events, risk.Event{From: at, Until: at, Weight: 1})
		}
	}
	return events
}

// 200 at midnight, 100 at 23 and 90 at 01: the mean is 95, the excess 105, three errors 3 √(200 + 47.5) = 47.
func TestMidnightSpike(t *testing.T) {
	if got := risk.CountMidnight(atHours(map[int]int{23: 100, 0: 200, 1: 90, 12: 500})); got.Spike() != 105 {
		t.Errorf("%+v: spike %d, want 105", got, got.Spike())
	}
	for name, counts := range map[string]map[int]int{
		"a quiet midnight": {23: 100, 0: 110, 1: 90},
		"a handful":        {23: 2, 0: 6, 1: 2},
		"nothing":          {},
	} {
		if got := risk.CountMidnight(atHours(counts)); got.Spike() != 0 {
			t.Errorf("%s: spike %d", name, got.Spike())
		}
	}
	day := risk.Event{From: day(0), Until: day(1)}
	if got := risk.CountMidnight([]risk.Event{day, day, day}); got.At != 0 {
		t.Error("events known to the day were taken for midnight")
	}
	if risk.Recorded([]risk.Event{day}) || !risk.Recorded(atHours(map[int]int{3: 1})) {
		t.Error("Recorded does not tell days from instants")
	}
}
