package risk

import (
	"math"
	"time"
)

// Midnight is how many events were recorded at exactly 00:00, and how many at 23:00 and 01:00. Clerks write midnight
// where the time is unknown; a spike there is no night life.
type Midnight struct {
	At, Before, After int
}

// CountMidnight looks at the events whose instant is known, by the clock they were recorded by.
func CountMidnight(events []Event) Midnight {
	var m Midnight
	for _, e := range events {
		if e.Until.After(e.From) || e.From.Minute() != 0 || e.From.Second() != 0 {
			continue
		}
		switch e.From.Hour() {
		case 0:
			m.At++
		case 1:
			m.After++
		case 23:
			m.Before++
		}
	}
	return m
}

// Spike is how many of the events at midnight are more than its neighbours explain, 0 where chance could do it: the
// excess over their mean, if it is half as much again and over three standard errors of the difference of Poisson
// counts, √(n + (a + b)/4).
func (m Midnight) Spike() int {
	usual := float64(m.Before+m.After) / 2
	excess := float64(m.At) - usual
	if excess < usual/2 || excess <= 3*math.Sqrt(float64(m.At)+usual/2) {
		return 0
	}
	return int(math.Round(excess))
}

// Recorded tells whether any event's time of day is known, be it to an interval shorter than a day.
func Recorded(events []Event) bool {
	for _, e := range events {
		if e.Until.Sub(e.From) < 24*time.Hour-time.Minute {
			return true
		}
	}
	return false
}
