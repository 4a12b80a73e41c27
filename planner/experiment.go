package planner

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/planner/effect"
	"nightbeat/planner/risk"
)

// Between what an experiment draws lots.
const (
	OfSpots  = "spots"  // of each pair of hot spots one is patrolled through the whole period
	OfNights = "nights" // of each pair of nights of one weekday one has patrols at all of the hot spots
)

// The ranges of an experiment.
const (
	MinRadiusM    = 25.0
	MaxRadiusM    = ApartM / 2 // so that no place lies near two spots
	MaxExperiment = 732 * 24 * time.Hour
	MaxName       = 100 // letters
)

// Experiment is hot spots, or nights, of which a lot has drawn one of each pair to be patrolled, so that the other tells
// what would have happened. Once drawn it stays as it is; it can be ended.
type Experiment struct {
	ID, Name string
	Unit     string     // of the lot: OfSpots or OfNights
	Period   Shift      // of the patrols, from midnight to midnight; a night is of the day on which its hours begin
	Hours    risk.Hours // of each night: incidents in them count, plans that overlap them obey
	RadiusM  float64    // about a spot, within which incidents count; WatchM by default
	Seed     int64
	Spots    []Spot // of OfNights: those that are patrolled on the nights drawn
	Arms     []Arm  // by pair, the patrolled one first
	Drawn    time.Time
	DrawnBy  string
	Ended    time.Time // before its period was over; zero where nobody ended it
	EndedBy  string
}

// Arm is one of a pair.
type Arm struct {
	Spot                // of OfSpots
	Night     time.Time // of OfNights: the midnight before its hours
	Pair      int       // from 1
	Patrolled bool
	Before    int // of OfSpots: incidents within the radius before the draw
}

// NewExperiment draws lots as is asked. Hot spots are paired by their incidents in a time before; those nearer to each other
// than ApartM are refused: one's patrol would be the other's. Nights are paired by their weekday in turn; one left over is
// like any other night.
func NewExperiment(req Request, ask Experiment, spots []Spot, history Shift, incidents []Incident) (*Experiment, error) {
	e := ask
	orDefault(&e.Unit, OfSpots)
	orDefault(&e.RadiusM, WatchM)
	if err := e.check(spots); err != nil {
		return nil, err
	}
	if e.Unit == OfNights {
		e.Spots = slices.Clone(spots)
		return &e, e.drawNights()
	}
	if history.End.After(e.Period.Start) {
		return nil, invalid("history", "it ends after the period begins; pairs are made by what happened before")
	}
	return &e, e.drawSpots(spots, history, counted(req, incidents))
}

func (e *Experiment) check(spots []Spot) error {
	switch {
	case e.Unit != OfSpots && e.Unit != OfNights:
		return invalid("unit", "%q is not known; use %s or %s", e.Unit, OfSpots, OfNights)
	case utf8.RuneCountInString(e.Name) > MaxName:
		return invalid("name", "it has more than %d letters", MaxName)
	case !e.Period.End.After(e.Period.Start):
		return invalid("period", "its end is not after its start")
	case e.Period.Length() > MaxExperiment:
		return invalid("period", "%d days are more than two years", days(e.Period.Start, e.Period.End))
	case !(e.RadiusM >= MinRadiusM && e.RadiusM <= MaxRadiusM):
		return invalid("radius_m", "%g is outside %g to %g", e.RadiusM, MinRadiusM, MaxRadiusM)
	case len(spots) > MaxStops:
		return invalid("points", "%d are more than the %d that one plan may hold", len(spots), MaxStops)
	case len(spots) == 0, e.Unit == OfSpots && len(spots) < 2*effect.FewestPairs:
		return impossible("points", "%d are too few; give at least %d, or nothing could be told from chance", len(spots), map[string]int{OfSpots: 2 * effect.FewestPairs, OfNights: 1}[e.Unit])
	}
	for i, a := range spots {
		if err := checkPlace("points", a.Place); err != nil {
			return err
		}
		for _, b := range spots[:i] {
			if d := geo.Distance(a.Place, b.Place); d < ApartM {
				return impossible("points", "%s and %s are %.0f m apart; give points at least %.0f m apart", a.Name, b.Name, d, ApartM)
			}
		}
	}
	return nil
}

