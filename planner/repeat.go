package planner

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"nightbeat/planner/risk"
)

// RepeatRule says which places call again and again. The zero value of a field means its default.
type RepeatRule struct {
	Times      int              // days with a call that it takes; 3
	Days       int              // before the instant asked for; 90
	WithinM    float64          // of a call, as far as one place reaches; 30
	Categories []string         // of calls; all that are disputes by their names
	Area       orb.MultiPolygon // only inside it; empty for everywhere
	Day        risk.Hours       // when officers may call by; 09-18
}

// The defaults of a RepeatRule. Three calls are where officers are told to look closer (Weisel 2005, Analyzing Repeat
// Victimization); 30 m is a building and its neighbours' doors.
const (
	DefaultRepeatTimes   = 3
	DefaultRepeatDays    = 90
	DefaultRepeatWithinM = 30.0
)

// The hours of the day in which officers may call by.
const (
	DefaultDayFrom  = 9 * time.Hour
	DefaultDayUntil = 18 * time.Hour
)

// RepeatPlace is a place that calls again and again: a place, never a person.
type RepeatPlace struct {
	ID    string    // R01 calls on most days
	Name  string    // by its street, where streets are known; else its degrees
	Place orb.Point // of one of its calls
	Kinds []CategoryCount
	Calls []Incident // by time
	Count int        // of the calls, as it is told
	Days  int        // on which it called
	Visit risk.Hours // the half of the day in which more of its calls came, the later one where neither
}

func (r RepeatRule) withDefaults() RepeatRule {
	orDefault(&r.Times, DefaultRepeatTimes)
	orDefault(&r.Days, DefaultRepeatDays)
	orDefault(&r.WithinM, DefaultRepeatWithinM)
	orDefault(&r.Day, risk.Hours{From: DefaultDayFrom, Until: DefaultDayUntil})
	return r
}

func (r RepeatRule) check() error {
	switch {
	case r.Times < 2 || r.Times > 1000:
		return invalid("times", "%d is outside 2 to 1000", r.Times)
	case r.Days < 1 || r.Days > 3660:
		return invalid("days", "%d is outside 1 to 3660", r.Days)
	case !(r.WithinM >= 1 && r.WithinM <= 200):
		return invalid("within_m", "%g is outside 1 to 200", r.WithinM)
	case r.Day.Until <= r.Day.From:
		return invalid("day", "%s does not end after it begins", r.Day)
	}
	return nil
}

// kindOf is what a call is about by the rule: a kind of dispute, or its category where that was asked for; empty where it
// does not count.
func (r RepeatRule) kindOf(category string) string {
	if len(r.Categories) == 0 {
		return KindOf(category)
	}
	if !slices.Contains(r.Categories, category) {
		return ""
	}
	return cmp.Or(KindOf(category), categoryName(category))
}

// FindRepeatPlaces lists the places that called on so many days or more before an instant, those that called on most first:
// several records of one day may be one trouble. The place with most days within reach is taken, then the one with most
// of the calls that are left, and so on: no call counts twice, and none is farther from its place than the rule says
// (leaders, not chains: Hartigan 1975, section 3).
func FindRepeatPlaces(rule RepeatRule, at time.Time, incidents []Incident) ([]RepeatPlace, error) {
	rule = rule.withDefaults()
	if err := rule.check(); err != nil {
		return nil, err
	}
	calls := rule.calls(at, incidents)
	if len(calls) == 0 {
		return nil, nil
	}
	var found []RepeatPlace
	for _, members := range newDoors(calls, rule.WithinM).lead(rule.Times) {
		found = append(found, rule.place(calls, members))
	}
	slices.SortStableFunc(found, func(a, b RepeatPlace) int {
		return cmp.Or(cmp.Compare(b.Days, a.Days), cmp.Compare(len(b.Calls), len(a.Calls)), b.last().Compare(a.last()))
	})
	for i := range found {
		found[i].ID = fmt.Sprintf("R%02d", i+1)
	}
	return found, nil
}

func (p RepeatPlace) last() time.Time { return p.Calls[len(p.Calls)-1].At }

