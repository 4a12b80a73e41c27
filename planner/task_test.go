package planner

import (
	"strings"
	"testing"

	"nightbeat/planner/words"
)

func TestTaskIsTheMustsTheStationsOrTheUsual(t *testing.T) {
	led := func(id, category string) Stop {
		return Stop{ID: id, Reason: Reason{Categories: []CategoryCount{{Category: category, Count: 3}, {Category: "Robbery", Count: 1}}}}
	}
	plan := &Plan{Request: Request{Must: []Must{{ID: "M1", Task: "ask at the gate"}, {ID: "M2"}}, Tasks: map[string]string{"Fraud": "hand out the leaflet", "Burglary": ""}}}
	for _, c := range []struct {
		stop Stop
		want string
	}{
		{led("M1", "Fraud"), "ask at the gate"}, {led("M2", "Fraud"), "hand out the leaflet"}, {led("S1", "Burglary"), ""},
		{led("S1", "E-bike theft"), "look at parked e-bikes and their chargers, remind of locks"}, {led("S1", "入室盗窃"), "show yourselves at the entrances, look at doors and low windows"},
		{led("S1", "Noise"), ""}, {Stop{ID: "S1"}, ""}, {Stop{ID: "S1", Reason: Reason{Off: CalledAway}}, ""},
	} {
		if got := plan.Task(c.stop).String(); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.stop.ID, c.stop.Reason.Categories, got, c.want)
		}
	}
	if said := words.Chinese.Say(plan.Task(led("S1", "E-bike theft"))); !strings.Contains(said, "电动车") {
		t.Errorf("in Chinese %q", said)
	}
	if err := (Request{Tasks: map[string]string{"x": strings.Repeat("长", MaxTask+1)}}).checkTasks(); err == nil {
		t.Error("a task that fills a sheet is taken")
	}
}
