package risk

import (
	"math"
	"time"
)

// Profile is when the events of a place happen, and whether they have become more.
type Profile struct {
	Hours    [24]float64 // weight by hour of the day; an event known to an interval is spread over it (aoristic)
	Timed    float64     // weight of the events whose hour is known: shorter than a day
	Weekdays [7]float64  // weight by day of the week, Sunday first; events known to a day or better
	Recent   int         // events of the last trendDays
	Earlier  int         // events of as many days before
}

// trendDays are the days compared with as many before.
const trendDays = 90

// ProfileOf describes events before an instant, by the clock they were recorded by.
func ProfileOf(events []Event, now time.Time) Profile {
	var p Profile
	for _, e := range events {
		if !known(e, now) {
			continue
		}
		long := e.Until.Sub(e.From)
		if long <= 25*time.Hour { // a day may have 25 hours
			p.Weekdays[e.From.Add(long/2).Weekday()] += e.Weight
		}
		if long < 23*time.Hour {
			p.Timed += e.Weight
			p.spread(e)
		}
		switch age := now.Sub(e.From).Hours() / 24; {
		case age <= trendDays:
			p.Recent++
		case age <= 2*trendDays:
			p.Earlier++
		}
	}
	return p
}

// spread adds an event to the hours it may have happened in.
func (p *Profile) spread(e Event) {
	if !e.Until.After(e.From) {
		p.Hours[e.From.Hour()] += e.Weight
		return
	}
	long := e.Until.Sub(e.From)
	for at := e.From; at.Before(e.Until); {
		next := at.Truncate(time.Minute).Add(time.Hour - time.Duration(at.Minute())*time.Minute)
		if next.After(e.Until) {
			next = e.Until
		}
		p.Hours[at.Hour()] += e.Weight * next.Sub(at).Seconds() / long.Seconds()
		at = next
	}
}

// Z is the trend in standard errors, 2 (√recent - √earlier): over 2 more, under -2 fewer, between them it may be chance
// (variance-stabilised Poisson counts: Anscombe 1948).
func (p Profile) Z() float64 {
	return 2 * (math.Sqrt(float64(p.Recent)) - math.Sqrt(float64(p.Earlier)))
}

// HotHour is the start of the three hours, round the clock, that weigh most.
func (p Profile) HotHour() int {
	best, most := 0, -1.0
	for h := range 24 {
		if w := p.Hours[h] + p.Hours[(h+1)%24] + p.Hours[(h+2)%24]; w > most {
			best, most = h, w
		}
	}
	return best
}

// HotWeekday is the day of the week that weighs most.
func (p Profile) HotWeekday() time.Weekday {
	best := time.Sunday
	for d, w := range p.Weekdays {
		if w > p.Weekdays[best] {
			best = time.Weekday(d)
		}
	}
	return best
}
