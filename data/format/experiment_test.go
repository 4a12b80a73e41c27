package format

import (
	"bytes"
	"encoding/xml"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
	"nightbeat/planner/effect"
	"nightbeat/planner/risk"
)

func TestExperimentSurvivesItsFile(t *testing.T) {
	chicago, err := time.LoadLocation("America/Chicago")
	if err != nil {
		t.Skip("this machine has no zones by name")
	}
	march := time.Date(2026, 3, 1, 0, 0, 0, 0, chicago) // its clocks change on the 8th
	period := planner.Shift{Start: march, End: march.AddDate(0, 1, 0)}
	spots := planner.Experiment{ID: "x1", Name: "三月 <b>", Unit: planner.OfSpots, Period: period, RadiusM: 100, Seed: 7, Drawn: march.AddDate(0, 0, -1).UTC(), DrawnBy: "chen", Arms: []planner.Arm{
		{Spot: planner.Spot{Name: "北门", Place: orb.Point{118.2, 39.7}}, Pair: 1, Patrolled: true, Before: 9},
		{Spot: planner.Spot{Name: "b", Place: orb.Point{118.3, 39.7}}, Pair: 1, Before: 8},
	}}
	nights := spots
	nights.Unit, nights.Hours, nights.Ended, nights.EndedBy = planner.OfNights, risk.Hours{From: 20 * time.Hour, Until: 4 * time.Hour}, march.AddDate(0, 0, 20).UTC(), "li"
	nights.Spots = []planner.Spot{{Name: "北门", Place: orb.Point{118.2, 39.7}}}
	nights.Arms = []planner.Arm{{Night: march.AddDate(0, 0, 9), Pair: 1, Patrolled: true}, {Night: march.AddDate(0, 0, 2), Pair: 1}}
	for _, given := range []planner.Experiment{spots, nights} {
		var file bytes.Buffer
		if err := WriteExperiment(&file, &given); err != nil {
			t.Fatal(err)
		}
		text := file.String()
		got, err := ReadExperiment(&file)
		if err != nil || !reflect.DeepEqual(*got, given) {
			t.Errorf("%+v, %v, want %+v", got, err, given)
		}
		for _, wrong := range []string{"", "{}", strings.Replace(text, `"patrolled"`, `"control"`, 1), strings.Replace(text, `"pair": 1`, `"pair": 2`, 1), strings.Replace(text, `"unit": "`, `"unit": "x`, 1), strings.Replace(text, "Chicago", "Nowhere", 1)} {
			if _, err := ReadExperiment(strings.NewReader(wrong)); err == nil {
				t.Errorf("taken: %.200s", wrong)
			}
		}
	}
}

// The lot's map has a disc for each spot that is patrolled, a square for each other, one more of both in the legend; no markup
// is taken from a name.
func TestMapOfALot(t *testing.T) {
	e := &planner.Experiment{Unit: planner.OfSpots}
	for pair := range 5 {
		at := orb.Point{118.2, 39.7 + float64(pair)/100}
		e.Arms = append(e.Arms, planner.Arm{Spot: planner.Spot{Name: "<b>", Place: at}, Pair: pair + 1, Patrolled: true}, planner.Arm{Spot: planner.Spot{Name: "&", Place: orb.Point{118.21, at[1]}}, Pair: pair + 1})
	}
	for unit, want := range map[string][2]int{planner.OfSpots: {5 + 1, 5 + 1}, planner.OfNights: {2 + 1, 0}} {
		if e.Unit = unit; unit == planner.OfNights {
			e.Spots = []planner.Spot{{Name: "a", Place: orb.Point{118.2, 39.7}}, {Name: "b", Place: orb.Point{118.3, 39.7}}}
		} else {
			e.Spots = nil
		}
		var out bytes.Buffer
		if err := WriteLotSVG(&out, e, Scene{}); err != nil {
			t.Fatal(err)
		}
		if err := xml.Unmarshal(out.Bytes(), new(any)); err != nil || strings.Contains(out.String(), "<b>") {
			t.Errorf("%s: %v\n%s", unit, err, out.String())
		}
		if got := [2]int{strings.Count(out.String(), "<circle"), strings.Count(out.String(), `stroke="#bc5200"`)}; got != want {
			t.Errorf("%s: %v discs and squares, want %v", unit, got, want)
		}
	}
}

