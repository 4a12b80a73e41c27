package road

import (
	"testing"
	"time"
)

// clock is a time in the week of Monday 5 October 2026.
func clock(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestHolding(t *testing.T) {
	for _, row := range []struct{ conditional, at, want string }{
		{"no @ (Mo-Fr 07:00-09:00)", "2026-10-05 07:00", "no"},
		{"no @ (Mo-Fr 07:00-09:00)", "2026-10-05 09:00", ""},
		{"no @ (Mo-Fr 07:00-09:00)", "2026-10-10 08:00", ""},
		{"no @ Mo-Fr 07:00-09:00", "2026-10-09 08:59", "no"},
		{"no @ (Mo-Fr 07:00-09:00,16:00-18:30)", "2026-10-07 18:29", "no"},
		{"no @ (Mo-Fr 07:00-09:00; Sa 10:00-12:00)", "2026-10-10 11:00", "no"},
		{"no @ (Sa-Mo)", "2026-10-05 23:59", "no"},
		{"no @ (Sa-Mo)", "2026-10-06 00:00", ""},
		{"no @ (Mo,We 08:00-24:00)", "2026-10-07 23:00", "no"},
		{"no @ (22:00-06:00)", "2026-10-07 05:59", "no"},
		{"no @ (Fr 22:00-06:00)", "2026-10-10 05:59", "no"}, // the night of Friday
		{"no @ (Fr 22:00-06:00)", "2026-10-09 05:59", ""},
		{"no @ (24/7)", "2026-10-09 05:59", "no"},
		{"no @ (07:00-19:00); delivery @ (10:00-11:00)", "2026-10-09 10:30", "delivery"},
		{"no @ (PH)", "2026-10-09 10:30", ""},
		{"no @ (weight>7.5)", "2026-10-09 10:30", ""},
		{"no @ (25:00-26:00)", "2026-10-09 10:30", ""},
		{"no", "2026-10-09 10:30", ""},
		{"no @", "2026-10-09 10:30", ""},
		{"", "2026-10-09 10:30", ""},
	} {
		if got, _ := holding(row.conditional, clock(t, row.at)); got != row.want {
			t.Errorf("%q at %s: %q, want %q", row.conditional, row.at, got, row.want)
		}
	}
}

// TestConditional is rows 59 and 85: off without a time, and by the clock with one.
func TestConditional(t *testing.T) {
	car := profile(t, "car")
	in, out := clock(t, "2026-10-05 08:00"), clock(t, "2026-10-05 10:00")
	for _, row := range []struct{ tags, in, out string }{
		{"motor_vehicle:conditional=no_/_@_/_(Mo-Fr_/_07:00-09:00)", "-", "FB"},
		{"access=no motor_vehicle:conditional=yes_/_@_/_(Mo-Fr_/_07:00-09:00)", "FB", "-"},
		{"oneway:conditional=yes_/_@_/_(Mo-Fr_/_07:00-09:00)", "F", "FB"},
		{"motor_vehicle:forward:conditional=no_/_@_/_(Mo-Fr_/_07:00-09:00)", "B", "FB"},
	} {
		s := draw(t, "a--b", "ab highway=residential "+row.tags)
		if got := s.directions(s.n.Graph(car.At(in))); got != row.in {
			t.Errorf("%s in its hours: %s, want %s", row.tags, got, row.in)
		}
		for _, p := range []Profile{car, car.At(out)} {
			if got := s.directions(s.n.Graph(p)); got != row.out {
				t.Errorf("%s outside its hours: %s, want %s", row.tags, got, row.out)
			}
		}
	}
	for _, ban := range []string{"restriction:conditional", "restriction:motorcar:conditional"} {
		s := draw(t, crossroads, append(crossStreets, "ab>b>db "+ban+"=no_left_turn_/_@_/_(Mo-Fr_/_07:00-09:00)")...)
		if got := blocked(s, s.n.Graph(car.At(in)), allTurns); got != "ab-db" {
			t.Errorf("%s in its hours closes %q", ban, got)
		}
		if got := blocked(s, s.n.Graph(car.At(out)), allTurns); got != "" {
			t.Errorf("%s outside its hours closes %q", ban, got)
		}
	}
}
