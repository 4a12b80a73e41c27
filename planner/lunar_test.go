package planner_test

import (
	"testing"
	"time"

	"nightbeat/planner"
)

// The first days of the lunar years 2015 to 2030, as printed calendars of China have them: the festival begins on the eve and
// has eight days.
func TestSpringFestivalsAreTheKnownOnes(t *testing.T) {
	first := []string{
		"2015-02-19", "2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12", "2022-02-01",
		"2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03",
	}
	found := planner.SpringFestivals(time.Date(2015, 1, 1, 0, 0, 0, 0, china), time.Date(2030, 12, 31, 0, 0, 0, 0, china))
	if len(found) != len(first) {
		t.Fatalf("%d festivals in %d years", len(found), len(first))
	}
	for i, o := range found {
		if day := o.From.AddDate(0, 0, 1).Format(time.DateOnly); day != first[i] || !o.Until.Equal(o.From.AddDate(0, 0, 8)) {
			t.Errorf("the festival of %s begins on %s, until %s", first[i], day, o.Until)
		}
	}
}
