package planner

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
)

// Fix is where a receiver was at an instant.
type Fix struct {
	Place orb.Point
	At    time.Time
}

// How a track is read. A unit stands at a stop while its fixes are nearer to that stop than to its others and within
// WatchM, the distance within which a stop is taken to watch: well beyond the 5 to 20 m by which phones err between houses.
const (
	TrackLeast   = time.Minute      // a shorter stand is driving past: 2 WatchM at 30 km/h are 24 s
	TrackDrift   = 2 * time.Minute  // a shorter absence is the receiver's: the two stands are one
	TrackSilence = 15 * time.Minute // receivers that write only while they move are silent for a stay; a longer silence is not known
	TrackFastest = 70.0             // m/s; a fix that neither neighbour can be reached from at this speed is a leap
	TrackNear    = 5000.0           // m from base or a stop; a track that comes no nearer is another town's
)

// Followed is what a unit's track shows, and what it left out.
type Followed struct {
	Reports []Report      // Tracked
	Fixes   int           // that were used
	Outside int           // fixes before or after the unit's hours
	Leaps   int           // fixes that nobody can have reached
	Known   time.Duration // for which the track knows where the unit was
	Stands  int           // at its stops
}

// Follow finds when a unit stood at its stops by its track. What it gives back holds no place but the stops'. Fixes come
// in any order. An error is a *Error that says why the track cannot be the unit's of this night.
func (plan *Plan) Follow(unit string, fixes []Fix) (Followed, error) {
	i := slices.IndexFunc(plan.Routes, func(r Route) bool { return r.Unit.ID == unit })
	if i < 0 {
		return Followed{}, invalid("unit", "there is no unit %q in the plan", unit)
	}
	route := plan.Routes[i]
	var f Followed
	fixes, err := f.onDuty(route.Unit, fixes)
	if err != nil {
		return Followed{}, err
	}
	fixes = f.withoutLeaps(fixes)
	places := plan.places(route)
	if err := nearby(route.Unit.Base, places, fixes); err != nil {
		return Followed{}, err
	}
	f.Fixes = len(fixes)
	for _, known := range unbroken(fixes) {
		f.Known += known.Length()
		f.Reports = append(f.Reports, Report{Unit: unit, Kind: Tracked, At: known.Start, For: known.Length()})
	}
	for _, s := range stands(places, fixes) {
		f.Stands++
		f.Reports = append(f.Reports, Report{Unit: unit, Stop: s.stop, Kind: Tracked, At: s.Start, For: s.Length()})
	}
	return f, nil
}

// onDuty are the fixes in a unit's hours, in the order of the clock, to the second.
func (f *Followed) onDuty(u Unit, fixes []Fix) ([]Fix, error) {
	if len(fixes) == 0 {
		return nil, impossible("track", "it has no point with a time")
	}
	fixes = slices.Clone(fixes)
	for i := range fixes {
		fixes[i].At = fixes[i].At.Truncate(time.Second)
	}
	slices.SortStableFunc(fixes, func(a, b Fix) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Place[0], b.Place[0]), cmp.Compare(a.Place[1], b.Place[1]))
	})
	first, last := fixes[0].At, fixes[len(fixes)-1].At
	on := slices.DeleteFunc(slices.Clone(fixes), func(x Fix) bool { return x.At.Before(u.Start) || x.At.After(u.End) })
	f.Outside = len(fixes) - len(on)
	if len(on) > 0 {
		return on, nil
	}
	const written = "2006-01-02 15:04"
	zone := u.Start.Location()
	_, east := u.Start.Zone()
	shifted := time.Duration(east) * time.Second
	if local := first.Add(-shifted); east != 0 && !local.After(u.End) && !last.Add(-shifted).Before(u.Start) {
		return nil, impossible("track", "its times fit the night only if they are the clock of this place, yet they say UTC; set the receiver to write true UTC")
	}
	return nil, impossible("track", "it is of %s to %s, and %s is on duty from %s to %s; choose the track of this night",
		first.In(zone).Format(written), last.In(zone).Format(written), u.ID, u.Start.Format(written), u.End.Format(written))
}

// withoutLeaps leaves out each fix that has neighbours and that can be reached from none of them.
func (f *Followed) withoutLeaps(fixes []Fix) []Fix {
	var kept []Fix
	for i, x := range fixes {
		reached := len(fixes) == 1
		for _, k := range []int{i - 1, i + 1} {
			reached = reached || k >= 0 && k < len(fixes) && reachable(x, fixes[k])
		}
		if reached {
			kept = append(kept, x)
		}
	}
	f.Leaps = len(fixes) - len(kept)
	return kept
}

func reachable(a, b Fix) bool {
	return geo.Distance(a.Place, b.Place) <= WatchM+TrackFastest*b.At.Sub(a.At).Abs().Seconds()
}

// places are a route's stops by their ids.
func (plan *Plan) places(r Route) map[string]orb.Point {
	at := map[string]orb.Point{}
	for _, call := range r.Calls {
		if s := plan.Stops[call.Stop]; s.Reason.Off == "" {
			at[s.ID] = s.Place
		}
	}
	return at
}

// nearby refuses a track that is nowhere near.
func nearby(base orb.Point, places map[string]orb.Point, fixes []Fix) error {
	nearest := math.Inf(1)
	for _, x := range fixes {
		nearest = min(nearest, geo.Distance(x.Place, base))
		for _, p := range places {
			nearest = min(nearest, geo.Distance(x.Place, p))
		}
	}
	if nearest > TrackNear {
		return impossible("track", "it comes no nearer than %.0f km to the unit's stops; choose this unit's track", nearest/1000)
	}
	return nil
}

// unbroken are the times in which a track is never silent for long.
func unbroken(fixes []Fix) []Shift {
	var times []Shift
	for _, x := range fixes {
		if last := len(times) - 1; last >= 0 && x.At.Sub(times[last].End) <= TrackSilence {
			times[last].End = x.At
			continue
		}
		times = append(times, Shift{x.At, x.At})
	}
	return slices.DeleteFunc(times, func(s Shift) bool { return s.Length() == 0 })
}

// stand is a time at a stop.
type stand struct {
	stop string
	Shift
}

// stands are the times that a track shows at stops, in the order of the clock.
func stands(places map[string]orb.Point, fixes []Fix) []stand {
	var found []stand
	before := "" // where the fix before was
	for _, x := range fixes {
		stop := nearestOf(places, x.Place)
		last := len(found) - 1
		switch {
		case stop == "":
		case last >= 0 && found[last].stop == stop && x.At.Sub(found[last].End) <= pause(before == stop):
			found[last].End = x.At
		default:
			found = append(found, stand{stop, Shift{x.At, x.At}})
		}
		before = stop
	}
	return slices.DeleteFunc(found, func(s stand) bool { return s.Length() < TrackLeast })
}

// pause is how long may lie between two fixes of one stand: a silence, or else a drift.
func pause(silent bool) time.Duration {
	if silent {
		return TrackSilence
	}
	return TrackDrift
}

// nearestOf is the stop nearest to a place, "" where none lies within WatchM.
func nearestOf(places map[string]orb.Point, at orb.Point) string {
	best, least := "", math.Inf(1)
	for id, p := range places {
		d := geo.Distance(p, at)
		if d <= WatchM && (d < least || d == least && id < best) {
			best, least = id, d
		}
	}
	return best
}
