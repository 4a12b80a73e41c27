package main

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	said, messages, exit := nightbeat(t, "nearest", "hospital", "--sample", "--from", "118.1988,39.6998")
	if exit != 0 || !strings.Contains(said, " min, ") || !strings.Contains(said, " by ") {
		t.Errorf("exit %d: %s%s", exit, said, messages)
	}
	said, _, exit = nightbeat(t, "nearest", "school", "--sample", "--from", "118.1988,39.6998", "--format", "geojson")
	if exit != 0 || !strings.Contains(said, `"LineString"`) || !strings.Contains(said, `"kind":"school"`) {
		t.Errorf("exit %d: %s", exit, said)
	}
	for args, want := range map[string]int{
		"nearest zoo --sample --from 118.1988,39.6998": 1, "nearest hospital --from 118,39": 2, "nearest hospital --sample --from here": 2,
	} {
		if _, messages, exit := nightbeat(t, strings.Fields(args)...); exit != want || messages == "" {
			t.Errorf("%s: exit %d, want %d: %s", args, exit, want, messages)
		}
	}
}
