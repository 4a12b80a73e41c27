package risk

import (
	"cmp"
	"math"
	"slices"
	"time"

	"nightbeat/geo"
)

// Linking says when two events of one category may be one hand's work (串并案).
type Linking struct {
	ReachM float64       // apart at most; 200
	Gap    time.Duration // after each other at most; 14 days. Series are sought in the last four such gaps
	Hours  float64       // of the day apart at most, where both are known; 3
	Least  int           // events that make a series; 3
	Chance float64       // that so many fall into the ring and hours anyway, at most; 0.01
}

func (l Linking) filled() Linking {
	for _, d := range []struct {
		field *float64
		usual float64
	}{{&l.ReachM, 200}, {&l.Hours, 3}, {&l.Chance, 0.01}} {
		if *d.field == 0 {
			*d.field = d.usual
		}
	}
	if l.Gap == 0 {
		l.Gap = 14 * 24 * time.Hour
	}
	if l.Least == 0 {
		l.Least = 3
	}
	return l
}

// Series is events that may be one: a ring to watch and the hours in which they happened, for a stake-out (蹲守).
type Series struct {
	Events      []int // places in the events given, by time
	Centre      geo.XY
	RadiusM     float64 // of the ring that holds them all; at least half the reach
	Hours       Hours   // that hold those whose hour is known; the whole day where none is
	First, Last time.Time
	Expires     time.Time // where nothing follows within the gap, it is over
	Chance      float64   // Poisson: of so many in the ring and hours for as long, at the rate before the first; of this ring alone
}

// PossibleSeries lists the series among events of one category that have not expired by an instant, the least likely to
// be chance first. Events are linked in chains (single linkage). In a busy street chains come by chance, so a series
// has to be more than the ring's own past explains, and to lie within the reach, which a stake-out can watch.
func PossibleSeries(events []Event, now time.Time, linking Linking) []Series {
	l := linking.filled()
	order := make([]int, 0, len(events))
	for i, e := range events {
		if known(e, now) {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := events[a], events[b]
		return cmp.Or(x.From.Compare(y.From), cmp.Compare(x.At.X, y.At.X), cmp.Compare(x.At.Y, y.At.Y), cmp.Compare(a, b))
	})
	recent := 0
	for recent < len(order) && events[order[recent]].From.Before(now.Add(-4*l.Gap)) {
		recent++
	}
	var series []Series
	for _, chain := range l.chains(events, order[recent:]) {
		if s := l.describe(events, order, chain); len(chain) >= l.Least && s.RadiusM <= l.ReachM && s.Expires.After(now) && s.Chance <= l.Chance {
			series = append(series, s)
		}
	}
	slices.SortStableFunc(series, func(a, b Series) int { return cmp.Compare(a.Chance, b.Chance) })
	return series
}

// chains are the linked events, each event in one chain.
func (l Linking) chains(events []Event, order []int) [][]int {
	chainOf := make(map[int]int, len(order))
	var chains [][]int
	first := 0
	for n, i := range order {
		chainOf[i] = len(chains)
		chains = append(chains, []int{i})
		for events[order[first]].From.Before(events[i].From.Add(-l.Gap)) {
			first++
		}
		for _, j := range order[first:n] {
			if a, b := chainOf[i], chainOf[j]; a != b && l.linked(events[i], events[j]) {
				for _, k := range chains[a] {
					chainOf[k] = b
				}
				chains[b], chains[a] = append(chains[b], chains[a]...), nil
			}
		}
	}
	for _, c := range chains {
		slices.SortFunc(c, func(a, b int) int { return cmp.Or(events[a].From.Compare(events[b].From), cmp.Compare(a, b)) })
	}
	return chains
}

func (l Linking) linked(a, b Event) bool {
	if a.At.Distance(b.At) > l.ReachM {
		return false
	}
	x, okA := hourOf(a)
	y, okB := hourOf(b)
	apart := math.Abs(x - y)
	return !okA || !okB || math.Min(apart, 24-apart) <= l.Hours
}

// hourOf is the hour of the middle of an event by the clock it was recorded by, and whether it is known to six hours.
func hourOf(e Event) (float64, bool) {
	long := e.Until.Sub(e.From)
	middle := e.From.Add(long / 2)
	return float64(middle.Hour()) + float64(middle.Minute())/60, long <= 6*time.Hour
}

// describe is a chain as a series.
func (l Linking) describe(events []Event, order, chain []int) Series {
	if len(chain) < l.Least {
		return Series{}
	}
	s := Series{Events: chain, RadiusM: l.ReachM / 2, First: events[chain[0]].From, Last: events[chain[0]].Until}
	var hours []float64
	for _, i := range chain {
		s.Centre.X += events[i].At.X / float64(len(chain))
		s.Centre.Y += events[i].At.Y / float64(len(chain))
		if events[i].Until.After(s.Last) {
			s.Last = events[i].Until
		}
		if h, ok := hourOf(events[i]); ok {
			hours = append(hours, h)
		}
	}
	for _, i := range chain {
		s.RadiusM = math.Max(s.RadiusM, events[i].At.Distance(s.Centre))
	}
	s.Hours, s.Expires = arc(hours), s.Last.Add(l.Gap)
	s.Chance = l.chance(events, order, s)
	return s
}

// arc is the whole hours that hold all the given ones, leaving out the widest gap between them.
func arc(hours []float64) Hours {
	if len(hours) == 0 {
		return Hours{}
	}
	slices.Sort(hours)
	start, widest := hours[0], hours[0]+24-hours[len(hours)-1]
	for i := 1; i < len(hours); i++ {
		if gap := hours[i] - hours[i-1]; gap > widest {
			start, widest = hours[i], gap
		}
	}
	from := math.Floor(start)
	until := math.Floor(start+24-widest) + 1
	if until-from >= 24 {
		return Hours{}
	}
	hour := func(h float64) time.Duration { return time.Duration(math.Mod(h, 24)) * time.Hour }
	return Hours{hour(from), hour(until)}
}

// chance is P(N >= n) for a Poisson count with the mean that the ring's past gives for as long as the series took, one
// event added to the past so that a quiet place is not impossible.
func (l Linking) chance(events []Event, order []int, s Series) float64 {
	before, start := 1.0, events[order[0]].From
	for _, i := range order {
		h, known := hourOf(events[i])
		at := time.Duration(h * float64(time.Hour))
		if e := events[i]; e.From.Before(s.First) && e.At.Distance(s.Centre) <= s.RadiusM && (!known || s.Hours.holds(at)) {
			before++
		}
	}
	long := math.Max(s.Last.Sub(s.First).Hours(), 24)
	history := math.Max(s.First.Sub(start).Hours(), long)
	return poissonTail(len(s.Events), before*long/history)
}

// holds tells whether a time of day lies in the hours.
func (h Hours) holds(at time.Duration) bool {
	switch {
	case h == Hours{}:
		return true
	case h.From < h.Until:
		return at >= h.From && at < h.Until
	}
	return at >= h.From || at < h.Until
}

// poissonTail is P(N >= n) for a Poisson count of a mean.
func poissonTail(n int, mean float64) float64 {
	below, term := 0.0, math.Exp(-mean)
	for k := range n {
		below += term
		term *= mean / float64(k+1)
	}
	return math.Max(0, 1-below)
}
