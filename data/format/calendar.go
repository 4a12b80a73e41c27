package format

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-ical"
	"github.com/teambition/rrule-go"

	"nightbeat/planner"
)

// Limits on a calendar: how long a file may be, how many occasions it may hold, each recurrence being one, and how many
// events that recur: a rule that no day meets is followed for 8,000 years, a quarter of a second.
const (
	MaxCalendarBytes = 8 << 20
	MaxOccasions     = 100_000
	MaxRecurring     = 200
)

// ReadCalendar reads occasions between two instants: an iCalendar file (RFC 5545) with the events' recurrences, or a table
// (CSV in UTF-8 with the columns name, from and until, the last day included). Days without a zone are those of from's.
func ReadCalendar(r io.Reader, from, until time.Time) ([]planner.Occasion, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxCalendarBytes+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > MaxCalendarBytes {
		return nil, fmt.Errorf("is longer than %d MiB", MaxCalendarBytes>>20)
	}
	if bytes.HasPrefix(bytes.TrimPrefix(bytes.TrimSpace(raw), []byte("\ufeff")), []byte("BEGIN:VCALENDAR")) {
		return icalendar(raw, from, until)
	}
	return occasionTable(raw, from.Location())
}

// icalendar reads the events of all calendars of a file. Go panics of the library are refused as what they are: a broken
// file.
func icalendar(raw []byte, from, until time.Time) (all []planner.Occasion, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			all, err = nil, fmt.Errorf("is no iCalendar file that can be read: %v", broken)
		}
	}()
	recurring := 0
	d := ical.NewDecoder(bufio.NewReader(bytes.NewReader(raw)))
	for n := 0; ; n++ {
		cal, err := d.Decode()
		if errors.Is(err, io.EOF) && n > 0 {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("is no iCalendar file that can be read: %w", err)
		}
		for _, event := range cal.Events() {
			if event.Props.Get(ical.PropRecurrenceRule) != nil {
				recurring++
			}
			if recurring > MaxRecurring {
				return nil, fmt.Errorf("holds more than %d events that recur", MaxRecurring)
			}
			more, err := occurrences(event, from, until)
			if err != nil {
				return nil, err
			}
			if all = append(all, more...); len(all) > MaxOccasions {
				return nil, fmt.Errorf("holds more than %d occasions", MaxOccasions)
			}
		}
	}
}

// occurrences are those of one event between two instants.
func occurrences(event ical.Event, from, until time.Time) ([]planner.Occasion, error) {
	name, err := event.Props.Text(ical.PropSummary)
	if err != nil || name == "" {
		name = "unnamed"
	}
	start, err := event.DateTimeStart(from.Location())
	if err != nil {
		return nil, fmt.Errorf("event %s: DTSTART: %w", Printable(name, 60), err)
	}
	end, err := event.DateTimeEnd(from.Location())
	if err != nil || !end.After(start) {
		end = start.AddDate(0, 0, 1) // a day without an end (RFC 5545, 3.6.1)
	}
	starts, err := recurrences(event, start, until)
	if err != nil {
		return nil, fmt.Errorf("event %s: RRULE: %w", Printable(name, 60), err)
	}
	var all []planner.Occasion
	for _, at := range starts {
		if o := (planner.Occasion{Name: name, From: at, Until: at.Add(end.Sub(start))}); o.Until.After(from) && o.From.Before(until) {
			all = append(all, o)
		}
	}
	return all, nil
}

// recurrences are the starts of an event before an instant.
func recurrences(event ical.Event, start, until time.Time) ([]time.Time, error) {
	rule, err := event.Props.RecurrenceRule()
	if err != nil {
		return nil, err
	}
	if rule != nil && (rule.Freq > rrule.DAILY || len(rule.Byhour)+len(rule.Byminute)+len(rule.Bysecond)+len(rule.Byeaster) > 0) {
		return nil, errors.New("recurs more often than daily, or by hours; give days")
	}
	set, err := event.RecurrenceSet(start.Location())
	if err != nil || set == nil {
		return []time.Time{start}, err
	}
	var starts []time.Time
	next := set.Iterator()
	for at, more := next(); more && at.Before(until); at, more = next() {
		if starts = append(starts, at); len(starts) > MaxOccasions {
			return nil, fmt.Errorf("recurs more than %d times", MaxOccasions)
		}
	}
	return starts, nil
}

// occasionTable reads name, from and until from a table.
func occasionTable(raw []byte, zone *time.Location) ([]planner.Occasion, error) {
	in := csv.NewReader(bytes.NewReader(raw))
	in.Comment = '#'
	head, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("is neither an iCalendar file nor a table: %w", err)
	}
	head[0] = strings.TrimPrefix(head[0], "\ufeff")
	name, from, until := slices.Index(head, "name"), slices.Index(head, "from"), slices.Index(head, "until")
	if name < 0 || from < 0 || until < 0 {
		return nil, errors.New("lacks a column; the first line has to name name, from and until (or give an iCalendar file)")
	}
	var all []planner.Occasion
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := in.FieldPos(0)
		o := planner.Occasion{Name: row[name]}
		first, errFirst := time.ParseInLocation(time.DateOnly, strings.TrimSpace(row[from]), zone)
		last, errLast := time.ParseInLocation(time.DateOnly, strings.TrimSpace(row[until]), zone)
		if o.From, o.Until = first, last.AddDate(0, 0, 1); errFirst != nil || errLast != nil || !o.Until.After(o.From) {
			return nil, fmt.Errorf("line %d: from and until have to be days like 2026-02-17, until not before from", line)
		}
		if all = append(all, o); len(all) > MaxOccasions {
			return nil, fmt.Errorf("line %d: more than %d occasions", line, MaxOccasions)
		}
	}
}
