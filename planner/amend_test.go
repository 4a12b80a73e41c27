package planner_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/planner"
)

// amend changes a plan and checks what comes out against its parent.
func (c city) amend(t *testing.T, plan *planner.Plan, at time.Time, changes ...planner.Change) (*planner.Plan, []planner.Difference) {
	t.Helper()
	in := planner.Amendment{Plan: plan, Now: at, Changes: changes, Iterations: 60, Limit: time.Minute, Incidents: c.incidents, Roads: c.roads}
	changed, differences, err := planner.Amend(t.Context(), in)
	if err != nil {
		t.Fatalf("%s: %v", c.name, err)
	}
	if err := planner.CheckChange(t.Context(), plan, changed, c.roads); err != nil {
		t.Errorf("%s: %v", c.name, err)
	}
	return changed, differences
}

// kindOfChange is changes with a name, and the unit that they are about.
type kindOfChange struct {
	name, unit string
	changes    []planner.Change
}

// others are the differences of units that the changes are not about.
func (k kindOfChange) others(all []planner.Difference) (others []planner.Difference) {
	for _, d := range all {
		about := d.Unit == k.unit
		for _, c := range k.changes {
			if move, ok := c.(planner.Move); ok {
				about = about || d.Unit == move.Unit
			}
		}
		if !about {
			others = append(others, d)
		}
	}
	return others
}

// changesIn is one of each kind of change for a plan of a city.
func changesIn(c city, plan *planner.Plan) []kindOfChange {
	beside := orb.Point{c.base[0] + 0.006, c.base[1] + 0.003}
	across := orb.LineString{{c.base[0] + 0.004, c.base[1] - 0.002}, {c.base[0] + 0.004, c.base[1] + 0.002}}
	last := plan.Routes[2].Calls[len(plan.Routes[2].Calls)-1]
	other := plan.Stops[last.Stop].ID // a stop of A3 that is still to be visited
	return []kindOfChange{
		{"gone", "A3", []planner.Change{planner.Gone{Unit: "A3"}}},
		{"away", "A2", []planner.Change{planner.Away{Unit: "A2", For: 30 * time.Minute}}},
		{"away elsewhere", "A2", []planner.Change{planner.Away{Unit: "A2", For: 30 * time.Minute, Place: beside}}},
		{"close", "", []planner.Change{planner.Close{Closure: planner.Closure{Where: across}}}},
		{"must", "", []planner.Change{planner.Add{Must: planner.Must{Place: beside}}}},
		{"add", "", []planner.Change{planner.Add{Must: planner.Must{Place: beside}, Round: true}}},
		{"remove", "A3", []planner.Change{planner.Remove{Stop: other}}},
		{"move to a unit", "A3", []planner.Change{planner.Move{Stop: other, Unit: "A4"}}},
		{"move to a place", "A3", []planner.Change{planner.Move{Stop: other, Place: beside}}},
		{"lock", "A3", []planner.Change{planner.Lock{Stop: other}}},
		{"replan", "", []planner.Change{planner.Replan{}}},
	}
}

// TestEveryChangeHoldsTogether makes each kind of change before the night, early and late in it, and each after another.
func TestEveryChangeHoldsTogether(t *testing.T) {
	for _, c := range cities(t) {
		if c.name == "Portland" {
			continue
		}
		plan := c.plan(t, planner.Request{Shift: c.shift, Units: unitsAt(c.base, 4), Seed: 1, Iterations: 1500, Limit: time.Minute})
		instants := []time.Duration{5*time.Hour + 13*time.Minute}
		if c.name == "sample town" {
			instants = append(instants, -time.Hour)
		}
		kinds := changesIn(c, plan)
		if c.name != "sample town" {
			kinds = []kindOfChange{kinds[0], kinds[3], kinds[4]} // gone, close, must: the others are the same on any streets
		}
		for _, kind := range kinds {
			for _, after := range instants {
				t.Run(c.name+"/"+kind.name+"/"+after.String(), func(t *testing.T) {
					c.amend(t, plan, c.shift.Start.Add(after), kind.changes...)
				})
			}
		}
	}
}

