package planner

import (
	"maps"
	"math"
	"slices"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"nightbeat/geo"
	"nightbeat/planner/effect"
	"nightbeat/planner/words"
)

// Question is what is to be compared: a period with the same one a year earlier (同比) and the one before it (环比).
type Question struct {
	Period    Shift
	Areas     []Area     // each is a row
	Points    []Spot     // patrolled hot spots: each is a row, all together one, and the ring about them
	Control   Area       // where nothing was done; without a shape, the rest of the district
	Unwatched []Spot     // hot spots where nothing was done: for the displacement
	Occasions []Occasion // festivals, closures: flagged where the periods differ in them
	Fewest    int        // count as Rounded has it, for who is told of no fewer at once; 0 for all
}

// Area is a named part of the district (巡区, 社区).
type Area struct {
	ID    string
	Name  string
	Kind  string // in the station's own word, such as 巡区, 社区; may be empty
	Shape orb.MultiPolygon
}

// Spot is a named place.
type Spot struct {
	Name  string
	Place orb.Point
}

// RingM is how far about a hot spot its ring reaches, from WatchM on: what is pushed away would show there.
const RingM = 300.0

// What a row of a comparison is about.
const (
	RowDistrict = "district"
	RowControl  = "control"
	RowArea     = "area"
	RowCategory = "category"
	RowPoints   = "points"
	RowPoint    = "point"
	RowRing     = "ring"
)

// Comparison is the answer to a Question.
type Comparison struct {
	Now, LastYear, Before Shift
	NoYear, NoBefore      bool // the incidents begin later, or the times overlap: nothing is counted then
	Fewest                int  // every count is as Rounded has it; 0 where all are told
	Controlled            bool // beside a control area, which the other rows leave out; else beside the rest of the district
	Rows                  []Compared
	Displacement          *Displaced // where hot spots with and without patrols are given
	Flags                 []words.Note
}

// Compared is one row: how many then and now, and how sure the change is.
type Compared struct {
	Kind, Name            string
	Now, LastYear, Before int
	Few                   bool            // one of the counts is of fewer than Comparison.Fewest, and not 0
	Year, Turn            effect.Change   // against LastYear, against Before
	YearRest, TurnRest    effect.Relative // the same beside the control's; Few where there is no control
	Detectable            float64         // the ratio that a campaign would have to reach to be seen next time; 0 where none
}

// Displaced is the weighted displacement difference against either time, nil where that is not covered. It takes the
// times as equally long.
type Displaced struct{ Year, Turn *effect.Displacement }

// Compare counts the incidents of a period, of the same period a year earlier and of the one before it, and says what
// changed and how sure that is. Of the request it takes the area, the categories that have a weight (each incident
// counts as one), and whether what the police found counts.
func Compare(req Request, ask Question, incidents []Incident) (*Comparison, error) {
	if !ask.Period.End.After(ask.Period.Start) {
		return nil, invalid("period", "its end is not after its start")
	}
	if err := req.checkWeights(); err != nil {
		return nil, err
	}
	kept := counted(req.withDisputes(incidents), incidents)
	if len(kept) == 0 {
		return nil, impossible("incidents", "none of the %d counts; give other incidents, or categories a weight", len(incidents))
	}
	c := &Comparison{Now: ask.Period, LastYear: ask.Period.yearBefore(), Before: ask.Period.Before(), Controlled: len(ask.Control.Shape) > 0, Fewest: ask.Fewest}
	c.cover(kept)
	c.rows(ask, kept)
	c.displacement(ask, kept)
	c.flag(ask, kept)
	if left := Rounded(leftOut(req, c.Now, incidents, kept), c.Fewest); left > 0 {
		c.Flags = append(c.Flags, words.New("%d more incidents of the period are not counted: what the police found by looking, and categories without weight", left))
	}
	if c.Fewest > 0 {
		c.Flags = append(c.Flags, RoundedNote(c.Fewest))
	}
	return c, nil
}