func (e *Experiment) drawSpots(spots []Spot, history Shift, kept []Incident) error {
	e.Arms = make([]Arm, len(spots))
	for i, s := range spots {
		e.Arms[i].Spot = s
	}
	before, _ := e.counts(kept, history)
	var arms []Arm
	for i, p := range effect.Draw(before, uint64(e.Seed)) {
		arms = append(arms, Arm{Spot: spots[p.Treated], Pair: i + 1, Patrolled: true, Before: before[p.Treated]},
			Arm{Spot: spots[p.Control], Pair: i + 1, Before: before[p.Control]})
	}
	e.Arms = arms
	return nil
}

// drawNights pairs each night with the next of its weekday.
func (e *Experiment) drawNights() error {
	var nights []time.Time
	var pairs []effect.Pair
	waiting := map[time.Weekday]int{}
	for night := midnight(e.Period.Start); night.Before(e.Period.End); night = night.AddDate(0, 0, 1) {
		first, met := waiting[night.Weekday()]
		if met {
			pairs = append(pairs, effect.Pair{Treated: first, Control: len(nights)})
			delete(waiting, night.Weekday())
		} else {
			waiting[night.Weekday()] = len(nights)
		}
		nights = append(nights, night)
	}
	if len(pairs) < effect.FewestPairs {
		return impossible("period", "it has %d pairs of nights of one weekday; give at least two weeks, or nothing could be told from chance", len(pairs))
	}
	for i, p := range effect.Toss(pairs, uint64(e.Seed)) {
		e.Arms = append(e.Arms, Arm{Night: nights[p.Treated], Pair: i + 1, Patrolled: true}, Arm{Night: nights[p.Control], Pair: i + 1})
	}
	return nil
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// Places are all spots of the experiment.
func (e *Experiment) Places() []Spot {
	if e.Unit == OfNights {
		return e.Spots
	}
	var all []Spot
	for _, arm := range e.Arms {
		all = append(all, arm.Spot)
	}
	return all
}

// window is the hours of a night, which is named by the midnight before them.
func (e *Experiment) window(night time.Time) Shift {
	at := func(later int, clock time.Duration) time.Time {
		y, m, d := night.Date()
		return time.Date(y, m, d+later, int(clock/time.Hour), int(clock%time.Hour/time.Minute), 0, 0, night.Location())
	}
	w := Shift{at(0, e.Hours.From), at(0, e.Hours.Until)}
	if e.Hours.Until <= e.Hours.From {
		w.End = at(1, e.Hours.Until)
	}
	return w
}

// NightOf is the night of the experiment that a shift belongs to: the one whose hours it overlaps longest.
func (e *Experiment) NightOf(s Shift) (night time.Time, ok bool) {
	longest := time.Duration(0)
	for n := midnight(s.Start.In(e.Period.Start.Location())).AddDate(0, 0, -1); n.Before(s.End); n = n.AddDate(0, 0, 1) {
		w := e.window(n)
		if shared := sooner(w.End, s.End).Sub(later(w.Start, s.Start)); shared > longest && e.Period.holds(n) {
			night, ok, longest = n, true, shared
		}
	}
	return night, ok
}

func sooner(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// Over is when the experiment is over: after its last night, or when it was ended.
func (e *Experiment) Over() time.Time {
	over := e.window(midnight(e.Period.End.Add(-time.Second))).End
	if !e.Ended.IsZero() {
		over = sooner(over, e.Ended)
	}
	return over
}

// avoids tells whether a place is too near to one that is to be avoided.
func (r Request) avoids(place orb.Point) bool {
	return slices.ContainsFunc(r.Avoid, func(p orb.Point) bool { return geo.Distance(p, place) < ApartM })
}
