package road

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// At is the profile for a departure at a time, which is read as the clock on the wall there: tags and restrictions that
// hold only at certain hours (OpenStreetMap wiki, "Conditional restrictions") hold if they include it. Without a time
// they are off.
func (p Profile) At(t time.Time) Profile {
	p.at = t
	return p
}

// said is the value of a key: that of its condition where it holds now, else the plain one.
func (p *Profile) said(t tags, key string) string {
	if !p.at.IsZero() {
		if conditional := t.get(key + ":conditional"); conditional != "" {
			if value, ok := holding(conditional, p.at); ok {
				return value
			}
		}
	}
	return t.get(key)
}

// holding is the value of the last clause that holds at a time: "no @ (Mo-Fr 07:00-09:00); delivery @ (Sa)".
func holding(conditional string, at time.Time) (value string, ok bool) {
	for _, clause := range clauses(conditional) {
		said, hours, found := strings.Cut(clause, "@")
		if found && hoursHold(strings.Trim(strings.TrimSpace(hours), "()"), at) {
			value, ok = strings.TrimSpace(said), true
		}
	}
	return value, ok
}

// clauses splits at semicolons outside parentheses.
func clauses(text string) []string {
	depth := 0
	return strings.FieldsFunc(text, func(r rune) bool {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		return r == ';' && depth <= 0
	})
}

// hoursHold says whether any rule of opening hours includes a time. Rules are days, hours or both: Mo-Fr 07:00-09:00;
// a rule with anything else (holidays, months, weights) never does.
func hoursHold(hours string, at time.Time) bool {
	for rule := range strings.SplitSeq(hours, ";") {
		if r, ok := parseHours(strings.Fields(rule)); ok && r.hold(at) {
			return true
		}
	}
	return false
}

// hoursRule is the days of a week and the stretches of a day, in minutes; one that ends before it begins goes over
// midnight.
type hoursRule struct {
	days  [7]bool
	spans [][2]int
}

func (r hoursRule) hold(at time.Time) bool {
	minute, today := at.Hour()*60+at.Minute(), int(at.Weekday())
	yesterday := (today + 6) % 7
	for _, span := range r.spans {
		switch start, end := span[0], span[1]; {
		case start < end && r.days[today] && minute >= start && minute < end,
			start >= end && r.days[today] && minute >= start,
			start >= end && r.days[yesterday] && minute < end:
			return true
		}
	}
	return false
}

func parseHours(words []string) (r hoursRule, ok bool) {
	if len(words) == 0 {
		return r, false
	}
	everyDay, allDay := [7]bool{true, true, true, true, true, true, true}, [][2]int{{0, 24 * 60}}
	r = hoursRule{everyDay, allDay}
	if words[0] == "24/7" {
		return r, len(words) == 1
	}
	if days, isDays := parseDays(words[0]); isDays {
		r.days, words = days, words[1:]
	}
	if len(words) > 0 {
		r.spans, ok = parseSpans(strings.Join(words, ""))
		return r, ok
	}
	return r, true
}

var dayNames = []string{"Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"}

// parseDays reads Mo-Fr,Su.
func parseDays(text string) (days [7]bool, ok bool) {
	for part := range strings.SplitSeq(text, ",") {
		from, to, ranged := strings.Cut(part, "-")
		if !ranged {
			to = from
		}
		first, last := slices.Index(dayNames, from), slices.Index(dayNames, to)
		if first < 0 || last < 0 {
			return days, false
		}
		for d := first; ; d = (d + 1) % 7 {
			days[d] = true
			if d == last {
				break
			}
		}
	}
	return days, true
}

// parseSpans reads 07:00-09:00,16:00-18:30.
func parseSpans(text string) (spans [][2]int, ok bool) {
	for part := range strings.SplitSeq(text, ",") {
		var h1, m1, h2, m2 int
		if n, err := fmt.Sscanf(part, "%d:%d-%d:%d", &h1, &m1, &h2, &m2); n != 4 || err != nil {
			return nil, false
		}
		start, end := h1*60+m1, h2*60+m2
		if min(h1, m1, h2, m2) < 0 || max(m1, m2) > 59 || start >= 24*60 || end > 24*60 {
			return nil, false
		}
		spans = append(spans, [2]int{start, end})
	}
	return spans, true
}
