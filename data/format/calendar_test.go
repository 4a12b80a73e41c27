package format

import (
	"strings"
	"testing"
	"time"
)

// calendarFile is iCalendar's lines.
func calendarFile(lines ...string) string {
	all := append([]string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//"}, lines...)
	return strings.Join(append(all, "END:VCALENDAR", ""), "\r\n")
}

func eventOf(lines ...string) string {
	return strings.Join(append(append([]string{"BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z"}, lines...), "END:VEVENT"), "\r\n")
}

var (
	eastOfUTC = time.FixedZone("UTC+8", 8*3600)
	january   = time.Date(2026, 1, 1, 0, 0, 0, 0, eastOfUTC)
	february  = time.Date(2026, 2, 1, 0, 0, 0, 0, eastOfUTC)
)

// A market every fifth day since Christmas falls on 4, 9, 14, 19, 24 and 29 January, but for one that is cancelled; a
// match has hours; a holiday without an end is a day; what lies outside is left out.
func TestReadCalendar(t *testing.T) {
	text := calendarFile(
		eventOf("SUMMARY:market", "DTSTART;VALUE=DATE:20251225", "DTEND;VALUE=DATE:20251226", "RRULE:FREQ=DAILY;INTERVAL=5", "EXDATE;VALUE=DATE:20260119"),
		eventOf("SUMMARY:match", "DTSTART:20260110T113000Z", "DTEND:20260110T133000Z"),
		eventOf("SUMMARY:holiday", "DTSTART;VALUE=DATE:20260101"),
		eventOf("SUMMARY:later", "DTSTART;VALUE=DATE:20260301"))
	all, err := ReadCalendar(strings.NewReader(text), january, february)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, o := range all {
		said = append(said, o.Name+" "+o.From.In(eastOfUTC).Format("02 15:04")+" "+o.Until.Sub(o.From).String())
	}
	want := "market 04 00:00 24h0m0s, market 09 00:00 24h0m0s, market 14 00:00 24h0m0s, market 24 00:00 24h0m0s, market 29 00:00 24h0m0s, match 10 19:30 2h0m0s, holiday 01 00:00 24h0m0s"
	if got := strings.Join(said, ", "); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestReadCalendarTable(t *testing.T) {
	all, err := ReadCalendar(strings.NewReader("\ufeffuntil,name,from\n2026-01-03,closure,2026-01-01\n# more\n2026-01-09,fair,2026-01-09\n"), january, february)
	if err != nil || len(all) != 2 || all[0].Name != "closure" || !all[0].From.Equal(january) || all[0].Until.Sub(all[0].From) != 72*time.Hour || all[1].Until.Sub(all[1].From) != 24*time.Hour {
		t.Errorf("%v, %v", all, err)
	}
}

func TestReadCalendarRefuses(t *testing.T) {
	for text, says := range map[string]string{
		"":                          "neither",
		"name,from\na,2026-01-01\n": "lacks a column",
		"name,from,until\na,b,c\n":  "line 2",
		"name,from,until\na,2026-01-02,2026-01-01\n":                                          "line 2",
		"BEGIN:VCALENDAR\r\nBEGIN:VEVENT":                                                     "iCalendar",
		calendarFile(eventOf("SUMMARY:x", "DTSTART:20260101T000000Z", "RRULE:FREQ=SECONDLY")): "more often than daily",
		calendarFile(eventOf("SUMMARY:x", "DTSTART:20260101T000000Z", "RRULE:FREQ=NEVER")):    "RRULE",
		calendarFile(eventOf("SUMMARY:x", "DTSTART:yesterday")):                               "DTSTART",
	} {
		if all, err := ReadCalendar(strings.NewReader(text), january, february); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, %v; want %q", text, all, err, says)
		}
	}
}

func FuzzReadCalendar(f *testing.F) {
	f.Add("name,from,until\na,2026-01-01,2026-01-02\n")
	f.Add(calendarFile(eventOf("SUMMARY:market", "DTSTART;VALUE=DATE:20251225", "RRULE:FREQ=WEEKLY;BYDAY=MO")))
	f.Fuzz(func(t *testing.T, text string) {
		all, err := ReadCalendar(strings.NewReader(text), january, february)
		for _, o := range all {
			if err == nil && !o.Until.After(o.From) {
				t.Errorf("%v", o)
			}
		}
	})
}