// visits are a unit's visits at a stop that begin from an instant on; of all units or stops where one is empty.
func visits(plan *planner.Plan, unit, stop string, from time.Time) (found []planner.Call) {
	for _, r := range plan.Routes {
		for _, call := range r.Calls {
			s := plan.Stops[call.Stop]
			if (unit == "" || r.Unit.ID == unit) && (stop == "" || s.ID == stop) && s.Reason.Off == "" && !call.Arrive.Before(from) {
				found = append(found, call)
			}
		}
	}
	return found
}

// fourUnits is the sample town's night with four units, and an instant in it.
func fourUnits(t *testing.T) (city, *planner.Plan, time.Time) {
	c := town(t)
	return c, c.plan(t, planner.Request{Shift: c.shift, Units: unitsAt(c.base, 4), Seed: 1, Iterations: 1500, Limit: time.Minute}), c.shift.Start.Add(187 * time.Minute)
}

// TestOtherUnitsGoOnAsPlanned makes changes that one or two units can see to: no stay of another is changed.
func TestOtherUnitsGoOnAsPlanned(t *testing.T) {
	c, plan, now := fourUnits(t)
	for _, kind := range changesIn(c, plan) {
		switch kind.name {
		case "remove", "move to a unit", "lock":
			_, differences := c.amend(t, plan, now, kind.changes...)
			if others := kind.others(differences); len(others) > 0 {
				t.Errorf("%s: %d stays of others are changed, the first %+v", kind.name, len(others), others[0])
			}
		}
	}
}

func TestUnitGoneAndBack(t *testing.T) {
	c, plan, now := fourUnits(t)
	gone, _ := c.amend(t, plan, now, planner.Gone{Unit: "A3"})
	if n := len(visits(gone, "A3", "", now)); n > 0 {
		t.Errorf("A3 is gone and makes %d visits", n)
	}
	if len(gone.Spare) == 0 || len(gone.Unserved) == 0 {
		t.Error("three units keep all that four kept")
	}
	later := now.Add(time.Hour)
	still, _ := c.amend(t, gone, later, planner.Replan{})
	if n := len(visits(still, "A3", "", now)); n > 0 {
		t.Errorf("A3 is gone for good and makes %d visits", n)
	}
	back, _ := c.amend(t, gone, later, planner.Back{Unit: "A3"})
	if n := len(visits(back, "A3", "", later)); n < 6 {
		t.Errorf("A3 is back for nearly four hours and makes %d visits", n)
	}
	if back.Parent != gone.ID || !back.Since.Equal(later) {
		t.Errorf("parent %s since %s", back.Parent, back.Since)
	}
}

func TestUnitAway(t *testing.T) {
	c, plan, now := fourUnits(t)
	place := orb.Point{c.base[0] + 0.006, c.base[1] + 0.003}
	away, differences := c.amend(t, plan, now, planner.Away{Unit: "A2", For: 40 * time.Minute, Place: place})
	until := now.Add(40 * time.Minute)
	if v := visits(away, "A2", "", now); len(v) == 0 || v[0].Arrive.Before(until) {
		t.Errorf("A2 is away until %s and visits %v", until, v)
	}
	i := slices.IndexFunc(differences, func(d planner.Difference) bool { return d.What == planner.Leaves })
	if i < 0 || !differences[i].Until.Equal(until) || differences[i].Note(away).String() != "A2 is called away from "+differences[i].At.Format("15:04")+" until "+until.Format("15:04") {
		t.Errorf("%+v", differences)
	}
	for _, p := range away.Presence() {
		if p.From.Equal(differences[i].At) && p.Until.Equal(until) {
			t.Error("the call counts as presence")
		}
	}
	for _, stay := range planner.NewLedger(away, nil).Stays {
		if away.Stops[stay.Call.Stop].Reason.Off != "" {
			t.Error("the call counts as a stay that was asked for")
		}
	}
	for _, s := range away.Stops {
		if s.Reason.Off == planner.CalledAway && geo.Distance(s.Place, place) > 100 {
			t.Errorf("the call is %.0f m from its place", geo.Distance(s.Place, place))
		}
	}
}

