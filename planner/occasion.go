package planner

import (
	"maps"
	"slices"
	"time"

	"github.com/6tail/lunar-go/calendar"

	"nightbeat/planner/risk"
	"nightbeat/planner/words"
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

// marks are the occasions of a request by name: a bit each, the 64th name and those after it sharing the last.
type marks struct {
	occasions []Occasion // by their beginning
	bits      map[string]risk.Marks
	longest   time.Duration
}

func newMarks(all []Occasion) marks {
	m := marks{occasions: slices.Clone(all), bits: map[string]risk.Marks{}}
	slices.SortStableFunc(m.occasions, func(a, b Occasion) int { return a.From.Compare(b.From) })
	for i, name := range occasionNames(all) {
		m.bits[name] = 1 << min(i, 63)
	}
	for _, o := range all {
		m.longest = max(m.longest, o.Until.Sub(o.From))
	}
	return m
}

// of is the occasions that hold in the middle of a time.
func (m marks) of(from, until time.Time) risk.Marks {
	var all risk.Marks
	at := from.Add(until.Sub(from) / 2)
	first, _ := slices.BinarySearchFunc(m.occasions, at.Add(-m.longest), func(o Occasion, t time.Time) int { return o.From.Compare(t) })
	for _, o := range m.occasions[first:] {
		if o.From.After(at) {
			break
		}
		if at.Before(o.Until) {
			all |= m.bits[o.Name]
		}
	}
	return all
}

// names are the occasions that hold at an instant, sorted.
func (m marks) names(at time.Time) []words.Note {
	held, all := m.of(at, at), []words.Note(nil)
	for _, name := range slices.Sorted(maps.Keys(m.bits)) {
		if held&m.bits[name] != 0 {
			all = append(all, words.New("%s", name))
		}
	}
	return all
}

// window is a window with the marks of its day: the occasions that hold when it begins, if it is no longer than a day.
func (m marks) window(w risk.Window) risk.Window {
	if w.Until.Sub(w.From) <= 25*time.Hour { // a day on which clocks go back
		w.Marks = m.of(w.From, w.From)
	}
	return w
}
