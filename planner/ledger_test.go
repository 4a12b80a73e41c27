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
	if s := l.Stops[0]; s.Made != 1 || s.Asked != 2 || s.Minutes != 10*time.Minute || s.Longest != 218*time.Minute || !s.OverRound || !reflect.DeepEqual(s.Skipped, []string{"called away"}) {
		t.Errorf("the first stop: %+v", s)
	}
	if s := l.Stops[1]; s.Made != 2 || s.Minutes != 28*time.Minute || s.Longest != 124*time.Minute || !s.OverRound || s.Skipped != nil {
		t.Errorf("the second stop: %+v", s)
	}
	if !l.Stays[3].Delayed || l.Stays[2].Made() || l.Stays[1].Went != at(46) {
		t.Errorf("stays %+v", l.Stays)
	}
	if none := NewLedger(plan, nil); none.Made != 0 || none.Stops[0].Longest != 4*time.Hour {
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
