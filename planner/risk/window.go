package risk

import (
	"fmt"
	"strings"
	"time"
)

// Hours is a part of each day: From..Until since midnight, past midnight where Until is not after From. The zero value
// is the whole day.
type Hours struct{ From, Until time.Duration }

// ParseHours reads "20-04" or "20:30-04:15"; the empty string is the whole day.
func ParseHours(s string) (Hours, error) {
	if s == "" {
		return Hours{}, nil
	}
	from, until, _ := strings.Cut(s, "-")
	start, err := timeOfDay(from)
	if err != nil {
		return Hours{}, fmt.Errorf("hours %q: write them like 20-04 or 20:30-04:15", s)
	}
	end, err := timeOfDay(until)
	if err != nil {
		return Hours{}, fmt.Errorf("hours %q: write them like 20-04 or 20:30-04:15", s)
	}
	return Hours{start, end}, nil
}

// timeOfDay reads "20", "20:30" or "24" as the time since midnight.
func timeOfDay(s string) (time.Duration, error) {
	if s == "24" || s == "24:00" {
		return 0, nil
	}
	for _, layout := range []string{"15", "15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, nil
		}
	}
	return 0, fmt.Errorf("%q is no time of day", s)
}

// String is the form that ParseHours reads.
func (h Hours) String() string {
	if h == (Hours{}) {
		return ""
	}
	write := func(d time.Duration) string {
		if d%time.Hour == 0 {
			return fmt.Sprintf("%02d", d/time.Hour)
		}
		return fmt.Sprintf("%02d:%02d", d/time.Hour, d%time.Hour/time.Minute)
	}
	return write(h.From) + "-" + write(h.Until)
}

// span is a stretch of time in seconds since the epoch.
type span struct{ from, until float64 }

// overlap is how many seconds two spans share.
func (s span) overlap(o span) float64 {
	return max(0, min(s.until, o.until)-max(s.from, o.from))
}

// part is how much of an event that happened some time in a span fell into this one: all or nothing where its instant is
// known, between where not, every instant as likely as any other (aoristic weight: Ratcliffe 2000).
func (s span) part(of span) float64 {
	if of.from < of.until {
		return s.overlap(of) / (of.until - of.from)
	}
	if of.from >= s.from && of.from < s.until {
		return 1
	}
	return 0
}

// instant is a time in seconds since the epoch, to the microsecond.
func instant(t time.Time) float64 { return float64(t.Unix()) + float64(t.Nanosecond())/1e9 }

// spans are the stretches of the window that lie in its hours, in order. Clock times follow the zone's summer time.
func (w Window) spans() []span {
	whole := span{instant(w.From), instant(w.Until)}
	if w.Hours == (Hours{}) || whole.until <= whole.from {
		return []span{whole}
	}
	var spans []span
	year, month, day := w.From.Date()
	for d := day - 1; ; d++ {
		at := func(clock time.Duration, d int) float64 {
			return instant(time.Date(year, month, d, 0, int(clock/time.Minute), 0, 0, w.From.Location()))
		}
		night := span{at(w.Hours.From, d), at(w.Hours.Until, d)}
		if w.Hours.Until <= w.Hours.From {
			night.until = at(w.Hours.Until, d+1)
		}
		if night.from >= whole.until {
			return spans
		}
		if night.overlap(whole) > 0 {
			spans = append(spans, span{max(night.from, whole.from), min(night.until, whole.until)})
		}
	}
}

// Length is how long the window lasts, counting only its hours.
func (w Window) Length() time.Duration {
	var seconds float64
	for _, s := range w.spans() {
		seconds += s.until - s.from
	}
	return time.Duration(seconds * float64(time.Second))
}

// Part is how much of an event falls into the window: 1 where it surely does, 0 where it surely does not, between
// where its time is known only to an interval.
func (w Window) Part(e Event) float64 { return part(e, w.spans()) }

func part(e Event, spans []span) float64 {
	var inside float64
	for _, s := range spans {
		inside += s.part(span{instant(e.From), instant(e.Until)})
	}
	return min(1, inside)
}