// TestAbsenceEndsWhenItIsOver calls each unit away through the night. Whatever break or wait comes after it is no part of the
// absence, and no break is lost or had twice, also where the night changes once more.
func TestAbsenceEndsWhenItIsOver(t *testing.T) {
	c, _, _ := fourUnits(t)
	units := unitsAt(c.base, 3)
	rest := planner.Break{Earliest: c.shift.Start.Add(3 * time.Hour), Latest: c.shift.Start.Add(5 * time.Hour), Duration: 30 * time.Minute}
	for i := range units {
		units[i].Breaks = []planner.Break{rest}
	}
	plan := c.plan(t, planner.Request{Shift: c.shift, Units: units, Seed: 1, Iterations: 200, Limit: time.Minute})
	waited := false
	for _, unit := range []string{"A1", "A2", "A3"} {
		for _, after := range []time.Duration{70 * time.Minute, 151 * time.Minute, 185 * time.Minute, 255 * time.Minute, 370 * time.Minute} {
			now := c.shift.Start.Add(after)
			away, differences := c.amend(t, plan, now, planner.Away{Unit: unit, For: 30 * time.Minute})
			i := slices.IndexFunc(differences, func(d planner.Difference) bool { return d.What == planner.Leaves })
			if over := now.Add(30 * time.Minute); i < 0 || differences[i].Unit != unit || differences[i].Until.Sub(over).Abs() >= time.Minute {
				t.Errorf("%s away at %s until %s: told is %+v", unit, now, over, differences)
			}
			later, _ := c.amend(t, away, now.Add(40*time.Minute), planner.Replan{})
			for _, version := range []*planner.Plan{away, later} {
				for _, r := range version.Routes {
					if r.Rest > rest.Duration || r.Unit.ID == unit && after < 185*time.Minute && r.Rest == 0 {
						t.Errorf("%s away at %s: %s rests %s", unit, now, r.Unit.ID, r.Rest)
					}
					for _, call := range r.Calls {
						waited = waited || version.Stops[call.Stop].Reason.Off == planner.Waiting && call.Rest == rest.Duration
					}
				}
			}
		}
	}
	if !waited {
		t.Error("no unit rests right after its call: the test shows nothing")
	}
}

// TestUnitCalledBackOnItsWay calls a unit away from a stay that has just begun, and back while it drives: the short stay is
// none, and what was to be done there is still to be done.
func TestUnitCalledBackOnItsWay(t *testing.T) {
	c, plan, now := fourUnits(t)
	stay := visits(plan, "A2", "", now)[0]
	begun := stay.Arrive.Add(2 * time.Minute)
	away, _ := c.amend(t, plan, begun, planner.Away{Unit: "A2", For: time.Hour, Place: orb.Point{c.base[0] + 0.012, c.base[1] + 0.006}})
	back, _ := c.amend(t, away, begun.Add(time.Minute), planner.Back{Unit: "A2"})
	if v := visits(back, "A2", "", begun); len(v) == 0 || v[0].Arrive.After(begun.Add(30*time.Minute)) {
		t.Errorf("A2 is back at %s and makes %v", begun.Add(time.Minute), v)
	}
}

