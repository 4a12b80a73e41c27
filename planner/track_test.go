package planner

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

var trackStart = time.Date(2026, 7, 1, 20, 0, 0, 0, time.FixedZone("", 8*3600))

func minute(m float64) time.Time { return trackStart.Add(time.Duration(m * float64(time.Minute))) }

// metres is a place so far east of a corner on the equator, where a degree is 111,195 m on the sphere.
func metres(east float64) orb.Point { return orb.Point{118 + east/111_195, 0} }

// trackedPlan is a unit with two stops, 1 km apart, each visited twice: S1 at 10 and 130 minutes, S2 at 30 and 150.
func trackedPlan() *Plan {
	call := func(stop, visit int, from float64) Call {
		return Call{Stop: stop, Visit: visit, Arrive: minute(from), Leave: minute(from + 14)}
	}
	return &Plan{
		Request: Request{Revisit: 2 * time.Hour, Shift: Shift{trackStart, minute(240)}},
		Stops:   []Stop{{ID: "S1", Place: metres(0)}, {ID: "S2", Place: metres(1000)}},
		Routes: []Route{{Unit: Unit{ID: "A", Start: trackStart, End: minute(240), Base: metres(-500)},
			Calls: []Call{call(0, 1, 10), call(1, 1, 30), call(0, 2, 130), call(1, 2, 150)}}},
	}
}

// walk is a fix every half minute from one minute to another, all at one place.
func walk(from, to, east float64) (fixes []Fix) {
	for m := from; m <= to; m += 0.5 {
		fixes = append(fixes, Fix{metres(east), minute(m)})
	}
	return fixes
}

func TestFollowFindsStands(t *testing.T) {
	var fixes []Fix
	for _, part := range [][]Fix{
		walk(0, 8, -500),  // at base
		walk(11, 20, 90),  // S1 from 11 to 20, 90 m off
		walk(21, 21, 300), // a minute and a half away: the receiver's
		walk(22, 24, 20),
		walk(24.5, 25, 95),                   // still S1
		walk(28, 28.5, 960),                  // past S2: half a minute, and then
		walk(31, 31, 500),                    // 500 m away for more than two
		walk(33, 33, 1010),                   // S2, where it is silent
		walk(45, 45, 1000),                   // until 45
		walk(100, 101, 0),                    // unknown between 45 and 100; S1 from 100 to 101, a minute
		{{metres(200_000), minute(101.25)}},  // a leap
		walk(101.5, 103, 101),                // a metre too far
		walk(260, 262, 0), walk(-20, -19, 0), // not on duty
	} {
		fixes = append(fixes, part...)
	}
	slices.Reverse(fixes) // in any order
	f, err := trackedPlan().Follow("A", fixes)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range f.Reports {
		got = append(got, r.Stop+" "+r.At.Format("15:04:05")+" "+r.For.String())
	}
	want := []string{" 20:00:00 45m0s", " 21:40:00 3m0s", "S1 20:11:00 14m0s", "S2 20:33:00 12m0s", "S1 21:40:00 1m0s"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if f.Outside != 8 || f.Leaps != 1 || f.Stands != 3 || f.Known != 48*time.Minute {
		t.Errorf("outside %d, leaps %d, stands %d, known %v", f.Outside, f.Leaps, f.Stands, f.Known)
	}
}

func TestTracksOfAnotherNightAreRefused(t *testing.T) {
	day := func(fixes []Fix, by time.Duration) []Fix {
		for i := range fixes {
			fixes[i].At = fixes[i].At.Add(by)
		}
		return fixes
	}
	for want, fixes := range map[string][]Fix{
		"it has no point with a time":                                     nil,
		"it is of 2026-06-30 20:00 to 2026-06-30 20:09, and A is on duty": day(walk(0, 9, 0), -24*time.Hour),
		"set the receiver to write true UTC":                              day(walk(0, 9, 0), 8*time.Hour),
		"it comes no nearer than 100 km":                                  walk(0, 9, 100_500),
	} {
		if _, err := trackedPlan().Follow("A", fixes); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, err := trackedPlan().Follow("Z", walk(0, 9, 0)); err == nil || !strings.Contains(err.Error(), `no unit "Z"`) {
		t.Errorf("a unit that is not there: %v", err)
	}
}

// slowStands decides for each second whether a track shows it at a stop, then fills short absences and forgets short
// stands.
func slowStands(places map[string]orb.Point, fixes []Fix, until int) map[string][]bool {
	at := map[string][]bool{}
	for id := range places {
		at[id] = make([]bool, until+1)
	}
	where := func(x Fix) string { return nearestOf(places, x.Place) }
	fill := func(id string, a, b Fix) {
		for s := int(a.At.Sub(trackStart).Seconds()); s <= int(b.At.Sub(trackStart).Seconds()); s++ {
			at[id][s] = true
		}
	}
	for i, a := range fixes {
		if where(a) == "" {
			continue
		}
		fill(where(a), a, a)
		for k, b := range fixes[i+1:] {
			same := where(b) == where(a)
			if same && (k == 0 && b.At.Sub(a.At) <= TrackSilence || b.At.Sub(a.At) <= TrackDrift) {
				fill(where(a), a, b)
			}
			if where(b) != "" {
				break // this stop again, or another one
			}
		}
	}
	for _, seconds := range at {
		for s := 0; s < len(seconds); {
			e := s
			for e < len(seconds) && seconds[e] == seconds[s] {
				e++
			}
			if seconds[s] && e-s-1 < int(TrackLeast.Seconds()) {
				for i := s; i < e; i++ {
					seconds[i] = false
				}
			}
			s = e
		}
	}
	return at
}

func TestStandsAreThoseOfEachSecond(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 5))
	places := map[string]orb.Point{"S1": metres(0), "S2": metres(150), "S3": metres(600)}
	for range 300 {
		var fixes []Fix
		at, east := 0, 0.0
		for at < 5000 {
			if rng.IntN(5) == 0 {
				east = float64(rng.IntN(800)) - 100
			}
			fixes = append(fixes, Fix{metres(east + rng.Float64()*20), trackStart.Add(time.Duration(at) * time.Second)})
			at += 2 + rng.IntN(60) // a stop of one fix ends where another may begin a second later
			if rng.IntN(30) == 0 {
				at += rng.IntN(1800)
			}
		}
		slow := slowStands(places, fixes, 8000)
		fast := map[string][]bool{}
		for id := range places {
			fast[id] = make([]bool, 8001)
		}
		for _, s := range stands(places, fixes) {
			for i := int(s.Start.Sub(trackStart).Seconds()); i <= int(s.End.Sub(trackStart).Seconds()); i++ {
				fast[s.stop][i] = true
			}
		}
		for id := range places {
			if !slices.Equal(slow[id], fast[id]) {
				t.Fatalf("%s differs", id)
			}
		}
	}
}

