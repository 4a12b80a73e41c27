package format

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// changedPlan is a plan with all that a change can bring into it.
func changedPlan(t *testing.T) *planner.Plan {
	t.Helper()
	plan := smallPlan()
	var err error
	plan.Request.Seed, plan.Request.Closures = 7, []planner.Closure{{Where: orb.LineString{{118.2, 39.7}, {118.21, 39.7}}, Known: plan.Request.Shift.Start.Add(time.Hour)}}
	closures := plan.Request.Closures
	if plan.Request, err = plan.Request.Resolve(); err != nil {
		t.Fatal(err)
	}
	plan.Request.Closures = closures
	plan.Parent, plan.MadeBy, plan.Since = "ba9876543210", "chen", plan.Request.Shift.Start.Add(time.Hour)
	plan.Stops[0].Unit, plan.Stops[0].Locked = "A1", true
	plan.Stops = append(plan.Stops, planner.Stop{ID: "A1-off-1", Name: "called away", Place: orb.Point{118.212, 39.71}, Reason: planner.Reason{Off: planner.CalledAway}})
	plan.Spare = []planner.Stop{{ID: "S02", Name: "School", Place: orb.Point{118.22, 39.72}, Must: true, Share: 0.125}}
	plan.Unserved = []planner.Unserved{{Stop: "S02", Name: "School", Why: "no time left"}}
	plan.Warnings = []words.Note{words.New("%d %% of it", 5)}
	plan.Routes[0].Legs[1].Turns = []planner.Turn{{Place: orb.Point{118.205, 39.705}, At: plan.Since}}
	return plan
}

func geoJSON(t *testing.T, plan *planner.Plan) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := writeGeoJSON(&b, plan, Scene{}.Datum); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPlanReadIsWrittenTheSame takes a plan through a file and back.
func TestPlanReadIsWrittenTheSame(t *testing.T) {
	raw := geoJSON(t, changedPlan(t))
	plan, err := ReadPlan(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if again := geoJSON(t, plan); !bytes.Equal(again, raw) {
		t.Errorf("written again:\n%s\nwas:\n%s", again, raw)
	}
}

func TestReadPlanSaysWhatIsWrong(t *testing.T) {
	raw := string(geoJSON(t, changedPlan(t)))
	for name, c := range map[string]struct{ from, to, field string }{
		"no JSON":          {raw, "{", "request"},
		"no plan":          {raw, `{"type":"FeatureCollection","features":[]}`, "plan.points"},
		"another datum":    {`{"type":"FeatureCollection",`, `{"type":"FeatureCollection","crs":{},`, "crs"},
		"a stop unknown":   {`"stop":"S01","name"`, `"stop":"S09","name"`, "features[1]"},
		"a unit unknown":   {`"kind":"route","plan":"0123456789ab","unit":"A2"`, `"kind":"route","plan":"0123456789ab","unit":"A9"`, "features[6]"},
		"a kind unknown":   {`"kind":"leg"`, `"kind":"leap"`, "features[3]"},
		"a turn elsewhere": {`"unit":"A1","sequence":2,"place"`, `"unit":"A1","sequence":9,"place"`, "plan.turns[0]"},
		"no shift":         {`"request":{"shift":{"start":"2026-07-01T20:00:00+08:00"`, `"request":{"shift":{"start":"2026-07-03T20:00:00+08:00"`, "shift.end"},
	} {
		spoilt := strings.Replace(raw, c.from, c.to, 1)
		_, err := ReadPlan(strings.NewReader(spoilt))
		if refused := new(planner.Error); spoilt == raw || !errors.As(err, &refused) || refused.Field != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzReadPlan(f *testing.F) {
	plan := smallPlan()
	var b bytes.Buffer
	if err := writeGeoJSON(&b, plan, Scene{}.Datum); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, raw []byte) {
		plan, err := ReadPlan(bytes.NewReader(raw))
		if refused := new(planner.Error); err != nil && !errors.As(err, &refused) {
			t.Errorf("an error without a field: %v", err)
		}
		if err == nil {
			geoJSON(t, plan)
		}
	})
}
