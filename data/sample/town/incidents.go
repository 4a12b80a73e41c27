package town

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"nightbeat/data/sample"
)

// record is an incident as the station writes it down.
type record struct {
	id         string
	kind       *spread
	at         spot
	when       time.Time
	precision  string    // "day", "hour" or, for the minute, nothing
	start, end time.Time // where it is known only that it happened between them
}

// incidents draws the planted patterns and what is spread over the town, in the order of their times.
func incidents(hot []sample.HotSpot, centres []spot, houses []house) []record {
	var all []record
	for k, h := range hot {
		all = append(all, plant(newRand(streamHotSpots+uint64(k)), h, around(houses, centres[k], h.RadiusM))...)
	}
	for k := range spreads {
		all = append(all, scatter(newRand(streamSpread+uint64(k)), &spreads[k], among(houses, spreads[k].quarters))...)
	}
	slices.SortStableFunc(all, func(a, b record) int {
		return cmp.Or(a.when.Compare(b.when), cmp.Compare(a.at.x, b.at.x), cmp.Compare(a.at.y, b.at.y))
	})
	number(all)
	return all
}

// plant draws a hot spot's incidents: on its days, within its hours, at houses in its circle.
func plant(rng *rand.Rand, h sample.HotSpot, houses []house) []record {
	kind := spreadOf(h.Category)
	days := nights(h)
	var all []record
	for range h.Planted {
		when := days[rng.IntN(len(days))].Add(within(rng, h.Hours))
		all = append(all, noted(rng, kind, houses[rng.IntN(len(houses))].spot, when))
	}
	return all
}

// nights are the days on which a hot spot's hours begin and, past midnight, end before the record does.
func nights(h sample.HotSpot) []time.Time {
	var days []time.Time
	for day := h.From; day.Before(h.Until); day = day.AddDate(0, 0, 1) {
		end := day.Add(time.Duration(h.Hours[0]+h.Hours.Length()) * time.Hour)
		if h.Day(day) && !end.After(until) {
			days = append(days, day)
		}
	}
	return days
}

// scatter draws a category's incidents outside the hot spots. Some houses have many and most have none: of n houses
// in an order of chance the k-th is drawn with a probability of about ln(n/k)/n.
func scatter(rng *rand.Rand, kind *spread, houses []house) []record {
	rng.Shuffle(len(houses), func(i, j int) { houses[i], houses[j] = houses[j], houses[i] })
	days := int(until.Sub(first) / (24 * time.Hour))
	var all []record
	for range kind.count {
		hours := kind.hours
		if rng.IntN(4) == 0 {
			hours = sample.Hours{0, 24}
		}
		when := first.AddDate(0, 0, rng.IntN(days)).Add(within(rng, hours))
		if !when.Before(until) {
			when = when.AddDate(0, 0, -1)
		}
		all = append(all, noted(rng, kind, houses[rng.IntN(rng.IntN(len(houses))+1)].spot, when))
	}
	return all
}

// within is a time from midnight in some hours, to the minute, the middle of them twice as likely as the mean.
func within(rng *rand.Rand, hours sample.Hours) time.Duration {
	span := hours.Length() * 60
	return time.Duration(hours[0])*time.Hour + time.Duration((rng.IntN(span)+rng.IntN(span))/2)*time.Minute
}

// noted is what the station learns of an incident: for one found later the hours between which it happened, for one in
// twenty-five the day alone, for one in twenty-five the hour.
func noted(rng *rand.Rand, kind *spread, at spot, when time.Time) record {
	r := record{kind: kind, at: at, when: when}
	lost, found, blur := rng.IntN(300), rng.IntN(180), rng.IntN(100)
	if rng.IntN(100) < kind.unseen {
		start, end := when.Add(-time.Duration(30+lost)*time.Minute), when.Add(time.Duration(60+found)*time.Minute)
		if !start.Before(first) && end.Before(until) {
			r.start, r.end, r.when = start, end, start
			return r
		}
	}
	switch {
	case blur < 4:
		r.precision, r.when = "day", date(when.Date())
	case blur < 8:
		r.precision, r.when = "hour", when.Truncate(time.Hour)
	}
	return r
}

// spreadOf finds a category by its English name.
func spreadOf(category string) *spread {
	return &spreads[slices.IndexFunc(spreads, func(s spread) bool { return s.name.en == category })]
}

// number gives each incident its day and its place in it, as in 20260630-014.
func number(all []record) {
	day, count := "", 0
	for k := range all {
		if on := all[k].when.Format("20060102"); on != day {
			day, count = on, 0
		}
		count++
		all[k].id = fmt.Sprintf("%s-%03d", day, count)
	}
}
