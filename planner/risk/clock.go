package risk

import (
	"math"
	"time"
)

const (
	minutesADay  = 1440
	minutesAWeek = 7 * minutesADay
)

// clock is the part of the day, or of the week, that a window covers, by the clock of its zone, whatever the date.
type clock struct {
	zone    *time.Location
	covered []float64 // minutes covered from the start of the day (of Thursday, for a week) up to each minute
}

// clock lays the window's spans on one day, or on one week, minute by minute.
func (w Window) clock(minutes int) *clock {
	c := &clock{w.From.Location(), make([]float64, minutes+1)}
	on := make([]bool, minutes)
	for _, s := range w.spans() {
		start := local(s.from, w.From, c.zone) / 60
		last := math.Min(start+(s.until-s.from)/60, start+float64(minutes))
		for m := int(math.Floor(start)); float64(m) < last; m++ {
			on[m%minutes] = true
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

// minutes is how much is covered of a day, or of a week.
func (c *clock) minutes() float64 { return c.covered[len(c.covered)-1] }

// always tells whether all of it is.
func (c *clock) always() bool { return int(c.minutes()) == len(c.covered)-1 }

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
	round := float64(len(c.covered) - 1)
	minutes := local / 60
	rounds := math.Floor(minutes / round)
	whole, part := math.Modf(minutes - rounds*round)
	m := int(whole)
	return rounds*c.minutes() + c.covered[m] + part*(c.covered[m+1]-c.covered[m])
}

// part is how much of an event falls into the hours: 0 or 1 where its time is known, between where only an interval is
// (as span.part, on any date).
func (c *clock) part(e Event, when span) float64 {
	if c.always() {
		return 1
	}
	return c.share(local(when.from, e.From, c.zone), when.until-when.from)
}

// share is how much of a stretch of seconds from a local time on is covered; of an instant all or nothing.
func (c *clock) share(start, length float64) float64 {
	if length <= 0 {
		round := len(c.covered) - 1
		m := (int(math.Floor(start/60))%round + round) % round
		return c.covered[m+1] - c.covered[m]
	}
	return (c.until(start+length) - c.until(start)) * 60 / length
}
