package planner

import (
	"slices"
	"time"

	"github.com/6tail/lunar-go/calendar"
)

// Occasion is a time that is not like others: a festival, a market day, a closure. Several of one name are the same
// occasion again.
type Occasion struct {
	Name        string
	From, Until time.Time
}

// SpringFestival is the name under which it is kept.
const SpringFestival = "Spring Festival"

// springFestivals are the eight days from New Year's Eve by the lunar calendar, in each year between two instants.
func springFestivals(from, until time.Time) []Occasion {
	var all []Occasion
	for year := from.Year(); year <= until.Year(); year++ {
		first := calendar.NewLunarFromYmd(year, 1, 1).GetSolar()
		eve := time.Date(first.GetYear(), time.Month(first.GetMonth()), first.GetDay()-1, 0, 0, 0, 0, from.Location())
		all = append(all, Occasion{SpringFestival, eve, eve.AddDate(0, 0, 8)})
	}
	return all
}

// days are the days of a period, rounded, that an occasion holds.
func (o Occasion) days(s Shift) float64 {
	from, until := o.From, o.Until
	if from.Before(s.Start) {
		from = s.Start
	}
	if until.After(s.End) {
		until = s.End
	}
	return max(0, until.Sub(from).Hours()/24)
}

// occasionNames are those of the occasions, sorted, each once.
func occasionNames(all []Occasion) []string {
	var names []string
	for _, o := range all {
		names = append(names, o.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// daysOf is how many days of a period the occasions of a name hold.
func daysOf(all []Occasion, name string, s Shift) float64 {
	var days float64
	for _, o := range all {
		if o.Name == name {
			days += o.days(s)
		}
	}
	return days
}
