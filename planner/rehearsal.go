package planner

import (
	"slices"
	"time"

	"nightbeat/planner/effect"
	"nightbeat/planner/words"
)

// Rehearsal is what an experiment can show, told by the time before it: the same lots drawn for days when nobody obeyed them.
type Rehearsal struct {
	Days     int     // that were counted; 0 where fewer than fewestRehearsed are known
	Expected float64 // incidents of each side through the period, were there no effect
	Untimed  int     // incidents of those days that lie near the spots and do not count, since their hour is not known
	Ratio    float64 // of patrolled to control: the largest that four of five such experiments show; 0 where none does
}

// fewestRehearsed are the days that tell something: each weekday twice.
const fewestRehearsed = 14

// Rehearse draws lots as NewExperiment would, but for the last days that are known before the period: as many as it has, or
// all; of hot spots half of what is known is left to pair them by. It refuses what NewExperiment refuses.
func Rehearse(req Request, ask Experiment, spots []Spot, incidents []Incident) (r Rehearsal, err error) {
	e, err := NewExperiment(req, ask, spots, Shift{}, nil)
	if err != nil {
		return r, err
	}
	kept := slices.DeleteFunc(counted(req, incidents), func(in Incident) bool { return !in.At.Before(e.Period.Start) })
	known := knownDays(kept, e.Period.Start.Location())
	r.Days = days(known.Start, known.End)
	if e.Unit == OfSpots {
		r.Days /= 2
	}
	if r.Days = min(r.Days, days(e.Period.Start, e.Period.End)); r.Days < fewestRehearsed {
		return Rehearsal{}, nil
	}
	past := *e
	past.Arms, past.Period = nil, Shift{known.End.AddDate(0, 0, -r.Days), known.End}
	if e.Unit == OfNights {
		err = past.drawNights()
	} else {
		err = past.drawSpots(spots, Shift{known.Start, past.Period.Start}, kept)
	}
	r.foretell(e, &past, kept)
	return r, err
}

// foretell takes what each pair had for what it will have. That two spots differ lasts, so that the variance between them
// grows with the square of the time; nights are only more of them.
func (r *Rehearsal) foretell(e, past *Experiment, kept []Incident) {
	counts, untimed := past.counts(kept, past.Period)
	times, pairs := 1.0, len(past.Arms)/2
	if e.Unit == OfSpots {
		times = float64(days(e.Period.Start, e.Period.End)) / float64(r.Days)
	}
	var one, other []int
	for i := range pairs {
		one, other = append(one, counts[2*i]), append(other, counts[2*i+1])
	}
	expected := make([]float64, len(e.Arms)/2)
	for i := range expected {
		expected[i] = times * float64(one[i%pairs]+other[i%pairs]) / 2
		r.Expected += expected[i]
	}
	r.Untimed = untimed
	r.Ratio = effect.Provable(expected, 1+times*(effect.PairDispersion(one, other)-1))
}

// knownDays are the days from the first incident to the last.
func knownDays(kept []Incident, zone *time.Location) (s Shift) {
	for i, in := range kept {
		day := midnight(in.At.In(zone))
		if i == 0 || day.Before(s.Start) {
			s.Start = day
		}
		if i == 0 || !day.Before(s.End) {
			s.End = day.AddDate(0, 0, 1)
		}
	}
	return s
}

// Note says it before the draw.
func (r Rehearsal) Note() words.Note {
	switch {
	case r.Days == 0:
		return words.New("What it could show is not known: under %d days of incidents came before.", fewestRehearsed)
	case r.Ratio == 0 && r.Untimed > 0:
		return words.New("By the %d days before, about %.0f incidents are due on each side, too few to show any effect; %d near the points do not count, since their hour is not known. Take the whole day as hours (00-24), or import records that have hours.", r.Days, r.Expected, r.Untimed)
	case r.Ratio == 0:
		return words.New("By the %d days before, about %.0f incidents are due on each side: too few, or in too few pairs, to show any effect. Give more days, longer hours or more points.", r.Days, r.Expected)
	}
	return words.New("By the %d days before, about %.0f incidents are due on each side: if patrols avert %.0f %% or more of them, four of five such experiments show it; what is less will mostly look like chance.", r.Days, r.Expected, 100*(1-r.Ratio))
}