// cover notes which of the earlier periods the incidents reach back to; a day's grace, since no day need have one.
func (c *Comparison) cover(kept []Incident) {
	first := slices.MinFunc(kept, func(a, b Incident) int { return a.At.Compare(b.At) }).At
	c.NoYear, c.NoBefore = first.After(c.LastYear.Start.AddDate(0, 0, 1)), first.After(c.Before.Start.AddDate(0, 0, 1))
	switch {
	case c.LastYear.End.After(c.Now.Start):
		c.NoYear = true
		c.Flags = append(c.Flags, words.New("the period is longer than a year: the same one last year would overlap it"))
	case c.NoYear:
		c.Flags = append(c.Flags, words.New("the incidents begin on %s: the same period last year is not covered", first.Format(time.DateOnly)))
	}
	if c.NoBefore {
		c.Flags = append(c.Flags, words.New("the incidents begin on %s: the period before is not covered", first.Format(time.DateOnly)))
	}
}

// leftOut is how many incidents of a period in a request's area are not among those kept.
func leftOut(req Request, period Shift, all, kept []Incident) (left int) {
	for _, in := range all {
		if period.holds(in.At) && (len(req.Area) == 0 || planar.MultiPolygonContains(req.Area, in.Place)) {
			left++
		}
	}
	for _, in := range kept {
		if period.holds(in.At) {
			left--
		}
	}
	return left
}

// withDisputes counts disputes, of which the request says nothing, as other incidents: what is done about them is to be
// seen, too.
func (r Request) withDisputes(incidents []Incident) Request {
	weights := map[string]float64{}
	for _, category := range categoriesOf(incidents) {
		if KindOf(category) != "" {
			weights[category] = 1
		}
	}
	maps.Copy(weights, r.Categories)
	r.Categories = weights
	return r
}

// counted are the incidents that a comparison counts.
func counted(req Request, incidents []Incident) []Incident {
	var kept []Incident
	weigh := weighing(req.Categories)
	for _, in := range incidents {
		switch {
		case in.Discovered && !req.Discovered, weigh(in.Category) == 0:
		case len(req.Area) > 0 && !planar.MultiPolygonContains(req.Area, in.Place):
		default:
			kept = append(kept, in)
		}
	}
	return kept
}

// yearBefore is the same dates a year earlier; where it begins on 29 February, from the 28th on.
func (s Shift) yearBefore() Shift {
	start := s.Start.AddDate(-1, 0, 0)
	if start.Day() != s.Start.Day() {
		start = start.AddDate(0, 0, -1)
	}
	return Shift{start, s.End.AddDate(-1, 0, 0)}
}

// Before is the time of the same length that ends where this one begins: as many months where both ends are the first of
// a month, else as many days.
func (s Shift) Before() Shift {
	if s.Start.Day() == 1 && s.End.Day() == 1 {
		months := 12*(s.End.Year()-s.Start.Year()) + int(s.End.Month()-s.Start.Month())
		return Shift{s.Start.AddDate(0, -months, 0), s.Start}
	}
	return Shift{s.Start.AddDate(0, 0, -int(math.Round(s.days()))), s.Start}
}

// After is the time of the same length that begins where this one ends, counted as Before counts.
func (s Shift) After() Shift {
	if s.Start.Day() == 1 && s.End.Day() == 1 {
		months := 12*(s.End.Year()-s.Start.Year()) + int(s.End.Month()-s.Start.Month())
		return Shift{s.End, s.End.AddDate(0, months, 0)}
	}
	return Shift{s.End, s.End.AddDate(0, 0, int(math.Round(s.days())))}
}

func (s Shift) days() float64 { return s.Length().Hours() / 24 }

// holds tells whether what was recorded at t lies within, by the clock that recorded it.
func (s Shift) holds(t time.Time) bool {
	return !t.Before(byClockOf(t, s.Start)) && t.Before(byClockOf(t, s.End))
}