func TestJudgementInWords(t *testing.T) {
	for says, o := range map[string]effect.Outcome{
		"That is 40 % fewer, between 20 and 55 % (90 % interval): the lot alone would do this in 2.0 of 100 draws.": {Pairs: 12, Treated: 60, Control: 100, Ratio: 0.6, Sure: effect.Interval{Low: 0.45, High: 0.8}, P: 0.02},
		"too few pairs for an interval":         {Pairs: 4, Treated: 60, Control: 100, Ratio: 0.6, Sure: effect.Interval{High: math.Inf(1)}, P: 0.125},
		"That is too few to say: under 10":      {Pairs: 12, Treated: 6, Control: 100, Ratio: 0.06, P: 0.01},
		"No effect is shown":                    {Pairs: 12, Treated: 90, Control: 100, Ratio: 0.9, Sure: effect.Interval{Low: 0.7, High: 1.2}, P: 0.6},
		"That is 30 % more, between 5 and 60 %": {Pairs: 12, Treated: 130, Control: 100, Ratio: 1.3, Sure: effect.Interval{Low: 1.05, High: 1.6}, P: 0.04},
	} {
		e := &planner.Experiment{Unit: planner.OfSpots, Arms: []planner.Arm{{Spot: planner.Spot{Name: "=a"}}, {Spot: planner.Spot{Name: "b"}}}}
		j := &planner.Judgement{Experiment: e, Outcome: o, Counts: [][2]int{{3, 4}}}
		var text, program, table bytes.Buffer
		if err := WriteJudgement(&text, j); err != nil || !strings.Contains(text.String(), says) {
			t.Errorf("%+v says %q, %v; want %q", o, text.String(), err, says)
		}
		if err := WriteJudgementJSON(&program, j); err != nil || !strings.Contains(program.String(), `"interval_90"`) {
			t.Errorf("%s, %v", program.String(), err)
		}
		if err := WriteJudgementCSV(&table, j); err != nil || !strings.Contains(table.String(), "1,'=a,3,b,4") {
			t.Errorf("%s, %v", table.String(), err)
		}
	}
}

func FuzzReadExperiment(f *testing.F) {
	f.Add(`{"experiment":{"unit":"spots","radius_m":100,"from":"2026-07-01T00:00:00Z","until":"2026-08-01T00:00:00Z","seed":1},"features":[{"geometry":{"type":"Point","coordinates":[1,2]},"properties":{"pair":1,"group":"patrolled"}},{"geometry":{"type":"Point","coordinates":[1,3]},"properties":{"pair":1,"group":"control"}}]}`)
	f.Add(`{"experiment":{"unit":"nights","radius_m":100,"from":"2026-07-01T00:00:00Z","until":"2026-08-01T00:00:00Z","hours":"20-04","nights":[{"night":"2026-07-01","pair":1,"group":"patrolled"},{"night":"2026-07-08","pair":1,"group":"control"}]},"features":[{"geometry":{"type":"Point","coordinates":[1,2]}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		e, err := ReadExperiment(strings.NewReader(text))
		if err != nil {
			return
		}
		if len(e.Arms) == 0 || len(e.Arms)%2 != 0 {
			t.Errorf("%d arms", len(e.Arms))
		}
		e.Obey(planner.Request{Shift: planner.Shift{Start: e.Period.Start, End: e.Period.Start.Add(time.Hour)}})
	})
}

func FuzzReadBacktest(f *testing.F) {
	f.Add(`{"from":"2026-05-01T20:00:00Z","to":"2026-06-30T20:00:00Z","hours":"20-04","models":["count"],"coverage":[0.01],"cell_m":150}`)
	f.Add(`{"from":"2026-05-01T20:00:00Z","to":"2026-06-30T20:00:00Z","area":{"type":"Polygon","coordinates":[[[118,39],[119,39],[119,40],[118,39]]]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		if _, test, err := ReadBacktest(strings.NewReader(text)); err == nil && (len(test.Models) == 0 || test.Step <= 0 || test.Horizon <= 0) {
			t.Errorf("%+v", test)
		}
	})
}
