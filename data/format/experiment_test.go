package format

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"nightbeat/planner"
	"nightbeat/planner/effect"
)

func TestExperimentSurvivesItsFile(t *testing.T) {
	given := &planner.Experiment{Seed: 7, Arms: []planner.Arm{
		{Spot: planner.Spot{Name: "北门", Place: orb.Point{118.2, 39.7}}, Pair: 1, Patrolled: true, Before: 9},
		{Spot: planner.Spot{Name: "b", Place: orb.Point{118.3, 39.7}}, Pair: 1, Before: 8},
	}}
	var file bytes.Buffer
	if err := WriteExperiment(&file, given); err != nil {
		t.Fatal(err)
	}
	text := file.String()
	got, err := ReadExperiment(&file)
	if err != nil || got.Seed != 7 || len(got.Arms) != 2 || got.Arms[0] != given.Arms[0] || got.Arms[1] != given.Arms[1] {
		t.Errorf("%+v, %v", got, err)
	}
	for _, wrong := range []string{"", "{}", strings.Replace(text, `"patrolled"`, `"control"`, 1), strings.Replace(text, `"pair": 1`, `"pair": 2`, 1)} {
		if _, err := ReadExperiment(strings.NewReader(wrong)); err == nil {
			t.Errorf("taken: %.200s", wrong)
		}
	}
}

func TestOutcomeInWords(t *testing.T) {
	for says, o := range map[string]effect.Outcome{
		"-40.0 % (90 % interval -55 to -20 %), p = 0.020 by the lot: the lot alone would hardly do this": {Pairs: 12, Treated: 60, Control: 100, Ratio: 0.6, Sure: effect.Interval{Low: 0.45, High: 0.8}, P: 0.02},
		"no interval of 90 % from so few pairs":                                                          {Pairs: 4, Treated: 60, Control: 100, Ratio: 0.6, Sure: effect.Interval{High: math.Inf(1)}, P: 0.125},
		"too few for a percentage":                                                                       {Pairs: 12, Treated: 6, Control: 100, Ratio: 0.06, P: 0.01},
		"no effect is shown":                                                                             {Pairs: 12, Treated: 90, Control: 100, Ratio: 0.9, Sure: effect.Interval{Low: 0.7, High: 1.2}, P: 0.6},
	} {
		var text bytes.Buffer
		if err := WriteOutcome(&text, o); err != nil || !strings.Contains(text.String(), says) {
			t.Errorf("%+v says %q, %v; want %q", o, text.String(), err, says)
		}
		var program bytes.Buffer
		if err := WriteOutcomeJSON(&program, o); err != nil || !strings.Contains(program.String(), `"interval_90"`) {
			t.Errorf("%s, %v", program.String(), err)
		}
	}
}

func FuzzReadExperiment(f *testing.F) {
	f.Add(`{"experiment":{"seed":1},"features":[{"geometry":{"type":"Point","coordinates":[1,2]},"properties":{"pair":1,"group":"patrolled"}},{"geometry":{"type":"Point","coordinates":[1,3]},"properties":{"pair":1,"group":"control"}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		if e, err := ReadExperiment(strings.NewReader(text)); err == nil && (len(e.Arms) == 0 || len(e.Arms)%2 != 0) {
			t.Errorf("%d arms", len(e.Arms))
		}
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