// byClockOf is the instant at which the clock that recorded t shows what bound shows in its own zone; bound itself where
// the two are more than an hour apart. An offset knows no summer time, the records do: a day begins at their midnight.
func byClockOf(t, bound time.Time) time.Time {
	_, own := t.Zone()
	_, there := bound.Zone()
	if apart := time.Duration(there-own) * time.Second; apart.Abs() <= time.Hour {
		return bound.Add(apart)
	}
	return bound
}

// tally is the incidents of a period, and of each of its whole weeks.
type tally struct {
	period Shift
	count  int
	weeks  []int
}

func newTally(s Shift) tally { return tally{period: s, weeks: make([]int, int(s.days()/7))} }

func (t *tally) add(at time.Time) {
	if !t.period.holds(at) {
		return
	}
	t.count++
	if n := int(at.Sub(byClockOf(at, t.period.Start)).Hours() / 24 / 7); n < len(t.weeks) {
		t.weeks[n]++
	}
}

// row counts the incidents that are inside. How much weeks vary is taken from its own weeks in the earlier periods.
func (c *Comparison) row(kind, name string, incidents []Incident, inside func(Incident) bool) Compared {
	now, year, before := newTally(c.Now), newTally(c.LastYear), newTally(c.Before)
	for _, in := range incidents {
		if !c.counts(in.At) || !inside(in) {
			continue
		}
		now.add(in.At)
		if !c.NoYear {
			year.add(in.At)
		}
		if !c.NoBefore {
			before.add(in.At)
		}
	}
	dispersion := effect.Dispersion(year.weeks, before.weeks)
	few := false
	for _, t := range []*tally{&now, &year, &before} {
		few = few || t.count > 0 && t.count < c.Fewest
		t.count = Rounded(t.count, c.Fewest)
	}
	return Compared{
		Kind: kind, Name: name, Now: now.count, LastYear: year.count, Before: before.count, Few: few,
		Year:     effect.NewChange(now.count, year.count, c.Now.days(), c.LastYear.days(), dispersion),
		Turn:     effect.NewChange(now.count, before.count, c.Now.days(), c.Before.days(), dispersion),
		YearRest: effect.Relative{Few: true}, TurnRest: effect.Relative{Few: true},
		Detectable: effect.Detectable(now.count, dispersion),
	}
}

// counts tells whether an instant lies in one of the periods that are covered.
func (c *Comparison) counts(at time.Time) bool {
	return c.Now.holds(at) || !c.NoYear && c.LastYear.holds(at) || !c.NoBefore && c.Before.holds(at)
}

// beside sets a row beside a control.
func beside(r, control Compared) Compared {
	r.YearRest, r.TurnRest = r.Year.Against(control.Year), r.Turn.Against(control.Turn)
	return r
}

// rows are those of the district, the control, the areas, the hot spots and the categories. A row's control is the
// control area, else what of the district lies outside the row; for hot spots, outside their rings too.
func (c *Comparison) rows(ask Question, kept []Incident) {
	inControl := func(in Incident) bool { return ask.Control.Holds(in.Place) }
	own := func(inside func(Incident) bool) func(Incident) bool {
		return func(in Incident) bool { return inside(in) && !inControl(in) }
	}
	controlOf := func(outside func(Incident) bool) Compared {
		if c.Controlled {
			return c.row(RowControl, ask.Control.Name, kept, inControl)
		}
		return c.row(RowControl, "", kept, func(in Incident) bool { return !outside(in) })
	}
	add := func(kind, name string, inside, outside func(Incident) bool) {
		c.Rows = append(c.Rows, beside(c.row(kind, name, kept, own(inside)), controlOf(outside)))
	}
	everywhere := func(Incident) bool { return true }
	if c.Controlled {
		add(RowDistrict, "", everywhere, everywhere)
		c.Rows = append(c.Rows, controlOf(nil))
	} else {
		c.Rows = append(c.Rows, c.row(RowDistrict, "", kept, everywhere))
	}
	for _, area := range ask.Areas {
		if c.Controlled && area.ID == ask.Control.ID {
			continue // it has its row
		}
		inside := func(in Incident) bool { return area.Holds(in.Place) }
		add(RowArea, area.Name, inside, inside)
	}
	c.pointRows(ask, add)
	for _, category := range categoriesOf(kept) {
		c.Rows = append(c.Rows, c.row(RowCategory, categoryName(category), kept, own(func(in Incident) bool { return in.Category == category })))
	}
}