// calls are the incidents that count, in the days before an instant, by time.
func (r RepeatRule) calls(at time.Time, incidents []Incident) []Incident {
	days := Shift{at.AddDate(0, 0, -r.Days), at}
	calls := slices.DeleteFunc(r.counting(incidents), func(in Incident) bool { return !days.holds(in.At) })
	slices.SortStableFunc(calls, func(a, b Incident) int { return a.At.Compare(b.At) })
	return calls
}

// counting are the incidents that count, of any time; each category's name is looked at once.
func (r RepeatRule) counting(incidents []Incident) []Incident {
	var calls []Incident
	kinds := map[string]string{}
	for _, in := range incidents {
		kind, known := kinds[in.Category]
		if !known {
			kind = r.kindOf(in.Category)
			kinds[in.Category] = kind
		}
		if kind != "" && (len(r.Area) == 0 || planar.MultiPolygonContains(r.Area, in.Place)) {
			calls = append(calls, in)
		}
	}
	return calls
}

// place is what is known of a place whose calls have these numbers; the first is its own.
func (r RepeatRule) place(calls []Incident, members []int) RepeatPlace {
	p := RepeatPlace{Place: calls[members[0]].Place}
	p.Name = degrees(p.Place)
	slices.Sort(members)
	counts := map[string]int{}
	for _, i := range members {
		p.Calls = append(p.Calls, calls[i])
		counts[r.kindOf(calls[i].Category)]++
	}
	for kind, n := range counts {
		p.Kinds = append(p.Kinds, CategoryCount{kind, n})
	}
	slices.SortFunc(p.Kinds, func(a, b CategoryCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Category, b.Category))
	})
	p.Count, p.Days = len(p.Calls), len(daysOn(p.Calls))
	p.Visit = r.visit(p.Calls)
	return p
}

// daysOn are the dates of calls in order of time, each once.
func daysOn(calls []Incident) []string {
	var dates []string
	for _, in := range calls {
		dates = append(dates, in.At.Format(time.DateOnly))
	}
	return slices.Compact(dates)
}

// degrees is a place without a name.
func degrees(p orb.Point) string { return fmt.Sprintf("%.5f, %.5f", p[1], p[0]) }

// visit is the half of the officers' day in which more of the calls came: who called is there then. Where neither is, as
// when all came at night, it is the later half: people come home.
func (r RepeatRule) visit(calls []Incident) risk.Hours {
	middle := (r.Day.From + r.Day.Until) / 2
	early, late := risk.Hours{From: r.Day.From, Until: middle}, risk.Hours{From: middle, Until: r.Day.Until}
	balance := 0
	for _, in := range calls {
		if in.Precision == Day || in.Between != nil {
			continue
		}
		h, m, _ := in.At.Clock()
		switch clock := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute; {
		case clock >= r.Day.From && clock < middle:
			balance--
		case clock >= middle && clock < r.Day.Until:
			balance++
		}
	}
	if balance < 0 {
		return early
	}
	return late
}

// NamePlaces names places by their streets; one that no street is near keeps its degrees.
func NamePlaces(places []RepeatPlace, roads Roads) []RepeatPlace {
	named := slices.Clone(places)
	for i := range named {
		if at, err := roads.Snap("foot", named[i].Place, SnapM); err == nil {
			street, cross := roads.Describe(at)
			named[i].Name = cmp.Or(street, cross, named[i].Name)
		}
	}
	return named
}

// RepeatsAtLeast are the places of so many calls or more, for those who are told of no fewer at once: their counts as Rounded
// has them.
func RepeatsAtLeast(places []RepeatPlace, fewest int) []RepeatPlace {
	var told []RepeatPlace
	for _, p := range places {
		if p.Count = Rounded(p.Count, fewest); p.Count > 0 {
			p.Kinds = roundedCategories(p.Kinds, fewest)
			told = append(told, p)
		}
	}
	return told
}

// DayAfter is midnight after the newest incident, by its zone: what is asked of the past reaches up to there.
func DayAfter(incidents []Incident) time.Time {
	newest := slices.MaxFunc(incidents, func(a, b Incident) int { return a.At.Compare(b.At) }).At
	y, m, d := newest.Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, newest.Location())
}
