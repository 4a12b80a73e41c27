package planner

import (
	"slices"
	"time"

	"nightbeat/geo"
	"nightbeat/planner/effect"
	"nightbeat/planner/risk"
	"nightbeat/planner/words"
)

// Judgement is what an experiment says when it is over.
type Judgement struct {
	effect.Outcome
	Experiment *Experiment
	Counts     [][2]int // incidents of each pair that is judged: of the patrolled one, of the other
	Untimed    int      // incidents near the spots that do not count, since their hour is not known
	Flags      []words.Note
}

// Judge says what the patrols did, by the test of the lot. It goes by the lot, whatever was patrolled. An experiment that is
// not over is refused: who looks while it runs, and ends it when the counts please, is misled by chance.
func (e *Experiment) Judge(req Request, incidents []Incident, now time.Time) (*Judgement, error) {
	if over := e.Over(); now.Before(over) {
		return nil, impossible("experiment", "it runs until %s and is judged when it is over: who looks earlier is misled by chance", over.Format("2006-01-02 15:04"))
	}
	kept := counted(req, incidents)
	counts, untimed := e.counts(kept, e.Period)
	j := &Judgement{Experiment: e, Untimed: untimed}
	var treated, control []int
	for i := 0; i+1 < len(e.Arms); i += 2 {
		if e.whole(e.Arms[i]) && e.whole(e.Arms[i+1]) {
			j.Counts = append(j.Counts, [2]int{counts[i], counts[i+1]})
			treated, control = append(treated, counts[i]), append(control, counts[i+1])
		}
	}
	j.Outcome = effect.Judge(treated, control, uint64(e.Seed))
	j.flag(e, kept)
	return j, nil
}

// whole tells whether an arm was over before somebody ended the experiment.
func (e *Experiment) whole(arm Arm) bool {
	return e.Unit != OfNights || e.Ended.IsZero() || !e.window(arm.Night).End.After(e.Ended)
}

// flag says what to bear in mind.
func (j *Judgement) flag(e *Experiment, kept []Incident) {
	add := func(format string, args ...any) { j.Flags = append(j.Flags, words.New(format, args...)) }
	if !e.Ended.IsZero() {
		add("it was ended early, on %s: what is said holds only if nobody had looked at the counts before", e.Ended.Format(time.DateOnly))
	}
	if e.Drawn.After(e.Period.Start) {
		add("lots were drawn on %s, when the period had begun", e.Drawn.Format(time.DateOnly))
	}
	if len(kept) > 0 {
		if last := slices.MaxFunc(kept, func(a, b Incident) int { return a.At.Compare(b.At) }).At; last.Before(e.Over().AddDate(0, 0, -2)) {
			add("the newest incident is from %s: the period is not over, or its records are not complete", last.Format(time.DateOnly))
		}
	}
	if j.Untimed > 0 {
		add("%d incidents near the points do not count, since their hour is not known", j.Untimed)
	}
}

// counts is how many incidents of a period's nights each arm had, and how many more of an unknown hour lie near the spots.
func (e *Experiment) counts(kept []Incident, period Shift) (counts []int, untimed int) {
	counts = make([]int, len(e.Arms))
	nights := map[int64]int{}
	for i, arm := range e.Arms {
		nights[arm.Night.Unix()] = i
	}
	near := within(e.Places(), e.RadiusM)
	for _, in := range kept {
		if !e.Ended.IsZero() && !in.At.Before(e.Ended) || !near(in) {
			continue
		}
		night, held := e.nightOf(in)
		switch {
		case held && !period.holds(night):
		case held && e.Unit == OfNights:
			if i, drawn := nights[night.Unix()]; drawn {
				counts[i]++
			}
		case held:
			for i, arm := range e.Arms {
				if geo.Distance(arm.Place, in.Place) <= e.RadiusM {
					counts[i]++
				}
			}
		case !in.clocked() && period.holds(in.At):
			untimed++
		}
	}
	return counts, untimed
}

// clocked tells whether the hour of an incident is known.
func (in Incident) clocked() bool { return in.Precision != Day && in.Between == nil }

// nightOf is the night in whose hours an incident fell. One whose hour is not known fell in a night if the hours are the
// whole day, or hold all of the time in which it may have been.
func (e *Experiment) nightOf(in Incident) (night time.Time, held bool) {
	switch {
	case in.Between != nil:
		first, from := e.nightAt(in.Between.From)
		last, to := e.nightAt(in.Between.To)
		return first, from && to && first.Equal(last)
	case in.Precision == Day && e.Hours != (risk.Hours{}):
		return night, false
	}
	return e.nightAt(in.At)
}

func (e *Experiment) nightAt(t time.Time) (night time.Time, held bool) {
	today := midnight(t.In(e.Period.Start.Location()))
	for _, night := range []time.Time{today, today.AddDate(0, 0, -1)} {
		if e.window(night).holds(t) {
			return night, true
		}
	}
	return today, false
}

// Adherence is how plans kept to the lot: on how many nights, how many of the spots due got a stay, and how many of those to
// be left got one all the same.
type Adherence struct{ Nights, Due, Stood, Breaches int }

// Kept tells it of plans. It does not change the judgement, which goes by the lot.
func (e *Experiment) Kept(plans []*Plan) (a Adherence) {
	for _, plan := range plans {
		night, ok := e.NightOf(plan.Request.Shift)
		patrolled, spared := e.Lots(night)
		if !ok || len(patrolled)+len(spared) == 0 {
			continue
		}
		stood := plan.Presence()
		a.Nights, a.Due = a.Nights+1, a.Due+len(patrolled)
		a.Stood += reached(patrolled, stood, WatchM)
		a.Breaches += reached(spared, stood, ApartM)
	}
	return a
}

// reached counts the spots with a stay within some metres.
func reached(spots []Spot, stood []Presence, metres float64) (n int) {
	for _, s := range spots {
		if slices.ContainsFunc(stood, func(p Presence) bool { return geo.Distance(p.Place, s.Place) < metres }) {
			n++
		}
	}
	return n
}
