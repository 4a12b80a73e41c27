package sample

import "time"

// china is the zone of the town's clocks.
var china = time.FixedZone("UTC+8", 8*60*60)

// The mean Moon (Meeus 1998, "Astronomical Algorithms", chapter 49, with k = 0): a new moon at JDE 2451550.09766,
// which is 6 January 2000, 14:19:34 UTC, and 29.530588861 days, 2,551,443 s, from one to the next.
const synodicMonth = 2551443

var newMoon = time.Date(2000, 1, 6, 14, 19, 34, 0, time.UTC)

// LunarDay is the day of the Moon's month, 1 to 30, on which an instant falls in China. Day 1 is the day of the mean
// new moon; the calendar of the almanacs goes by the true one and is the same or a day (rarely two) off. The town's
// market is busy on the days that end in 3 and 8: every fifth day, and a short or a long step from 28 to 3.
func LunarDay(at time.Time) int {
	last := midnight(at).AddDate(0, 0, 1).Unix() - 1
	age := (last - newMoon.Unix()) % synodicMonth
	if age < 0 {
		age += synodicMonth
	}
	began := midnight(time.Unix(last-age, 0))
	return int(midnight(at).Sub(began)/(24*time.Hour)) + 1
}

// midnight is the first instant of a day in China.
func midnight(at time.Time) time.Time {
	year, month, day := at.In(china).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, china)
}
