package planner

import (
	"cmp"
	"slices"
	"time"
)

// Ledger holds a night's plan against what was done, as units told it and as their tracks show it. It counts stays and
// minutes by stop, never by person.
type Ledger struct {
	Stays        []Stay
	Stops        []Attendance // one for each of the plan's
	Made         int          // stays of which a unit told that it was there, or which its track shows
	Seen         int          // of these, those that a track shows
	Untold       int          // of these, those that nobody told of
	Present      time.Duration
	PresentAsked time.Duration
	Tracked      time.Duration // how long tracks know where their units were
	OnDuty       time.Duration // of all units
	Service      []Report      // help given, disputes settled, checks, arrests
	Elsewhere    []int         // of these, those at no stop of the plan, by kind in the order of Services
}

// Stay is a planned stay and what became of it.
type Stay struct {
	Unit       string // its id
	Call       Call   // as planned
	Came, Went time.Time
	Told, Seen bool   // the unit told that it was there; its track shows it, and then Came and Went are the track's
	Skipped    string // why it was skipped; "" where it was not
	Delayed    bool
}

// Made tells whether a unit was there.
func (s Stay) Made() bool { return !s.Came.IsZero() }

// Attendance is what was planned and what was done at a stop, or at all stops of an area.
type Attendance struct {
	Asked, Made  int // stays
	Minutes      time.Duration
	MinutesAsked time.Duration
	Gaps         Gaps     // how the round was kept, within the keeper's hours; the whole of them are a gap where nobody came
	Skipped      []string // why stays were skipped, a reason each
	Service      []int    // counted there, by kind in the order of Services
	stood        []Shift  // when somebody was there
}

// plus is what two attendances were together.
func (a Attendance) plus(b Attendance) Attendance {
	return Attendance{
		Asked: a.Asked + b.Asked, Made: a.Made + b.Made, Minutes: a.Minutes + b.Minutes, MinutesAsked: a.MinutesAsked + b.MinutesAsked,
		Gaps: a.Gaps.plus(b.Gaps), Skipped: slices.Concat(a.Skipped, b.Skipped), Service: addedUp(a.Service, b.Service),
	}
}

// addedUp adds counts up, kind by kind.
func addedUp(a, b []int) []int {
	sum := slices.Clone(a)
	for k, n := range b {
		sum[k] += n
	}
	return sum
}

// NewLedger holds a plan against the reports of its night.
//
// Where a unit's track shows it at a stop, the track says when it came and went; else what the unit told holds. A track
// takes no stay away that was told.
func NewLedger(plan *Plan, reports []Report) Ledger {
	l := Ledger{Stops: make([]Attendance, len(plan.Stops))}
	reports = slices.Clone(reports)
	slices.SortStableFunc(reports, func(a, b Report) int { return a.At.Compare(b.At) })
	for _, r := range plan.Routes {
		mine := slices.DeleteFunc(slices.Clone(reports), func(told Report) bool { return told.Unit != r.Unit.ID })
		l.route(plan, r, mine)
	}
	l.serve(plan, reports)
	l.gaps(plan)
	return l
}

// serve counts the service, each at its stop.
func (l *Ledger) serve(plan *Plan, reports []Report) {
	l.Elsewhere = make([]int, len(Services()))
	for i := range l.Stops {
		l.Stops[i].Service = make([]int, len(Services()))
	}
	for _, r := range reports {
		kind := slices.Index(Services(), r.Kind)
		if kind < 0 {
			continue
		}
		l.Service = append(l.Service, r)
		if i := slices.IndexFunc(plan.Stops, func(s Stop) bool { return s.ID == r.Stop && s.Reason.Off == "" }); i >= 0 {
			l.Stops[i].Service[kind]++
		} else {
			l.Elsewhere[kind]++
		}
	}
}

// route adds a unit's night.
func (l *Ledger) route(plan *Plan, r Route, told []Report) {
	l.OnDuty += r.Unit.End.Sub(r.Unit.Start)
	l.Tracked += lengths(tracked(told, ""))
	seen := map[int][]Shift{}
	for k, call := range r.Calls {
		stop := plan.Stops[call.Stop]
		if stop.Reason.Off != "" {
			continue
		}
		if _, known := seen[call.Stop]; !known {
			seen[call.Stop] = tracked(told, stop.ID)
		}
		stay := stayOf(r.Unit.ID, call, stop.ID, told)
		seen[call.Stop] = stay.follow(seen[call.Stop], r.slot(k))
		l.Stays = append(l.Stays, stay)
		l.add(stay)
	}
	for stop, more := range seen { // the unit was there beside its stays
		for _, s := range more {
			l.stood(stop, s)
		}
	}
}

// tracked is when a unit's tracks show it at a stop, or know where it was; each time once, however many tracks tell it.
func tracked(told []Report, stop string) []Shift {
	var times []Shift
	for _, r := range told { // in the order of the clock
		if r.Kind != Tracked || r.Stop != stop {
			continue
		}
		if last := len(times) - 1; last >= 0 && !r.At.After(times[last].End) {
			times[last].End = later(times[last].End, r.over().End)
			continue
		}
		times = append(times, r.over())
	}
	return times
}

