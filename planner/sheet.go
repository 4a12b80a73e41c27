package planner

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/paulmach/orb"
)

// Sheet is what the officers of an area (社区民警) are given: what happened there by hour and weekday, where units stood,
// which series are open, which places call again and again, what was done.
type Sheet struct {
	Area          Area
	Period        Shift
	Incidents     int
	Categories    []CategoryCount // the most frequent first
	Hours         [7][24]int      // of the incidents known to the hour: by weekday from Monday, and hour
	Clocked       int             // incidents known to the hour
	BusyFrom      int             // the hour at which the four hours with most incidents begin, all weekdays together
	Busy          int             // how many they hold
	Apart         int             // incidents that are counted nowhere above: found by looking, or of a category without weight
	Points        []SheetPoint    // the fixed points of the period's nights, the longest watched first
	Series        []Series        // open at the end of the period
	Repeat        []RepeatPlace   // in the days before the end of the period, those that call on most first; without an ID
	Nights        int             // with an approved plan
	Asked, Stayed time.Duration
	Service       []int // counted at stops in the area, by kind in the order of Services
	Fewest        int   // counts are told as Rounded has them; 0 where all are
}

// SheetPoint is a place where units stood in the area.
type SheetPoint struct {
	Name          string
	Place         orb.Point
	Nights        int // with a stay there
	Visits        int // planned
	Asked, Stayed time.Duration
}

// Night is a night's approved plan and what was done of it.
type Night struct {
	Plan   *Plan
	Ledger Ledger
}

// seriesDays is how long before the end of its period a sheet looks for series: a possible one is over within weeks.
const seriesDays = 365

// NewSheet makes an area's sheet of a period from all incidents and the period's nights. Hours are by the clock at which
// incidents were recorded.
func NewSheet(ctx context.Context, area Area, period Shift, incidents []Incident, nights []Night) (*Sheet, error) {
	if !period.End.After(period.Start) {
		return nil, invalid("period", "its end is not after its start")
	}
	s := &Sheet{Area: area, Period: period, Service: make([]int, len(Services()))}
	inside := counted(Request{Area: area.Shape}, incidents)
	counts := map[string]int{}
	for _, in := range inside {
		if period.holds(in.At) {
			s.count(in)
			counts[categoryName(in.Category)]++
		}
	}
	s.BusyFrom, s.Busy = s.busiest()
	s.Apart = leftOut(Request{Area: area.Shape}, period, incidents, inside)
	for _, category := range slices.Sorted(maps.Keys(counts)) {
		s.Categories = append(s.Categories, CategoryCount{category, counts[category]})
	}
	slices.SortStableFunc(s.Categories, func(a, b CategoryCount) int { return cmp.Compare(b.Count, a.Count) })
	s.stays(nights)
	if err := s.findRepeat(incidents); err != nil {
		return nil, err
	}
	return s, s.findSeries(ctx, inside)
}

func (s *Sheet) count(in Incident) {
	s.Incidents++
	if in.Precision != Day && in.Between == nil {
		s.Clocked++
		s.Hours[(int(in.At.Weekday())+6)%7][in.At.Hour()]++
	}
}

// stays sums up the nights at each point in the area. Points of different nights are one where they stand on one place.
func (s *Sheet) stays(nights []Night) {
	at := map[orb.Point]int{}
	for _, n := range nights {
		s.Nights++
		for i, stop := range n.Plan.Stops {
			done := n.Ledger.Stops[i]
			if !s.Area.Holds(stop.Place) || done.Asked == 0 {
				continue
			}
			k, known := at[stop.Place]
			if !known {
				k = len(s.Points)
				at[stop.Place] = k
				s.Points = append(s.Points, SheetPoint{Name: stop.Name, Place: stop.Place})
			}
			p := &s.Points[k]
			p.Nights, p.Visits = p.Nights+1, p.Visits+done.Asked
			p.Asked, p.Stayed = p.Asked+done.MinutesAsked, p.Stayed+done.Minutes
			s.Asked, s.Stayed = s.Asked+done.MinutesAsked, s.Stayed+done.Minutes
			s.Service = addedUp(s.Service, done.Service)
		}
	}
	slices.SortStableFunc(s.Points, func(a, b SheetPoint) int { return cmp.Compare(b.Asked, a.Asked) })
}

// findSeries lists the possible series in the area that are open at the period's end. That there are too few incidents to
// look for any is no failure.
func (s *Sheet) findSeries(ctx context.Context, inside []Incident) error {
	since := s.Period.End.AddDate(0, 0, -seriesDays)
	late := slices.DeleteFunc(slices.Clone(inside), func(in Incident) bool { return in.At.Before(since) })
	found, err := FindSeries(ctx, Request{Area: s.Area.Shape}, s.Period.End, late, 1)
	if errors.As(err, new(*Error)) {
		return nil
	}
	for _, r := range found {
		s.Series = append(s.Series, r.Series...)
	}
	return err
}

// findRepeat lists the places in the area that call again and again by the usual rule; disputes are what it asks for, though
// the sheet's other figures leave them out. They have no ID: that of the whole district's list is another.
func (s *Sheet) findRepeat(incidents []Incident) (err error) {
	if len(s.Area.Shape) == 0 {
		return nil // the rule would take that for everywhere
	}
	s.Repeat, err = FindRepeatPlaces(RepeatRule{Area: s.Area.Shape}, s.Period.End, incidents)
	for i := range s.Repeat {
		s.Repeat[i].ID = ""
	}
	return err
}

// AtLeast is the sheet for those who are told of no fewer than so many incidents at once: every count as Rounded has it, no
// category, series or repeat place of fewer. Who sees it cannot tell a single one.
func (s *Sheet) AtLeast(fewest int) *Sheet {
	told := *s
	told.Fewest = fewest
	told.Incidents, told.Clocked = Rounded(s.Incidents, fewest), Rounded(s.Clocked, fewest)
	told.Busy, told.Apart = Rounded(s.Busy, fewest), Rounded(s.Apart, fewest)
	for d, hours := range s.Hours {
		for h, n := range hours {
			told.Hours[d][h] = Rounded(n, fewest)
		}
	}
	told.Service = roundedAll(s.Service, fewest)
	told.Categories = roundedCategories(s.Categories, fewest)
	told.Series = slices.DeleteFunc(slices.Clone(s.Series), func(r Series) bool { return len(r.Incidents) < fewest })
	told.Repeat = RepeatsAtLeast(s.Repeat, fewest)
	return &told
}

// stretch is how many hours the busiest part of the day has.
const stretch = 4

// busiest is where the hours with most incidents begin, and how many they hold; the earliest where several have as many.
func (s *Sheet) busiest() (from, count int) {
	for h := range 24 {
		n := 0
		for k := range stretch {
			for d := range 7 {
				n += s.Hours[d][(h+k)%24]
			}
		}
		if n > count {
			from, count = h, n
		}
	}
	return from, count
}