// A track measures what was told, shows what was not, and takes nothing away.
func TestLedgerMergesTracksAndTaps(t *testing.T) {
	plan := trackedPlan()
	tap := func(stop string, visit int, kind ReportKind, m float64) Report {
		return Report{Unit: "A", Stop: stop, Visit: visit, Kind: kind, At: minute(m)}
	}
	show := func(stop string, from, to float64) Report {
		return Report{Unit: "A", Stop: stop, Kind: Tracked, At: minute(from), For: minute(to).Sub(minute(from))}
	}
	reports := []Report{
		tap("S1", 1, Here, 8), tap("S1", 1, Left, 26), show("S1", 11, 20), show("S1", 15, 22), // two phones: 11 to 22
		show("S2", 32, 44),                                                     // not told
		tap("S1", 2, Here, 131), tap("S1", 2, Left, 141), show("S1", 175, 180), // told, and the track shows another time
		tap("S2", 2, Skipped, 150), show("", 0, 60), show("", 50, 100), // known for 100 minutes
		{Unit: "B", Stop: "S2", Kind: Tracked, At: minute(150), For: 9 * time.Minute}, // nobody's
	}
	l := NewLedger(plan, reports)
	type row struct {
		came, went float64
		told, seen bool
	}
	for i, want := range []row{{11, 22, true, true}, {32, 44, false, true}, {131, 141, true, false}, {}} {
		s := l.Stays[i]
		if want == (row{}) {
			if s.Made() {
				t.Errorf("stay %d was made: %+v", i, s)
			}
			continue
		}
		if s.Came != minute(want.came) || s.Went != minute(want.went) || s.Told != want.told || s.Seen != want.seen {
			t.Errorf("stay %d: %+v, want %+v", i, s, want)
		}
	}
	// S1: 11 + 10 told + 5 beside them; nobody from 22 to 131, 109 min. S2: 12 min; nobody from 44 to 240.
	if s := l.Stops[0]; s.Minutes != 26*time.Minute || s.Gaps.Longest != 109*time.Minute || s.Made != 2 {
		t.Errorf("the first stop: %+v", s)
	}
	if s := l.Stops[1]; s.Minutes != 12*time.Minute || s.Gaps.Longest != 196*time.Minute || s.Made != 1 || len(s.Skipped) != 1 {
		t.Errorf("the second stop: %+v", s)
	}
	if l.Made != 3 || l.Seen != 2 || l.Untold != 1 || l.Tracked != 100*time.Minute || l.OnDuty != 240*time.Minute || l.Present != 38*time.Minute {
		t.Errorf("made %d, seen %d, untold %d, tracked %v of %v, present %v", l.Made, l.Seen, l.Untold, l.Tracked, l.OnDuty, l.Present)
	}
}
