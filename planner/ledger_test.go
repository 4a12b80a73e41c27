package planner

import (
	"reflect"
	"testing"
	"time"
)

func TestLedgerHoldsThePlanAgainstWhatWasDone(t *testing.T) {
	start := time.Date(2026, 7, 1, 20, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	call := func(stop, visit, from int) Call {
		return Call{Stop: stop, Visit: visit, Arrive: at(from), Leave: at(from + 14)}
	}
	plan := &Plan{
		Request: Request{Revisit: 2 * time.Hour}, Stops: []Stop{{ID: "S1"}, {ID: "S2"}},
		Routes: []Route{{Unit: Unit{ID: "A", Start: start, End: at(240)}, Calls: []Call{call(0, 1, 10), call(1, 1, 30), call(0, 2, 130), call(1, 2, 150)}}},
	}
	told := []Report{
		{Unit: "A", Stop: "S2", Visit: 1, Kind: Here, At: at(32)}, // sent late: not in the order of the clock
		{Unit: "A", Stop: "S1", Visit: 1, Kind: Here, At: at(12)},
		{Unit: "A", Stop: "S1", Visit: 1, Kind: Left, At: at(22)},
		{Unit: "A", Kind: Helped, Words: "lost child", At: at(60)},
		{Unit: "A", Stop: "S1", Visit: 2, Kind: Skipped, Words: "called away", At: at(131)},
		{Unit: "A", Stop: "S2", Visit: 2, Kind: Delayed, At: at(150)},
		{Unit: "A", Stop: "S2", Visit: 2, Kind: Here, At: at(170)},
		{Unit: "B", Stop: "S1", Visit: 2, Kind: Here, At: at(131)}, // another unit's
	}
	l := NewLedger(plan, told)
	// S1: there 12 to 22; nobody from 22 to 240, 218 min. S2: 32 to 46 (as planned: not told when it left) and 170 to
	// 184; nobody from 46 to 170, 124 min. Present 10 + 14 + 14 min of 4 x 14.
	if l.Made != 3 || l.Present != 38*time.Minute || l.PresentAsked != 56*time.Minute || len(l.Service) != 1 {
		t.Errorf("made %d, present %v of %v, service %v", l.Made, l.Present, l.PresentAsked, l.Service)
	}
	if s := l.Stops[0]; s.Made != 1 || s.Asked != 2 || s.Minutes != 10*time.Minute || s.Gaps.Longest != 218*time.Minute || s.Gaps.Missed() == 0 || !reflect.DeepEqual(s.Skipped, []string{"called away"}) {
		t.Errorf("the first stop: %+v", s)
	}
	if s := l.Stops[1]; s.Made != 2 || s.Minutes != 28*time.Minute || s.Gaps.Longest != 124*time.Minute || s.Gaps.Missed() == 0 || s.Skipped != nil {
		t.Errorf("the second stop: %+v", s)
	}
	// The round is 120 min. S1: gaps of 12 and 218 min, the second should be two: 1 of 3 kept. S2: 32, 124 (two) and 56: 2 of 4.
	for i, want := range []Gaps{{Kept: 1, Asked: 3, Longest: 218 * time.Minute}, {Kept: 2, Asked: 4, Longest: 124 * time.Minute}} {
		if l.Stops[i].Gaps != want || l.Stops[i].Gaps.Missed() != 2 {
			t.Errorf("gaps at %s: %+v, want %+v", plan.Stops[i].ID, l.Stops[i].Gaps, want)
		}
	}
	if !reflect.DeepEqual(l.Elsewhere, []int{1, 0, 0, 0}) || !reflect.DeepEqual(l.Stops[0].Service, []int{0, 0, 0, 0}) {
		t.Errorf("the child was helped at no stop: %v, %v", l.Elsewhere, l.Stops[0].Service)
	}
	if !l.Stays[3].Delayed || l.Stays[2].Made() || l.Stays[1].Went != at(46) {
		t.Errorf("stays %+v", l.Stays)
	}
	if none := NewLedger(plan, nil); none.Made != 0 || none.Stops[0].Gaps.Longest != 4*time.Hour {
		t.Errorf("a night of which nothing was told: %+v", none)
	}
}

// TestSilenceIsNotPresence has a unit that went on earlier than planned be there only until then.
func TestSilenceIsNotPresence(t *testing.T) {
	start := time.Date(2026, 7, 1, 20, 0, 0, 0, time.UTC)
	call := Call{Visit: 1, Arrive: start, Leave: start.Add(14 * time.Minute)}
	s := stayOf("A", call, "S1", []Report{
		{Stop: "S1", Visit: 1, Kind: Here, At: start}, {Stop: "S2", Visit: 1, Kind: Here, At: start.Add(9 * time.Minute)}})
	if s.Went.Sub(s.Came) != 9*time.Minute {
		t.Errorf("there for %v, want 9m", s.Went.Sub(s.Came))
	}
}

// TestNightAsPlannedKeepsThePlansGaps has units tell that they came and left as planned: the ledger counts what the plan does.
func TestNightAsPlannedKeepsThePlansGaps(t *testing.T) {
	plan := goodPlan(t)
	var told []Report
	for _, r := range plan.Routes {
		for _, c := range r.Calls {
			stop := plan.Stops[c.Stop].ID
			told = append(told, Report{Unit: r.Unit.ID, Stop: stop, Visit: c.Visit, Kind: Here, At: c.Arrive}, Report{Unit: r.Unit.ID, Stop: stop, Visit: c.Visit, Kind: Left, At: c.Leave})
		}
	}
	l := NewLedger(plan, told)
	sum, minutes := Gaps{}, time.Duration(0)
	for i, s := range l.Stops {
		if plan.round(plan.Stops[i]) > 0 {
			sum = sum.plus(s.Gaps)
		}
		minutes += s.Minutes
	}
	if sum != plan.Gaps || sum.Asked == 0 || l.Made != len(l.Stays) || minutes != l.PresentAsked {
		t.Errorf("gaps %+v, want the plan's %+v; %d of %d stays, %v of %v", sum, plan.Gaps, l.Made, len(l.Stays), minutes, l.PresentAsked)
	}
}