func lengths(times []Shift) (sum time.Duration) {
	for _, t := range times {
		sum += t.Length()
	}
	return sum
}

// slot is the part of the night in which a stand at a stop belongs to the k-th call: from halfway since the call there
// before it to halfway to the one after it.
func (r Route) slot(k int) Shift {
	call := r.Calls[k]
	slot := Shift{r.Unit.Start, r.Unit.End}
	for i, other := range r.Calls {
		switch {
		case other.Stop != call.Stop || i == k:
		case i < k:
			slot.Start = other.Leave.Add(call.Arrive.Sub(other.Leave) / 2)
		default:
			slot.End = call.Leave.Add(other.Arrive.Sub(call.Leave) / 2)
			return slot
		}
	}
	return slot
}

// follow takes from what the track shows at the stop the stand that is the stay's: of those in its slot the one that lasts
// longest, or that agrees longest with what was told. It gives back the others.
func (s *Stay) follow(seen []Shift, slot Shift) []Shift {
	best, most := -1, time.Duration(0)
	for i, stand := range seen {
		if !slot.holds(stand.Start.Add(stand.Length() / 2)) {
			continue
		}
		long := stand.Length()
		if s.Told {
			long = Shift{later(stand.Start, s.Came), firstOf(stand.End, s.Went)}.Length()
		}
		if long > most {
			best, most = i, long
		}
	}
	if best < 0 {
		return seen
	}
	s.Seen, s.Came, s.Went = true, seen[best].Start, seen[best].End
	return slices.Delete(seen, best, best+1)
}

// stayOf finds what a unit told of a stay. Where it did not tell when it left, it was there until it told of another stop,
// at most as long as planned.
func stayOf(unit string, call Call, stop string, told []Report) Stay {
	s := Stay{Unit: unit, Call: call}
	for _, r := range told {
		mine := r.Stop == stop && r.Visit == call.Visit
		switch {
		case mine && r.Kind == Here && s.Came.IsZero():
			s.Came, s.Told = r.At, true
		case mine && r.Kind == Left && !s.Came.IsZero():
			s.Went = r.At
		case mine && r.Kind == Skipped:
			s.Skipped = cmp.Or(r.Words, "–")
		case mine && r.Kind == Delayed:
			s.Delayed = true
		case !mine && r.Kind == Here && !s.Came.IsZero() && s.Went.IsZero():
			s.Went = firstOf(r.At, s.Came.Add(call.Leave.Sub(call.Arrive)))
		}
	}
	if s.Made() && s.Went.IsZero() {
		s.Went = s.Came.Add(call.Leave.Sub(call.Arrive))
	}
	return s
}

func firstOf(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func (l *Ledger) add(s Stay) {
	stop := &l.Stops[s.Call.Stop]
	stop.Asked++
	stop.MinutesAsked += s.Call.Leave.Sub(s.Call.Arrive)
	l.PresentAsked += s.Call.Leave.Sub(s.Call.Arrive)
	if s.Skipped != "" && !s.Made() {
		stop.Skipped = append(stop.Skipped, s.Skipped)
	}
	if !s.Made() {
		return
	}
	stop.Made++
	l.Made++
	if s.Seen {
		l.Seen++
	}
	if !s.Told {
		l.Untold++
	}
	l.stood(s.Call.Stop, Shift{s.Came, s.Went})
}

// stood notes a time that somebody was at a stop.
func (l *Ledger) stood(stop int, s Shift) {
	l.Stops[stop].stood = append(l.Stops[stop].stood, s)
	l.Stops[stop].Minutes += s.Length()
	l.Present += s.Length()
}

// Known tells whether anything is known of where units were.
func (l Ledger) Known() bool { return l.Made > 0 || l.Present > 0 }

// Presence is where and when units stood, as they told it and as their tracks show it, also beside their stays; as planned
// where nothing is known.
func (l Ledger) Presence(plan *Plan) []Presence {
	if !l.Known() {
		return plan.Presence()
	}
	var stood []Presence
	for i, stop := range l.Stops {
		for _, s := range stop.stood {
			stood = append(stood, Presence{plan.Stops[i].Place, s.Start, s.End})
		}
	}
	return stood
}

// gaps finds how long nobody was at each stop: from its keeper's start of duty to the first stand, between stands, and to
// the end of duty, as the plan counts them.
func (l *Ledger) gaps(plan *Plan) {
	keepers := plan.keepers()
	for i := range l.Stops {
		stop := &l.Stops[i]
		if stop.Asked == 0 { // a unit was there off its round
			continue
		}
		round, duty := plan.round(plan.Stops[i]), plan.Routes[keepers[i]].Unit
		slices.SortFunc(stop.stood, func(a, b Shift) int { return a.Start.Compare(b.Start) })
		from := duty.Start
		for _, s := range stop.stood {
			stop.Gaps.count(s.Start.Sub(from), round)
			from = later(from, s.End)
		}
		stop.Gaps.count(duty.End.Sub(from), round)
	}
}
