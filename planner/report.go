package planner

import (
	"cmp"
	"slices"
	"time"
)

// ReportKind is what a unit tells of a stop, or of itself where no stop is meant.
type ReportKind string

const (
	Here    ReportKind = "here"    // it is at the stop
	Left    ReportKind = "left"    // it has left the stop
	Delayed ReportKind = "delayed" // it will come later
	Skipped ReportKind = "skipped" // it will not come; Words say why
	Helped  ReportKind = "helped"  // it helped someone; Words say how
)

// ReportKinds are all of them.
func ReportKinds() []ReportKind { return []ReportKind{Here, Left, Delayed, Skipped, Helped} }

// Report is what a unit tells of its night.
type Report struct {
	Unit  string
	Stop  string // its id; "" where no stop is meant
	Visit int    // 1 for the stop's first of the night
	Kind  ReportKind
	Words string
	At    time.Time
}

// Ledger holds a night's plan against what was done. It counts stays and minutes by stop, never by person.
type Ledger struct {
	Stays        []Stay
	Stops        []StopLedger // one for each of the plan's
	Made         int          // stays of which a unit told that it was there
	Present      time.Duration
	PresentAsked time.Duration
	Help         []Report
}

// Stay is a planned stay and what was told of it.
type Stay struct {
	Unit       string // its id
	Call       Call   // as planned
	Came, Went time.Time
	Skipped    string // why it was skipped; "" where it was not
	Delayed    bool
}

// Made tells whether a unit told that it was there.
func (s Stay) Made() bool { return !s.Came.IsZero() }

// StopLedger is a stop's night.
type StopLedger struct {
	Asked, Made    int // stays
	Minutes        time.Duration
	MinutesAsked   time.Duration
	Longest        time.Duration // nobody was there, within its unit's hours; the whole of them where nobody came
	Skipped        []string      // why stays were skipped
	OverRound      bool          // Longest is longer than its round
	firstOn, until time.Time     // its unit's hours
}

// NewLedger holds a plan against the reports of its night.
func NewLedger(plan *Plan, reports []Report) Ledger {
	l := Ledger{Stops: make([]StopLedger, len(plan.Stops))}
	reports = slices.Clone(reports)
	slices.SortStableFunc(reports, func(a, b Report) int { return a.At.Compare(b.At) })
	for _, r := range plan.Routes {
		mine := slices.DeleteFunc(slices.Clone(reports), func(told Report) bool { return told.Unit != r.Unit.ID })
		for _, call := range r.Calls {
			if plan.Stops[call.Stop].Reason.Off != "" {
				continue
			}
			stay := stayOf(r.Unit.ID, call, plan.Stops[call.Stop].ID, mine)
			l.Stays = append(l.Stays, stay)
			l.Stops[call.Stop].firstOn, l.Stops[call.Stop].until = r.Unit.Start, r.Unit.End
			l.add(stay)
		}
	}
	for _, r := range reports {
		if r.Kind == Helped {
			l.Help = append(l.Help, r)
		}
	}
	l.gaps(plan)
	return l
}

// stayOf finds what a unit told of a stay. Where it did not tell when it left, it was there until it told of another stop,
// at most as long as planned.
func stayOf(unit string, call Call, stop string, told []Report) Stay {
	s := Stay{Unit: unit, Call: call}
	for _, r := range told {
		mine := r.Stop == stop && r.Visit == call.Visit
		switch {
		case mine && r.Kind == Here && s.Came.IsZero():
			s.Came = r.At
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
	if s.Made() {
		stop.Made++
		stop.Minutes += s.Went.Sub(s.Came)
		l.Made++
		l.Present += s.Went.Sub(s.Came)
	}
}

// gaps finds how long nobody was at each stop: from its unit's start of duty to the first stay, between stays, and to the
// end of duty, as the plan counts them.
func (l *Ledger) gaps(plan *Plan) {
	made := make([][]Stay, len(l.Stops))
	for _, s := range l.Stays {
		if s.Made() {
			made[s.Call.Stop] = append(made[s.Call.Stop], s)
		}
	}
	for i := range l.Stops {
		stop := &l.Stops[i]
		slices.SortFunc(made[i], func(a, b Stay) int { return a.Came.Compare(b.Came) })
		from := stop.firstOn
		for _, s := range made[i] {
			stop.Longest = max(stop.Longest, s.Came.Sub(from))
			from = s.Went
		}
		stop.Longest = max(stop.Longest, stop.until.Sub(from))
		round := plan.round(plan.Stops[i])
		stop.OverRound = round > 0 && stop.Longest > round
	}
}
