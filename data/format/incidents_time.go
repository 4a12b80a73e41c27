package format

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"nightbeat/planner"
)

// clock reads times that have one meaning.
//
//	2023-09-14T22:10:00.5+08:00   RFC 3339; also a space for the T, Z, +0800, +08, UTC
//	2023-09-14 22:10              without a zone: in the zone of the user, or refused where there is none
//	2023/9/14  2023.9.14  20230914  20230914221000
//	2023年9月14日 22:10  2023年9月14日22时10分5秒
//
// The year comes first, so 04/05/2023 is refused. 24:00 is the midnight that ends the day, :60 a leap second. A date
// alone is known to the day, an hour alone to the hour.
type clock struct {
	zone  *time.Location
	zones map[int]*time.Location // by offset in seconds
	last  time.Time              // later ones are refused; zero for none
}

func newClock(zone *time.Location, now time.Time) clock {
	c := clock{zone: zone, zones: map[int]*time.Location{}}
	if !now.IsZero() {
		c.last = now.AddDate(0, 0, 1)
	}
	return c
}

// reading is a time as it is written: zone is nil where none is.
type reading struct {
	year, month, day, hour, minute, second, nano int
	zone                                         *time.Location
	precision                                    planner.Precision
}

var (
	errNoZone = errors.New("has no zone; write its offset, such as +08:00, or name the zone that such times are in (--zone)")
	errTwice  = errors.New("is read twice that night, for the clocks went back; give it with its offset")
	errGap    = errors.New("does not exist that night, for the clocks went forward")
	errLong   = errors.New("is too long for a time")
	errEarly  = errors.New("lies before 1970")
	errAhead  = errors.New("lies more than a day ahead")
)

// at reads text. The error completes a sentence that begins with the field's name.
func (c *clock) at(text []byte) (time.Time, planner.Precision, error) {
	text = bytes.TrimSpace(text)
	if len(text) > maxTime {
		return time.Time{}, 0, errLong
	}
	var r reading
	if !c.read(text, &r) {
		return time.Time{}, 0, fmt.Errorf("is written like %s, which has no single meaning here; write 2023-09-14T22:10:00+08:00", shape(text))
	}
	if err := r.check(); err != nil {
		return time.Time{}, 0, err
	}
	t, err := c.instant(&r)
	if err == nil && !c.last.IsZero() && t.After(c.last) {
		err = errAhead
	}
	return t, r.precision, err
}

const maxTime = 64 // bytes

// instant places a reading in its zone.
func (c *clock) instant(r *reading) (time.Time, error) {
	zone := r.zone
	if zone == nil {
		zone = c.zone
	}
	if zone == nil {
		return time.Time{}, errNoZone
	}
	t := time.Date(r.year, time.Month(r.month), r.day, r.hour, r.minute, r.second, r.nano, zone)
	if r.zone != nil || r.precision == planner.Day {
		return t, nil
	}
	return t, single(t, r)
}

// single refuses a local time that the zone's clocks passed over or showed twice: t is then not the only instant at
// which they show what was read.
func single(t time.Time, r *reading) error {
	start := t.Add(-time.Duration(r.second) * time.Second) // a leap second would show as the next minute
	if start.Hour() != r.hour%24 || start.Minute() != r.minute {
		return errGap
	}
	begin, end := t.ZoneBounds()
	_, offset := t.Zone()
	if _, before := begin.Add(-1).Zone(); !begin.IsZero() && t.Sub(begin) < seconds(before-offset) {
		return errTwice
	}
	if _, after := end.Zone(); !end.IsZero() && end.Sub(t) <= seconds(offset-after) {
		return errTwice
	}
	return nil
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// check refuses what no calendar or clock shows.
func (r *reading) check() error {
	switch {
	case r.year < 1970:
		return errEarly
	case r.month < 1 || r.month > 12 || r.day < 1 || r.day > 28 && r.day > daysIn(r.year, r.month):
		return errors.New("names a day that does not exist")
	case r.hour > 24 || r.hour == 24 && (r.minute > 0 || r.second > 0 || r.nano > 0),
		r.minute > 59, r.second > 60, r.second == 60 && r.minute != 59:
		return errors.New("names an hour that does not exist")
	}
	return nil
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// read takes text apart; false where it has another form.
func (c *clock) read(text []byte, r *reading) (ok bool) {
	p := pieces{rest: text}
	if p.standard(r) {
		r.zone, ok = c.offset(&p)
		return ok && len(p.rest) == 0
	}
	r.precision = planner.Day
	mark, ok := p.date(r)
	if !ok || len(p.rest) == 0 {
		return ok
	}
	apart := p.gap()
	if !apart && mark != "" && mark != "年" || !p.timeOfDay(r) {
		return false
	}
	if !apart && mark == "" && r.precision == planner.Hour {
		return false // ten digits may also be seconds since 1970
	}
	p.blanks()
	r.zone, ok = c.offset(&p)
	return ok && len(p.rest) == 0
}

// offset reads Z, UTC or ±hh[[:]mm]; nothing is no zone.
func (c *clock) offset(p *pieces) (zone *time.Location, ok bool) {
	sign := -1
	switch {
	case len(p.rest) == 0:
		return nil, true
	case p.take("Z"), p.take("z"), p.take("UTC"):
		return time.UTC, true
	case p.take("+"):
		sign = 1
	case !p.take("-"):
		return nil, false
	}
	hour, n := p.number(2)
	colon := p.take(":")
	minute, m := p.number(2)
	if n != 2 || m == 1 || m == 0 && colon || hour > 23 || minute > 59 {
		return nil, false
	}
	return c.fixed(sign * (hour*3600 + minute*60)), true
}

// fixed gives the zone of an offset, the same each time.
func (c *clock) fixed(offset int) *time.Location {
	if offset == 0 {
		return time.UTC
	}
	zone, ok := c.zones[offset]
	if !ok {
		zone = time.FixedZone("", offset)
		c.zones[offset] = zone
	}
	return zone
}

// shape shows how a value is written without showing the value: digits become 0, letters a.
func shape(text []byte) string {
	var b strings.Builder
	for len(text) > 0 && b.Len() < 24 {
		c, n := utf8.DecodeRune(text)
		switch {
		case unicode.IsDigit(c):
			c = '0'
		case c > unicode.MaxASCII || unicode.IsLetter(c):
			c = 'a'
		case c < ' ' || c == 0x7f:
			c = '?'
		}
		b.WriteRune(c)
		text = text[n:]
	}
	return b.String()
}
