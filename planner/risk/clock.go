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
		first := int(math.Floor(c.local(s.from) / 60))
		last := int(math.Ceil(c.local(s.until) / 60))
		for m := first; m < last; m++ {
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

// local is the seconds since the epoch as the zone's clocks show them.
func (c *clock) local(epoch float64) float64 {
	_, offset := time.Unix(int64(epoch), 0).In(c.zone).Zone()
	return epoch + float64(offset)
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
func (c *clock) part(when span) float64 {
	if c.minutes() == minutesADay {
		return 1
	}
	start := c.local(when.from)
	if when.until <= when.from {
		m := int(math.Mod(math.Mod(math.Floor(start/60), minutesADay)+minutesADay, minutesADay))
		return c.covered[m+1] - c.covered[m]
	}
	return min(1, (c.until(c.local(when.until))-c.until(start))*60/(when.until-when.from))
}