func TestRoadClosed(t *testing.T) {
	c, plan, now := fourUnits(t)
	way := visits(plan, "A1", "", now)[1] // closed is the middle of A1's way there
	i := slices.IndexFunc(plan.Routes[0].Calls, func(call planner.Call) bool { return call.Arrive.Equal(way.Arrive) })
	line := plan.Routes[0].Legs[i].Line
	from := line[len(line)/2-1]
	to := line[len(line)/2]
	middle := orb.Point{(from[0] + to[0]) / 2, (from[1] + to[1]) / 2}
	across := orb.LineString{{middle[0] - 1e-5, middle[1] - 1e-5}, {middle[0] + 1e-5, middle[1] + 1e-5}}
	closed, _ := c.amend(t, plan, now, planner.Close{Closure: planner.Closure{Where: across}})
	for _, r := range closed.Routes {
		for _, leg := range r.Legs {
			if leg.Depart.Before(now) {
				continue
			}
			for _, p := range leg.Line {
				if p == from || p == to {
					if k := slices.Index(leg.Line, p); k+1 < len(leg.Line) && (leg.Line[k+1] == from || leg.Line[k+1] == to) {
						t.Errorf("%s drives through the closed street at %s", r.Unit.ID, leg.Depart)
					}
				}
			}
		}
	}
}

func TestStopsAddedMovedLockedRemoved(t *testing.T) {
	c, plan, now := fourUnits(t)
	beside := orb.Point{c.base[0] + 0.006, c.base[1] + 0.003}
	by := planner.Shift{Start: now.Add(time.Hour), End: now.Add(90 * time.Minute)}
	changed, _ := c.amend(t, plan, now, planner.Add{Must: planner.Must{ID: "bank", Name: "Bank", Place: beside, Windows: []planner.Shift{by}}})
	if v := visits(changed, "", "bank", now); len(v) != 1 || v[0].Arrive.Before(by.Start) || v[0].Arrive.After(by.End) {
		t.Errorf("the bank is visited %v", v)
	}
	changed, _ = c.amend(t, plan, now, planner.Add{Must: planner.Must{Place: beside}, Round: true})
	if v := visits(changed, "", "M01", now); len(v) < 1 {
		t.Error("a new stop of the round is not visited")
	}
	stop := plan.Stops[plan.Routes[2].Calls[len(plan.Routes[2].Calls)-1].Stop].ID
	changed, _ = c.amend(t, plan, now, planner.Remove{Stop: stop})
	if v := visits(changed, "", stop, now.Add(20*time.Minute)); len(v) > 0 {
		t.Errorf("a removed stop is visited %v", v)
	}
	changed, _ = c.amend(t, plan, now, planner.Move{Stop: stop, Unit: "A4"})
	if v := visits(changed, "A4", stop, now); len(v) == 0 || len(v) != len(visits(changed, "", stop, now.Add(20*time.Minute))) {
		t.Errorf("%s moved to A4: %v", stop, v)
	}
	again, _ := c.amend(t, changed, now.Add(10*time.Minute), planner.Replan{})
	if v := visits(again, "A3", stop, now.Add(time.Hour)); len(v) > 0 {
		t.Errorf("what was moved comes back: %v", v)
	}
}

// TestMoveToAPosition makes a stop the next but one of a unit's stays before the night.
func TestMoveToAPosition(t *testing.T) {
	c, plan, _ := fourUnits(t)
	stop := plan.Stops[plan.Routes[2].Calls[0].Stop].ID
	changed, _ := c.amend(t, plan, c.shift.Start.Add(-time.Hour), planner.Move{Stop: stop, Unit: "A4", Position: 3})
	at := slices.IndexFunc(changed.Routes[3].Calls, func(call planner.Call) bool { return changed.Stops[call.Stop].ID == stop })
	if at < 1 || at > 3 {
		t.Errorf("it is A4's stay %d", at+1)
	}
}