// pointRows are all hot spots together, the ring about them, and each hot spot.
func (c *Comparison) pointRows(ask Question, add func(kind, name string, inside, outside func(Incident) bool)) {
	if len(ask.Points) == 0 {
		return
	}
	near, about := within(ask.Points, WatchM), within(ask.Points, RingM)
	add(RowPoints, "", near, about)
	add(RowRing, "", func(in Incident) bool { return about(in) && !near(in) }, about)
	for _, p := range ask.Points {
		add(RowPoint, p.Name, within([]Spot{p}, WatchM), about)
	}
}

// within tells whether an incident lies within a distance of one of the spots (great circle).
func within(spots []Spot, metres float64) func(Incident) bool {
	degrees := metres / 111_000 // of latitude, a little more than that far
	return func(in Incident) bool {
		return slices.ContainsFunc(spots, func(s Spot) bool {
			return math.Abs(s.Place[1]-in.Place[1]) <= degrees && geo.Distance(s.Place, in.Place) <= metres
		})
	}
}

func categoriesOf(incidents []Incident) []string {
	seen := map[string]bool{}
	for _, in := range incidents {
		seen[in.Category] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// displacement sets the hot spots that were patrolled and their rings against those that were not.
func (c *Comparison) displacement(ask Question, kept []Incident) {
	if len(ask.Points) == 0 || len(ask.Unwatched) == 0 {
		return
	}
	rings := func(spots []Spot, then func(Compared) int) effect.Ring {
		near, about := within(spots, WatchM), within(spots, RingM)
		place := c.row("", "", kept, near)
		ring := c.row("", "", kept, func(in Incident) bool { return about(in) && !near(in) })
		return effect.Ring{Before: then(place), After: place.Now, RingBefore: then(ring), RingAfter: ring.Now}
	}
	against := func(not bool, then func(Compared) int) *effect.Displacement {
		if not {
			return nil
		}
		d := effect.Displaced(rings(ask.Points, then), rings(ask.Unwatched, then))
		return &d
	}
	c.Displacement = &Displaced{
		Year: against(c.NoYear, func(r Compared) int { return r.LastYear }),
		Turn: against(c.NoBefore, func(r Compared) int { return r.Before }),
	}
}

// flag says in what the periods differ besides: festivals and closures, records still to come.
func (c *Comparison) flag(ask Question, kept []Incident) {
	last := slices.MaxFunc(kept, func(a, b Incident) int { return a.At.Compare(b.At) }).At
	add := func(format string, args ...any) { c.Flags = append(c.Flags, words.New(format, args...)) }
	if last.Before(c.Now.End.AddDate(0, 0, -2)) {
		add("the newest incident is from %s: the period is not over, or its records are not complete", last.Format(time.DateOnly))
	}
	if n := len(ask.Points) - len(slices.DeleteFunc(slices.Clone(ask.Points), func(s Spot) bool { return ask.Control.Holds(s.Place) })); n > 0 {
		add("%d of the %d patrolled hot spots lie in the control area: it is none", n, len(ask.Points))
	}
	occasions := ask.Occasions
	if _, ahead := c.Now.Start.Zone(); ahead == 8*3600 {
		occasions = append(slices.Clone(occasions), springFestivals(c.LastYear.Start, c.Now.End)...)
	}
	for _, name := range occasionNames(occasions) {
		now, year, before := daysOf(occasions, name, c.Now), daysOf(occasions, name, c.LastYear), daysOf(occasions, name, c.Before)
		if now != year || now != before {
			add("%s: %.3g days in the period, %.3g in the same one last year, %.3g in the one before", name, now, year, before)
		}
	}
}
