package risk

import (
	"math"
	"time"
)

const minutesADay = 1440

// clock is the part of the day that a window covers, by the clock of its zone, whatever the date.
type clock struct {
	zone    *time.Location
	covered [minutesADay + 1]float64 // minutes covered from midnight up to each minute
}

// clock lays the window's spans on one day, minute by minute.
func (w Window) clock() *clock {
	c := &clock{zone: w.From.Location()}
	var on [minutesADay]bool
	for _, s := range w.spans() {
		if s.until-s.from >= 86400 {
			for m := range on {
				on[m] = true
			}
			break
		}
		start := local(s.from, w.From, c.zone) / 60
		for m := int(math.Floor(start)); float64(m) < start+(s.until-s.from)/60; m++ {
			on[m%minutesADay] = true
		}
	}
	for m, covered := range on {
		c.covered[m+1] = c.covered[m]
		if covered {
			c.covered[m+1]++
		}
	}
	return c
}

// minutes is how much of a day is covered.
func (c *clock) minutes() float64 { return c.covered[minutesADay] }

// local is the seconds since the epoch as clocks show them, those of the zone in which the instant was recorded.
func local(epoch float64, recorded time.Time, zone *time.Location) float64 {
	return epoch + float64(offset(recorded, zone))
}

// offset is how many seconds a zone's clocks are ahead of UTC at an instant. Where the instant was recorded in a zone
// at most an hour off, it is that one's: a zone given as a plain offset knows no summer time, the records do.
func offset(recorded time.Time, zone *time.Location) int {
	_, there := recorded.In(zone).Zone()
	if _, own := recorded.Zone(); own-there <= 3600 && there-own <= 3600 {
		return own
	}
	return there
}

// until is how many covered minutes have passed by a local time.
func (c *clock) until(local float64) float64 {
	minutes := local / 60
	days := math.Floor(minutes / minutesADay)
	whole, part := math.Modf(minutes - days*minutesADay)
	m := int(whole)
	return days*c.minutes() + c.covered[m] + part*(c.covered[m+1]-c.covered[m])
}

// part is how much of an event falls into the hours: 0 or 1 where its time is known, between where only an interval is
// (as span.part, on any date).
func (c *clock) part(e Event, when span) float64 {
	if c.minutes() == minutesADay {
		return 1
	}
	start := local(when.from, e.From, c.zone)
	if when.until <= when.from {
		m := int(math.Mod(math.Mod(math.Floor(start/60), minutesADay)+minutesADay, minutesADay))
		return c.covered[m+1] - c.covered[m]
	}
	length := when.until - when.from
	return (c.until(start+length) - c.until(start)) * 60 / length
}
