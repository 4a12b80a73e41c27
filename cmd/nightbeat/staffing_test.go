package main

import (
	"strings"
	"testing"
)

// Two shifts of the sample town, with a roster of three; the earlier shift comes first.
func TestStaffing(t *testing.T) {
	args := []string{"staffing", "--sample", "--most", "2", "--iterations", "20", "--roster", "3",
		"--shift", "2026-07-01T20:00:00+08:00/2026-07-02T04:00:00+08:00", "--shift", "2026-07-01T12:00:00+08:00/2026-07-01T20:00:00+08:00"}
	out, messages, exit := nightbeat(t, args...)
	if exit != 0 || strings.Count(out, "watched") != 2 || !strings.Contains(out, "a roster of 3") || strings.Index(out, "01 12:00 to") > strings.Index(out, "01 20:00 to") {
		t.Errorf("exit %d, %s\n%s", exit, messages, out)
	}
	for _, wrong := range [][]string{{"--format", "xlsx"}, {"--shift", "tonight"}, {"--base", "here"}} {
		if _, _, exit := nightbeat(t, append([]string{"staffing", "--sample"}, wrong...)...); exit != 2 {
			t.Errorf("%v: exit %d", wrong, exit)
		}
	}
}
