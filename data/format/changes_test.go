package format

import (
	"errors"
	"strings"
	"testing"
	"time"

	"nightbeat/planner"
)

const allChanges = `{"at":"2026-07-01T23:00:00+08:00","most":3,"changes":[{"kind":"gone","unit":"A3"},{"kind":"away","unit":"A2","for_s":1800,"place":[118.2,39.7]},
	{"kind":"back","unit":"A2"},{"kind":"close","closure":{"type":"Feature","properties":{"until":"2026-07-02T02:00:00+08:00"},"geometry":{"type":"LineString","coordinates":[[118,39],[119,39]]}}},
	{"kind":"must","id":"bank","place":[118.2,39.7],"dwell_s":600,"windows":[["2026-07-01T23:00:00+08:00","2026-07-02T00:00:00+08:00"]]},{"kind":"add","place":[118.2,39.7]},
	{"kind":"remove","stop":"S01"},{"kind":"move","stop":"S02","unit":"A1","position":3},{"kind":"lock","stop":"S03"},{"kind":"unlock","stop":"S03"},{"kind":"replan"},{"kind":"restore","version":"0123456789ab"}]}`

func TestReadChanges(t *testing.T) {
	in, err := ReadChanges(strings.NewReader(allChanges))
	if err != nil {
		t.Fatal(err)
	}
	if in.Most != 3 || !in.Now.Equal(time.Date(2026, 7, 1, 15, 0, 0, 0, time.UTC)) || len(in.Changes) != 12 {
		t.Errorf("%+v", in)
	}
	if away := in.Changes[1].(planner.Away); away.Unit != "A2" || away.For != 30*time.Minute || away.Place[0] != 118.2 {
		t.Errorf("%+v", away)
	}
	if c := in.Changes[3].(planner.Close); c.Where == nil || c.Until.IsZero() || !c.From.IsZero() {
		t.Errorf("%+v", c)
	}
	if must := in.Changes[4].(planner.Add); must.ID != "bank" || must.Round || must.Dwell != 10*time.Minute || len(must.Windows) != 1 {
		t.Errorf("%+v", must)
	}
	if add := in.Changes[5].(planner.Add); !add.Round {
		t.Errorf("%+v", add)
	}
	if back := in.Changes[11].(planner.Restore); back.Version != "0123456789ab" || back.To != nil {
		t.Errorf("%+v", back)
	}
	if move := in.Changes[7].(planner.Move); move != (planner.Move{Stop: "S02", Unit: "A1", Position: 3}) {
		t.Errorf("%+v", move)
	}
}

func TestReadChangesNamesTheField(t *testing.T) {
	for body, field := range map[string]string{
		`[]`:                                  "request",
		`{"changes":"gone"}`:                  "request.changes",
		`{"changes":[{"kind":"gone"}],"x":1}`: "request",
		`{"changes":[{"kind":"up"}]}`:         "changes[0].kind",
		`{"changes":[{"kind":"close"}]}`:      "changes[0].closure",
		`{"changes":[{"kind":"must"}]}`:       "changes[0].place",
		`{"iterations":-1}`:                   "iterations",
		`{"changes":[` + strings.Repeat(`{"kind":"replan"},`, 100) + `{"kind":"replan"}]}`: "changes",
		`{"changes":[{"kind":"away","for_s":1e9}]}`:                                        "changes[0].for_s",
	} {
		_, err := ReadChanges(strings.NewReader(body))
		if refused := new(planner.Error); !errors.As(err, &refused) || refused.Field != field {
			t.Errorf("%.60s: %v", body, err)
		}
	}
}

func FuzzReadChanges(f *testing.F) {
	f.Add(allChanges)
	f.Fuzz(func(t *testing.T, body string) {
		in, err := ReadChanges(strings.NewReader(body))
		if refused := new(planner.Error); err != nil && !errors.As(err, &refused) {
			t.Errorf("an error without a field: %v", err)
		}
		if err == nil && len(in.Changes) > MaxChanges {
			t.Errorf("%d changes", len(in.Changes))
		}
	})
}