func TestLockedStopsKeepTheirTimes(t *testing.T) {
	c, plan, now := fourUnits(t)
	stop := plan.Stops[plan.Routes[2].Calls[len(plan.Routes[2].Calls)-1].Stop].ID
	locked, _ := c.amend(t, plan, now, planner.Lock{Stop: stop}, planner.Add{Must: planner.Must{Place: orb.Point{c.base[0] + 0.006, c.base[1] + 0.003}}, Round: true}, planner.Replan{})
	was, is := visits(plan, "A3", stop, now), visits(locked, "A3", stop, now)
	for i := range min(len(was), len(is)) {
		if shift := is[i].Arrive.Sub(was[i].Arrive).Abs(); shift > planner.LockSlack {
			t.Errorf("visit %d is shifted by %s", i+1, shift)
		}
	}
	if len(is) != len(was) || len(is) == 0 {
		t.Errorf("%d visits of %d", len(is), len(was))
	}
}

// TestChangesAreToldInTheShiftsZone changes a plan at an instant of another zone: what comes out is as the shift was given.
func TestChangesAreToldInTheShiftsZone(t *testing.T) {
	c, plan, now := fourUnits(t)
	elsewhere := time.FixedZone("", 9*3600)
	changed, _, err := planner.Amend(t.Context(), planner.Amendment{
		Plan: plan, Now: now.In(elsewhere), Iterations: 60, Limit: time.Minute, Incidents: c.incidents, Roads: c.roads,
		Changes: []planner.Change{planner.Away{Unit: "A2", For: 30 * time.Minute}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range changed.Routes {
		for _, call := range r.Calls {
			if call.Arrive.Location() == elsewhere || call.Leave.Location() == elsewhere {
				t.Errorf("%s stays from %s until %s", r.Unit.ID, call.Arrive, call.Leave)
			}
		}
	}
}

// TestFewChangesWhereSoAsked counts the stops that come to each unit's night or leave it under a limit of two.
func TestFewChangesWhereSoAsked(t *testing.T) {
	c, plan, now := fourUnits(t)
	const most = 2
	changed, _, err := planner.Amend(t.Context(), planner.Amendment{
		Plan: plan, Now: now, Most: most, Iterations: 300, Limit: time.Minute, Incidents: c.incidents, Roads: c.roads,
		Changes: []planner.Change{planner.Add{Must: planner.Must{Place: orb.Point{c.base[0] + 0.006, c.base[1] + 0.003}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range plan.Routes {
		was, is := stopsLeft(plan, i, now), stopsLeft(changed, i, now)
		n := 0
		for id := range was {
			if !is[id] {
				n++
			}
		}
		for id := range is {
			if !was[id] {
				n++
			}
		}
		if n > most {
			t.Errorf("%s has %d stops changed: %v, was %v", plan.Routes[i].Unit.ID, n, is, was)
		}
	}
}

// stopsLeft are the ids of the stops for which a unit sets out after an instant.
func stopsLeft(plan *planner.Plan, unit int, now time.Time) map[string]bool {
	ids, r := map[string]bool{}, plan.Routes[unit]
	for k, call := range r.Calls {
		if r.Legs[k].Depart.After(now) {
			ids[plan.Stops[call.Stop].ID] = true
		}
	}
	return ids
}

func TestChangesAreRefusedByName(t *testing.T) {
	c, plan, now := fourUnits(t)
	far := orb.Point{c.base[0] + 1, c.base[1]}
	for field, in := range map[string]planner.Amendment{
		"at":                    {Now: c.shift.End, Changes: []planner.Change{planner.Replan{}}},
		"changes":               {Now: now},
		"most":                  {Now: now, Most: -1, Changes: []planner.Change{planner.Replan{}}},
		"changes[0].unit":       {Now: now, Changes: []planner.Change{planner.Gone{Unit: "A9"}}},
		"changes[1].stop":       {Now: now, Changes: []planner.Change{planner.Replan{}, planner.Remove{Stop: "S99"}}},
		"changes[0].for_s":      {Now: now, Changes: []planner.Change{planner.Away{Unit: "A1"}}},
		"changes[0].place":      {Now: now, Changes: []planner.Change{planner.Add{Must: planner.Must{Place: far}}}},
		"changes[0].position":   {Now: now, Changes: []planner.Change{planner.Move{Stop: plan.Stops[0].ID, Unit: "A1", Position: 1}}},
		"changes[0].closure":    {Now: now, Changes: []planner.Change{planner.Close{}}},
		"changes[0]":            {Now: now, Changes: []planner.Change{planner.Move{Stop: plan.Stops[0].ID}}},
		"changes[0].windows[0]": {Now: now, Changes: []planner.Change{planner.Add{Must: planner.Must{Place: c.base, Windows: []planner.Shift{{}}}}}},
	} {
		in.Plan, in.Incidents, in.Roads = plan, c.incidents, c.roads
		_, _, err := planner.Amend(t.Context(), in)
		if refused := new(planner.Error); !errors.As(err, &refused) || refused.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// TestWhatDoesNotFitIsSaid asks for a visit within a minute at the other end of the town.
func TestWhatDoesNotFitIsSaid(t *testing.T) {
	c, plan, now := fourUnits(t)
	soon := []planner.Shift{{Start: now, End: now.Add(time.Minute)}}
	must := planner.Must{ID: "bank", Name: "Bank", Place: orb.Point{c.base[0] + 0.02, c.base[1] + 0.01}, Windows: soon}
	_, _, err := planner.Amend(t.Context(), planner.Amendment{Plan: plan, Now: now, Changes: []planner.Change{planner.Add{Must: must}}, Incidents: c.incidents, Roads: c.roads})
	refused := new(planner.Error)
	if !errors.As(err, &refused) || refused.Kind != planner.Impossible || err.Error() != "changes[0]: Bank (bank) does not fit into any unit's night: window closed" {
		t.Errorf("%v", err)
	}
}

func TestSameChangeSameBytes(t *testing.T) {
	c, plan, now := fourUnits(t)
	one, _ := c.amend(t, plan, now, planner.Gone{Unit: "A3"})
	before := runtime.GOMAXPROCS(1)
	two, _ := c.amend(t, plan, now, planner.Gone{Unit: "A3"})
	runtime.GOMAXPROCS(before)
	if encoded(t, one) != encoded(t, two) || one.ID != two.ID {
		t.Error("asked again on one core: another plan")
	}
	if one.ID == plan.ID {
		t.Error("a changed plan has its parent's id")
	}
}

// TestDifferences tells two made-up plans apart: A2 takes from A3, A1 is late, A3 drops one.
func TestDifferences(t *testing.T) {
	at := func(minutes int) time.Time { return time.Date(2026, 7, 1, 23, minutes, 0, 0, time.UTC) }
	call := func(stop, minutes int) planner.Call {
		return planner.Call{Stop: stop, Arrive: at(minutes), Leave: at(minutes + 10)}
	}
	plan := func(a1, a2, a3 []planner.Call) *planner.Plan {
		p := &planner.Plan{Since: at(0), Stops: []planner.Stop{{ID: "S01", Name: "Market"}, {ID: "S02", Name: "Xinhua Road 3"}, {ID: "S03", Name: "School"}}}
		p.Request.Shift = planner.Shift{Start: at(-120), End: at(120)}
		for i, calls := range [][]planner.Call{a1, a2, a3} {
			u := planner.Unit{ID: fmt.Sprint("A", i+1), Name: fmt.Sprint("A", i+1)}
			p.Request.Units = append(p.Request.Units, u)
			p.Routes = append(p.Routes, planner.Route{Unit: u, Calls: calls})
		}
		return p
	}
	was := plan([]planner.Call{call(0, -20), call(0, 10)}, nil, []planner.Call{call(1, 35), call(2, 50)})
	is := plan([]planner.Call{call(0, -20), call(0, 17)}, []planner.Call{call(1, 40)}, nil)
	var said []string
	for _, d := range planner.Differ(was, is) {
		said = append(said, d.Note(is).String())
	}
	want := []string{"A1 comes to Market at 23:17 instead of 23:10", "A2 takes Xinhua Road 3 at 23:40 from A3", "A3 drops School at 23:50"}
	if !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
}

// drawChange is a change drawn at random that may be refused, but never break a plan.
func (c city) drawChange(rng *rand.Rand, plan *planner.Plan, now time.Time) planner.Change {
	unit := plan.Request.Units[rng.IntN(len(plan.Request.Units))].ID
	stop := "S01"
	if len(plan.Stops) > 0 {
		stop = plan.Stops[rng.IntN(len(plan.Stops))].ID
	}
	place := orb.Point{c.base[0] + (rng.Float64()-0.5)/50, c.base[1] + (rng.Float64()-0.5)/50}
	switch rng.IntN(11) {
	case 0:
		return planner.Gone{Unit: unit}
	case 1:
		return planner.Away{Unit: unit, For: time.Duration(5+rng.IntN(60)) * time.Minute}
	case 2:
		return planner.Away{Unit: unit, For: time.Duration(5+rng.IntN(60)) * time.Minute, Place: place}
	case 3:
		return planner.Back{Unit: unit}
	case 4: // the street where a unit is, or another
		at := plan.Routes[rng.IntN(len(plan.Routes))]
		if len(at.Legs) > 0 {
			place = at.Legs[rng.IntN(len(at.Legs))].Line[0]
		}
		return planner.Close{Closure: planner.Closure{Where: orb.LineString{place, {place[0] + 0.0005, place[1] + 0.0005}}}}
	case 5:
		return planner.Add{Must: planner.Must{Place: place}}
	case 6:
		return planner.Add{Must: planner.Must{Place: place, Windows: []planner.Shift{{Start: now, End: now.Add(2 * time.Hour)}}}, Round: rng.IntN(2) == 0}
	case 7:
		return planner.Remove{Stop: stop}
	case 8:
		return planner.Move{Stop: stop, Unit: unit}
	case 9:
		return planner.Move{Stop: stop, Place: place}
	}
	return planner.Lock{Stop: stop}
}

// TestNightsFullOfChanges has one change after another come over nights drawn at random, and checks every version.
func TestNightsFullOfChanges(t *testing.T) {
	bare := town(t)
	bare.name, bare.roads = "town without streets", nil
	for _, c := range []city{town(t), bare} {
		seeds := uint64(6)
		if testing.Short() {
			seeds = 2
		}
		for seed := range seeds {
			t.Run(fmt.Sprintf("%s/%d", c.name, seed), func(t *testing.T) {
				rng := rand.New(rand.NewPCG(seed, 7))
				r := c.draw(rng)
				r.Iterations = 100
				if c.roads == nil {
					r.Closures = nil
				}
				plan, now, made := c.plan(t, r), r.Shift.Start.Add(-20*time.Minute), 0
				versions := []*planner.Plan{plan}
				for now.Before(r.Shift.End) {
					change := c.drawChange(rng, plan, now)
					if rng.IntN(4) == 0 {
						change = planner.Restore{To: versions[rng.IntN(len(versions))]}
					}
					changed, _, err := planner.Amend(t.Context(), planner.Amendment{
						Plan: plan, Now: now, Changes: []planner.Change{change}, Iterations: 40, Limit: time.Minute, Incidents: c.incidents, Roads: c.roads,
					})
					if err == nil {
						made++
						if err := planner.CheckChange(t.Context(), plan, changed, c.roads); err != nil {
							t.Fatalf("%s: %#v: %v", now, change, err)
						}
						plan, versions = changed, append(versions, changed)
					} else if refused := new(planner.Error); !errors.As(err, &refused) {
						t.Fatalf("%s: %#v: %v", now, change, err)
					} else {
						t.Logf("%T: %v", change, err)
					}
					now = now.Add(time.Duration(1+rng.IntN(50)) * time.Minute)
				}
				t.Logf("%d changes made", made)
			})
		}
	}
}
