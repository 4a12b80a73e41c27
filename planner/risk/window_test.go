package risk_test

import (
	"testing"
	"time"

	"nightbeat/planner/risk"
)

func TestParseHours(t *testing.T) {
	for _, text := range []string{"", "20-04", "20:30-04:15", "00-24", "06-18"} {
		h, err := risk.ParseHours(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if want := map[string]string{"00-24": ""}[text]; h.String() != text && h.String() != want {
			t.Errorf("%q reads as %q", text, h)
		}
	}
	for _, text := range []string{"20", "20-", "-04", "25-04", "20-04-06", "8 pm", "20:61-04"} {
		if h, err := risk.ParseHours(text); err == nil {
			t.Errorf("%q was taken for %v", text, h)
		}
	}
}

func TestWindowLength(t *testing.T) {
	night := risk.Hours{From: 20 * time.Hour, Until: 4 * time.Hour}
	vancouver, err := time.LoadLocation("America/Vancouver")
	if err != nil {
		t.Skip("no time zone data here:", err)
	}
	march := time.Date(2026, 3, 7, 12, 0, 0, 0, vancouver) // clocks go forward in the night of 8 March: 02 becomes 03
	cases := []struct {
		name string
		w    risk.Window
		want time.Duration
	}{
		{"a week", week(day(0)), 168 * time.Hour},
		{"its nights", risk.Window{From: day(0), Until: day(7), Hours: night}, 7 * 8 * time.Hour}, // 4 h of each end's night
		{"one shift", risk.Window{From: day(0).Add(20 * time.Hour), Until: day(1).Add(4 * time.Hour), Hours: night}, 8 * time.Hour},
		{"no night in it", risk.Window{From: day(0).Add(5 * time.Hour), Until: day(0).Add(9 * time.Hour), Hours: night}, 0},
		{"the short night", risk.Window{From: march, Until: march.Add(24 * time.Hour), Hours: night}, 7 * time.Hour},
	}
	for _, c := range cases {
		if got := c.w.Length(); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Ratcliffe's example: known only to have happened from 8 to 16, an event weighs 1/8 in each hour.
func TestPart(t *testing.T) {
	at := func(h float64) time.Time { return day(3).Add(time.Duration(h * float64(time.Hour))) }
	parked := risk.Event{From: at(8), Until: at(16), Weight: 1}
	nights := risk.Window{From: day(0), Until: day(7), Hours: risk.Hours{From: 20 * time.Hour, Until: 4 * time.Hour}}
	cases := []struct {
		name string
		w    risk.Window
		e    risk.Event
		want float64
	}{
		{"one hour of eight", risk.Window{From: at(9), Until: at(10)}, parked, 1.0 / 8},
		{"all of it", week(day(0)), parked, 1},
		{"nothing of it", nights, parked, 0},
		{"a whole day's nights", nights, risk.Event{From: at(0), Until: at(24)}, 8.0 / 24},
		{"an instant inside", nights, risk.Event{From: at(22), Until: at(22)}, 1},
		{"an instant at the start", nights, risk.Event{From: at(20), Until: at(20)}, 1},
		{"an instant at the end", nights, risk.Event{From: at(28), Until: at(28)}, 0},
	}
	for _, c := range cases {
		if got := c.w.Part(c.e); !near(got, c.want, 1e-12) {
			t.Errorf("%s: %g, want %g", c.name, got, c.want)
		}
	}
}
