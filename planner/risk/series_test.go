package risk

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"nightbeat/geo"
)

var newYear = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func eventAt(x, y, days float64) Event {
	at := newYear.Add(time.Duration(days * 24 * float64(time.Hour)))
	return Event{At: geo.XY{X: x, Y: y}, From: at, Until: at, Weight: 1}
}

// scattered is events spread evenly over a square and half a year.
func scattered(rng *rand.Rand, n int, sideM float64) []Event {
	events := make([]Event, n)
	for i := range events {
		events[i] = eventAt(rng.Float64()*sideM-sideM/2, rng.Float64()*sideM-sideM/2, rng.Float64()*180)
	}
	return events
}

// The twin compares every event with every other.
func TestKnoxAgreesWithTheDoubleLoop(t *testing.T) {
	events := scattered(rand.New(rand.NewPCG(1, 12)), 400, 3000)
	events[7].At = events[3].At
	bands, err := NearRepeats(t.Context(), events, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range bands {
		want := 0
		for i := range events {
			for j := range i {
				d, days := events[i].At.Distance(events[j].At), math.Abs(events[i].From.Sub(events[j].From).Hours()/24)
				far := d > b.FromM || b.FromM == 0
				if far && d <= b.ToM && days >= b.FromDays && days < b.ToDays {
					want++
				}
			}
		}
		if b.Pairs != want {
			t.Errorf("%g to %g m, %g to %g days: %d pairs, want %d", b.FromM, b.ToM, b.FromDays, b.ToDays, b.Pairs, want)
		}
	}
}

// Events that chance spread hold in few of the 16 bands; where a third are followed by one within 80 m and 5 days, the
// first band holds clearly.
func TestKnoxFindsWhatWasPlanted(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 12))
	events := scattered(rng, 600, 6000)
	held := func() (n int, first Band) {
		bands, err := NearRepeats(t.Context(), events, 3)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range bands {
			if b.Holds() {
				n++
			}
		}
		return n, bands[0]
	}
	if n, _ := held(); n > 3 {
		t.Errorf("%d of 16 bands hold on events spread by chance", n)
	}
	for i := range 200 {
		e := events[i]
		later := e.From.Add(time.Duration(rng.Float64() * 5 * 24 * float64(time.Hour)))
		events = append(events, Event{At: geo.XY{X: e.At.X + 40, Y: e.At.Y - 40}, From: later, Until: later, Weight: 1})
	}
	if _, first := held(); !first.Holds() || first.Ratio() < 3 || first.P > 0.0011 {
		t.Errorf("the planted band: %+v, ratio %.2f", first, first.Ratio())
	}
}

// Four car windows in eleven nights between 01 and 04 within 150 m, among half a year of others: found, with its ring
// and hours, until two weeks after the last.
func TestSeriesIsFoundAndExpires(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 12))
	events := scattered(rng, 300, 8000)
	planted := map[int]bool{}
	for i, hour := range []float64{1.5, 3.2, 2, 3.9} {
		planted[len(events)] = true
		events = append(events, eventAt(3000+float64(i*37), 2000+float64(i%2*60), 168+float64(3*i)+hour/24))
	}
	last := newYear.AddDate(0, 0, 177)
	series := PossibleSeries(events, last.AddDate(0, 0, 3), Linking{})
	if len(series) == 0 {
		t.Fatal("the planted series was missed")
	}
	s := series[0]
	if len(s.Events) < 4 || s.RadiusM > 250 || s.Hours != (Hours{time.Hour, 4 * time.Hour}) {
		t.Errorf("%d events, radius %.0f m, hours %s", len(s.Events), s.RadiusM, s.Hours)
	}
	for _, i := range s.Events[:4] {
		if !planted[i] {
			t.Errorf("event %d does not belong to the series", i)
		}
	}
	if len(series) > 3 {
		t.Errorf("%d series, one was planted", len(series))
	}
	for _, s := range PossibleSeries(events, last.AddDate(0, 0, 16), Linking{}) {
		if planted[s.Events[0]] {
			t.Error("the series lives on though nothing followed in two weeks")
		}
	}
	if early := PossibleSeries(events, last.AddDate(0, 0, -20), Linking{}); len(early) > 0 && planted[early[0].Events[0]] {
		t.Error("the series was known before it began")
	}
}

// A street that has one a day anyway has no series.
func TestBusyPlacesAreNoSeries(t *testing.T) {
	var events []Event
	for d := range 180 {
		events = append(events, eventAt(float64(d%5*20), 0, float64(d)+0.5))
	}
	if series := PossibleSeries(events, newYear.AddDate(0, 0, 181), Linking{}); len(series) != 0 {
		t.Errorf("%d series in a street that is always busy: %+v", len(series), series[0])
	}
}

func TestArc(t *testing.T) {
	hour := func(a, b time.Duration) Hours { return Hours{a * time.Hour, b * time.Hour} }
	cases := []struct {
		hours []float64
		want  Hours
	}{
		{nil, Hours{}},
		{[]float64{1.5, 3.2}, hour(1, 4)},
		{[]float64{23.5, 0.2, 2.9}, hour(23, 3)},
		{[]float64{12}, hour(12, 13)},
		{[]float64{0, 6, 12, 18}, hour(0, 19)},
	}
	for _, c := range cases {
		if got := arc(c.hours); got != c.want {
			t.Errorf("%v: %s, want %s", c.hours, got, c.want)
		}
	}
}

// P(N >= 2), mean 1: 1 - 2/e = 0.2642.
func TestPoissonTail(t *testing.T) {
	if got := poissonTail(2, 1); math.Abs(got-0.26424) > 1e-5 {
		t.Errorf("%g, want 0.26424", got)
	}
	if got := poissonTail(0, 3); got != 1 {
		t.Errorf("P(N >= 0) is %g", got)
	}
}

// The nearest place holds for 7 and 14 days, then not for 21, then by chance for 28; in the first week 100 to 200 m
// holds too, 300 not: linked up to 200 m and 14 days.
func TestLinkingOfBands(t *testing.T) {
	bands := knoxBands(make([]int, 16))
	for _, n := range []int{0, 1, 3, 4, 12} { // distance band n/4, time band n%4
		bands[n].Pairs, bands[n].Chance, bands[n].P = 20, 10, 0.001
	}
	if got := LinkingOf(bands); got.ReachM != 200 || got.Gap != 14*24*time.Hour {
		t.Errorf("%+v, want 200 m and 14 days", got)
	}
	if got := LinkingOf(nil); got != (Linking{}) {
		t.Errorf("%+v, want the usual", got)
	}
}
