package sample

import (
	"testing"
	"time"
)

func TestHours(t *testing.T) {
	for _, c := range []struct {
		hours  Hours
		length int
		in     []int
		out    []int
	}{
		{Hours{8, 10}, 2, []int{8, 9}, []int{7, 10, 23}},
		{Hours{23, 5}, 6, []int{23, 0, 4}, []int{5, 22, 12}},
		{Hours{20, 24}, 4, []int{20, 23}, []int{19, 0}},
		{Hours{0, 24}, 24, []int{0, 12, 23}, nil},
	} {
		if got := c.hours.Length(); got != c.length {
			t.Errorf("%v is %d hours long, want %d", c.hours, got, c.length)
		}
		for _, h := range c.in {
			if !c.hours.Holds(h) {
				t.Errorf("%v does not hold %d", c.hours, h)
			}
		}
		for _, h := range c.out {
			if c.hours.Holds(h) {
				t.Errorf("%v holds %d", c.hours, h)
			}
		}
	}
}

// 26 June 2026 is a Friday: 00:30 on Saturday is still its night, 00:30 on Friday is Thursday's.
func TestANightBelongsToTheDayItBeginsOn(t *testing.T) {
	friday := HotSpot{
		Hours: Hours{22, 1}, Weekdays: []time.Weekday{time.Friday},
		From: time.Date(2026, 6, 26, 0, 0, 0, 0, china), Until: time.Date(2026, 6, 27, 0, 0, 0, 0, china),
	}
	for clock, want := range map[string]bool{
		"2026-06-26T00:30:00+08:00": false,
		"2026-06-26T21:59:00+08:00": false,
		"2026-06-26T22:00:00+08:00": true,
		"2026-06-26T16:30:00Z":      true, // 00:30 on the 27th in China
		"2026-06-27T00:59:00+08:00": true,
		"2026-06-27T01:00:00+08:00": false,
		"2026-06-27T22:30:00+08:00": false,
	} {
		at, err := time.Parse(time.RFC3339, clock)
		if err != nil {
			t.Fatal(err)
		}
		if got := friday.Active(at); got != want {
			t.Errorf("%s: %v, want %v", clock, got, want)
		}
	}
}

// The feasts of the almanac: New Year is day 1, Mid-Autumn day 15. The mean Moon may be a day off.
func TestLunarDayIsNearTheAlmanac(t *testing.T) {
	for date, want := range map[string]int{
		"2024-02-10": 1, "2025-01-29": 1, "2026-02-17": 1, "2024-09-17": 15, "2025-10-06": 15,
	} {
		at, err := time.ParseInLocation(time.DateOnly, date, china)
		if err != nil {
			t.Fatal(err)
		}
		if off := (LunarDay(at)-want+45)%30 - 15; off < -1 || off > 1 {
			t.Errorf("%s is day %d, the almanac says %d", date, LunarDay(at), want)
		}
	}
}

// A month has 29 or 30 days that follow each other, over a century and before the new moon it is counted from.
func TestLunarDaysFollowEachOther(t *testing.T) {
	day := time.Date(1960, 1, 1, 12, 0, 0, 0, china)
	last, months, days := LunarDay(day), 0, 36500
	for range days {
		day = day.AddDate(0, 0, 1)
		next := LunarDay(day)
		if next == 1 {
			months++
		}
		if next != last+1 && (next != 1 || last < 29 || last > 30) {
			t.Fatalf("%s is day %d, the day before was %d", day.Format(time.DateOnly), next, last)
		}
		last = next
	}
	if want := 1236; months < want-1 || months > want+1 { // 36,500 days / 29.530589
		t.Errorf("%d months in %d days, want %d", months, days, want)
	}
}
