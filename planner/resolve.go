package planner

import (
	"fmt"
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// The ranges in which a request is accepted; beyond them it is a slip of the pen.
const (
	MaxUnits     = 200
	MaxStops     = 1000
	MaxShift     = 48 * time.Hour
	MinCellM     = 25.0
	MaxCellM     = 5000.0
	MinDwell     = time.Minute
	MaxDwell     = 4 * time.Hour
	MaxLimit     = 10 * time.Minute
	MaxWeight    = 1e6
	MaxRevisit   = 24 * time.Hour
	MaxOccasions = 20_000
	MaxSearched  = 1_000_000_000 // iterations
	MaxBalance   = 100.0
	MaxVary      = 20.0
)

// The defaults and where they come from: 14 minutes lie inside the 11 to 15 that protect longest per minute (Koper 1995), two
// hours are the Sacramento trial's round (Telep, Mitchell & Weisburd 2014), 150 m is a block.
const (
	DefaultModel    = "auto"
	DefaultCellM    = 150.0
	DefaultDwell    = 14 * time.Minute
	DefaultDwellMin = 10 * time.Minute
	DefaultRevisit  = 2 * time.Hour
	DefaultLimit    = 5 * time.Second
)

// The shift where a request names none: from eight in the evening to four in the morning.
const (
	DefaultShiftStart  = 20 * time.Hour
	DefaultShiftLength = 8 * time.Hour
)

// TheNightAfter gives a request without a shift the night that follows the day of the newest incident, by that
// incident's zone.
func (r Request) TheNightAfter(incidents []Incident) Request {
	if r.Shift != (Shift{}) || len(incidents) == 0 {
		return r
	}
	newest := slices.MaxFunc(incidents, func(a, b Incident) int { return a.At.Compare(b.At) }).At
	y, m, d := newest.Date()
	r.Shift.Start = time.Date(y, m, d+1, 0, 0, 0, 0, newest.Location()).Add(DefaultShiftStart)
	r.Shift.End = r.Shift.Start.Add(DefaultShiftLength)
	return r
}

// Resolve fills in the defaults and refuses what cannot be, naming the field.
func (r Request) Resolve() (Request, error) {
	r = r.withDefaults()
	for _, check := range []func() error{r.checkShift, r.checkUnits, r.checkTimes, r.checkNumbers, r.checkWeights, r.checkTasks, r.checkMust} {
		if err := check(); err != nil {
			return Request{}, err
		}
	}
	return r, nil
}

func (r Request) withDefaults() Request {
	orDefault(&r.CellM, DefaultCellM)
	orDefault(&r.Model, DefaultModel)
	orDefault(&r.StopsFrom, FromCells)
	orDefault(&r.Dwell, DefaultDwell)
	orDefault(&r.DwellMin, min(DefaultDwellMin, r.Dwell))
	orDefault(&r.Revisit, DefaultRevisit)
	orDefault(&r.Limit, DefaultLimit)
	r.Units = append([]Unit(nil), r.Units...)
	for i := range r.Units {
		r.Units[i] = r.Units[i].withDefaults(i, r.Shift)
	}
	r.Closures = append([]Closure(nil), r.Closures...)
	for i := range r.Closures {
		r.Closures[i].Known = time.Time{} // before the night all of them are
	}
	r.Must = append([]Must(nil), r.Must...)
	for i := range r.Must {
		orDefault(&r.Must[i].ID, fmt.Sprintf("M%02d", i+1))
		orDefault(&r.Must[i].Dwell, r.Dwell)
	}
	return r
}

func (u Unit) withDefaults(i int, s Shift) Unit {
	orDefault(&u.ID, fmt.Sprintf("A%d", i+1))
	orDefault(&u.Name, u.ID)
	orDefault(&u.Profile, "patrol")
	if u.Start.IsZero() {
		u.Start = s.Start
	}
	if u.End.IsZero() {
		u.End = s.End
	}
	return u
}

func orDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

func (r Request) checkShift() error {
	switch length := r.Shift.Length(); {
	case r.Shift.Start.IsZero() || r.Shift.End.IsZero():
		return invalid("shift", "no start or no end; give both, such as 2026-07-01T20:00:00+08:00/2026-07-02T04:00:00+08:00")
	case length <= 0:
		return invalid("shift.end", "%s is not after the start %s", r.Shift.End.Format(time.RFC3339), r.Shift.Start.Format(time.RFC3339))
	case length > MaxShift:
		return invalid("shift", "%.0f hours are longer than the %.0f that one plan may span", length.Hours(), MaxShift.Hours())
	}
	return nil
}

func (r Request) checkUnits() error {
	if len(r.Units) == 0 {
		return invalid("units", "there are none; give at least one unit")
	}
	if len(r.Units) > MaxUnits {
		return invalid("units", "%d are more than the %d that one plan may hold", len(r.Units), MaxUnits)
	}
	seen := map[string]bool{}
	for i, u := range r.Units {
		field := fmt.Sprintf("units[%d]", i)
		if seen[u.ID] {
			return invalid(field+".id", "%q is used twice; give each unit its own", u.ID)
		}
		seen[u.ID] = true
		if err := u.check(field, r.Shift); err != nil {
			return err
		}
	}
	return nil
}

func (u Unit) check(field string, s Shift) error {
	if u.Profile != "patrol" && u.Profile != "car" && u.Profile != "foot" {
		return invalid(field+".profile", "%q is not known; use patrol, car or foot", u.Profile)
	}
	if u.Base == (orb.Point{}) {
		return invalid(field+".base", "is missing; give longitude and latitude of where %s starts and ends", u.Name)
	}
	if err := checkPlace(field+".base", u.Base); err != nil {
		return err
	}
	if !u.End.After(u.Start) {
		return invalid(field+".end", "is not after the unit's start")
	}
	if u.Start.Before(s.Start) || u.End.After(s.End) {
		return invalid(field, "its hours reach outside the shift")
	}
	for k, b := range u.Breaks {
		if err := b.check(u); err != nil {
			return invalid(fmt.Sprintf("%s.breaks[%d]", field, k), "%s", err)
		}
	}
	return nil
}

func (b Break) check(u Unit) error {
	switch {
	case b.Duration <= 0:
		return fmt.Errorf("duration_s has to be above 0")
	case b.Latest.Before(b.Earliest):
		return fmt.Errorf("latest lies before earliest")
	case b.Earliest.Before(u.Start) || b.Latest.Add(b.Duration).After(u.End):
		return fmt.Errorf("the break does not fit into the unit's hours")
	}
	return nil
}

func (r Request) checkTimes() error {
	switch {
	case r.Dwell > r.Shift.Length():
		return invalid("dwell_s", "a stay of %s is longer than the shift of %s", r.Dwell, r.Shift.Length())
	case r.Dwell < MinDwell || r.Dwell > MaxDwell:
		return invalid("dwell_s", "%.0f is outside %.0f to %.0f", r.Dwell.Seconds(), MinDwell.Seconds(), MaxDwell.Seconds())
	case r.DwellMin < 0 || r.DwellMin > r.Dwell:
		return invalid("dwell_min_s", "%.0f is outside 0 to dwell_s, %.0f", r.DwellMin.Seconds(), r.Dwell.Seconds())
	case r.Revisit > MaxRevisit:
		return invalid("revisit_s", "%.0f is more than a day", r.Revisit.Seconds())
	case r.Limit < 0 || r.Limit > MaxLimit:
		return invalid("limit_s", "%g is outside 0 to %.0f", r.Limit.Seconds(), MaxLimit.Seconds())
	}
	return nil
}

func (r Request) checkNumbers() error {
	switch {
	case !(r.CellM >= MinCellM && r.CellM <= MaxCellM):
		return invalid("cell_m", "%g is outside %g to %g", r.CellM, MinCellM, MaxCellM)
	case r.Stops < 0 || r.Stops > MaxStops:
		return invalid("stops", "%d is outside 1 to %d", r.Stops, MaxStops)
	case !slices.Contains([]string{FromCells, FromStreets, FromMust}, r.StopsFrom):
		return invalid("stops_from", "%q is not known; use %s, %s or %s", r.StopsFrom, FromCells, FromStreets, FromMust)
	case r.StopsFrom == FromMust && len(r.Must) == 0:
		return invalid("must", "there are none, and no other stop is asked for; give some")
	case r.Balance != 0 && !(r.Balance >= 1 && r.Balance <= MaxBalance):
		return invalid("balance", "%g is outside 1 to %g; 1.1 allows a tenth more than an even share, 0 allows anything", r.Balance, MaxBalance)
	case !(r.Vary >= 0 && r.Vary <= MaxVary):
		return invalid("vary", "%g is outside 0 to %.0f", r.Vary, MaxVary)
	case r.Iterations < 0 || r.Iterations > MaxSearched:
		return invalid("iterations", "%d is outside 0 to %d", r.Iterations, MaxSearched)
	}
	return nil
}

func (r Request) checkWeights() error {
	for category, w := range r.Categories {
		if !(w >= 0 && w <= MaxWeight) {
			return invalid("categories", "the weight %g of %q is outside 0 to %g", w, category, MaxWeight)
		}
	}
	return nil
}

func (r Request) checkMust() error {
	if len(r.Occasions) > MaxOccasions {
		return invalid("occasions", "%d are more than the %d that one plan may hold", len(r.Occasions), MaxOccasions)
	}
	if len(r.Avoid) > MaxStops {
		return invalid("avoid", "%d points are more than the %d that one plan may hold", len(r.Avoid), MaxStops)
	}
	for i, p := range r.Avoid {
		if err := checkPlace(fmt.Sprintf("avoid[%d]", i), p); err != nil {
			return err
		}
	}
	if len(r.Must) > MaxStops {
		return invalid("must", "%d points are more than the %d that one plan may hold", len(r.Must), MaxStops)
	}
	seen := map[string]bool{}
	for i, m := range r.Must {
		field := fmt.Sprintf("must[%d]", i)
		if seen[m.ID] {
			return invalid(field+".id", "%q is used twice; give each point its own", m.ID)
		}
		seen[m.ID] = true
		if err := m.check(field, r.Shift); err != nil {
			return err
		}
	}
	return nil
}

func (m Must) check(field string, s Shift) error {
	if err := checkPlace(field+".place", m.Place); err != nil {
		return err
	}
	if m.Dwell < MinDwell || m.Dwell > MaxDwell || m.Dwell > s.Length() {
		return invalid(field+".dwell_s", "%.0f is outside %.0f to %.0f and the shift", m.Dwell.Seconds(), MinDwell.Seconds(), MaxDwell.Seconds())
	}
	if m.Revisit < 0 || m.Revisit > MaxRevisit {
		return invalid(field+".revisit_s", "%.0f is outside 0 to a day", m.Revisit.Seconds())
	}
	if utf8.RuneCountInString(m.Task) > MaxTask {
		return invalid(field+".task", "it has more than %d letters", MaxTask)
	}
	for k, w := range m.Windows {
		if w.End.Before(w.Start) || w.End.Before(s.Start) || w.Start.After(s.End) {
			return invalid(fmt.Sprintf("%s.windows[%d]", field, k), "it ends before it begins, or lies outside the shift")
		}
	}
	return nil
}

func checkPlace(field string, p orb.Point) error {
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		return invalid(field, "%v is no longitude and latitude in degrees", p)
	}
	return nil
}
