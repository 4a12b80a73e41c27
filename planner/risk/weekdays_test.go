package risk

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"nightbeat/geo"
)

// nights are events in 52 weeks: so many each night at 22:00, by the weekday of the evening.
func nights(perNight [7]int, from time.Time) []Event {
	var events []Event
	for d := range 52 * 7 {
		at := from.AddDate(0, 0, d).Add(22 * time.Hour)
		for range perNight[at.Weekday()] {
			events = append(events, Event{At: geo.XY{}, From: at, Until: at, Weight: 1})
		}
	}
	return events
}

// Six thefts each Saturday night, two on others: 18 a week in 7 nights. Rates x = 6 and 2 a night, x̄ = 18/7, variances by
// chance 6/52 and 2/52; A = ((6 - 18/7)² + 6 (2 - 18/7)²)/6 - (6 + 6·2)/52/7.
func TestWeekdaysAreArithmetic(t *testing.T) {
	start := time.Date(2025, 1, 6, 0, 0, 0, 0, time.UTC) // a Monday
	events := nights([7]int{2, 2, 2, 2, 2, 2, 6}, start)
	mean := 18.0 / 7
	differ := ((6-mean)*(6-mean)+6*(2-mean)*(2-mean))/6 - (6.0+6*2)/52/7
	for _, c := range []struct {
		name    string
		days    int // after the Monday on which the 53rd week begins
		nightly float64
	}{{"Saturday", 5, 6}, {"Monday", 0, 2}} {
		from := start.AddDate(0, 0, 364+c.days).Add(20 * time.Hour)
		p := pastOf(t, events, Window{From: from, Until: from.Add(8 * time.Hour)})
		want := 1 + (c.nightly/mean-1)*differ/(differ+c.nightly/52)
		got := p.weekdays().against(instant(start), instant(start.AddDate(0, 0, 364)))
		if math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: %g, want %g", c.name, got, want)
		}
		if level := p.level(); math.Abs(level-c.nightly) > 0.1*c.nightly {
			t.Errorf("%s: %g expected, %g each such night", c.name, level, c.nightly)
		}
	}
}

// Where weekdays differ by chance alone, what is made of it is less than half of what they seem to differ by.
func TestWeekdaysOfChanceAreLeftAlone(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 15))
	start := time.Date(2025, 1, 6, 0, 0, 0, 0, time.UTC)
	from := start.AddDate(0, 0, 364).Add(20 * time.Hour)
	var made, seeming float64
	for range 60 {
		var events []Event
		for range 1000 {
			at := start.Add(time.Duration(rng.IntN(364*24)) * time.Hour)
			events = append(events, Event{At: geo.XY{}, From: at, Until: at, Weight: 1})
		}
		w := pastOf(t, events, Window{From: from, Until: from.Add(8 * time.Hour)}).weekdays()
		made += math.Abs(w.against(instant(start), instant(from)) - 1)
		seeming += math.Abs(w.weights[0]/(sum(w.weights[:])/7) - 1)
	}
	if made > seeming/2 {
		t.Errorf("off by %g on average, of %g that the counts are", made/60, seeming/60)
	}
}

// A window of a whole week has nothing to tell, nor has an hour's history.
func TestWeekdaysNeedWeeks(t *testing.T) {
	events := nights([7]int{2, 2, 2, 2, 2, 2, 6}, time.Date(2025, 1, 6, 0, 0, 0, 0, time.UTC))
	from := events[len(events)-1].From.Add(22 * time.Hour)
	week := pastOf(t, events, Window{From: from, Until: from.AddDate(0, 0, 7), Hours: Hours{20 * time.Hour, 4 * time.Hour}})
	if got := week.weekdays().against(week.start, week.at); math.Abs(got-1) > 1e-12 {
		t.Errorf("a week of nights: %g, want 1", got)
	}
	short := pastOf(t, events[:1], Window{From: events[0].From.Add(time.Hour), Until: events[0].From.Add(2 * time.Hour)})
	if got := short.weekdays().against(short.start, short.at); got != 1 {
		t.Errorf("of an hour's history: %g, want 1", got)
	}
}
