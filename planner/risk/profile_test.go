package risk_test

import (
	"testing"
	"time"

	"nightbeat/planner/risk"
)

// Known from 22:30 to 01:30, an event weighs 1/6 at 22, 1/3 at 23 and 0, 1/6 at 1.
func TestProfileSpreadsIntervals(t *testing.T) {
	from := day(3).Add(22*time.Hour + 30*time.Minute) // a Sunday night: 1 January 2026 is a Thursday
	p := risk.ProfileOf([]risk.Event{{From: from, Until: from.Add(3 * time.Hour), Weight: 1}}, day(10))
	for hour, want := range map[int]float64{22: 1.0 / 6, 23: 1.0 / 3, 0: 1.0 / 3, 1: 1.0 / 6, 2: 0} {
		if !near(p.Hours[hour], want, 1e-12) {
			t.Errorf("hour %d weighs %g, want %g", hour, p.Hours[hour], want)
		}
	}
	if p.Timed != 1 || p.Weekdays[time.Monday] != 1 { // its middle is 00:00 on Monday
		t.Errorf("%+v", p)
	}
}

// 25 in the last 90 days against 9 before: 2 (5 - 3) = 4. Days known only by date have no hour.
func TestProfileTrend(t *testing.T) {
	var events []risk.Event
	for i := range 34 {
		from := day(180 - 2 - i%80)
		if i < 9 {
			from = day(180 - 91 - i)
		}
		events = append(events, risk.Event{From: from, Until: from.AddDate(0, 0, 1), Weight: 2})
	}
	p := risk.ProfileOf(events, day(180))
	if p.Recent != 25 || p.Earlier != 9 || p.Z() != 4 {
		t.Errorf("%d after %d, z %g; want 25, 9, 4", p.Recent, p.Earlier, p.Z())
	}
	var week float64
	for _, w := range p.Weekdays {
		week += w
	}
	if p.Timed != 0 || week != 68 {
		t.Errorf("%g of known hour, %g of known weekday; want 0 and 68", p.Timed, week)
	}
}

func TestSplitAddsUp(t *testing.T) {
	events := town(8, 2000, 100)
	study := mustStudy(t, events)
	s := mustSurface(t, risk.Learned{}, events, study, week(day(80)))
	groups := [][]risk.Event{events[:300], events[300:1200], events[1200:], nil}
	parts, err := s.Split(groups)
	if err != nil {
		t.Fatal(err)
	}
	for c, want := range s.Expected.Values {
		var all float64
		for _, p := range parts {
			all += p.Values[c]
		}
		if !near(all, want, 1e-9) {
			t.Fatalf("cell %d: the parts add up to %g, want %g", c, all, want)
		}
	}
	if parts[3].Sum() != 0 || !(parts[1].Sum() > parts[0].Sum()) {
		t.Errorf("parts of %g, %g, %g, %g", parts[0].Sum(), parts[1].Sum(), parts[2].Sum(), parts[3].Sum())
	}
}
