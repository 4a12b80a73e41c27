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
	errNoZone = errors.New("has no zone; give one with --zone")
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
	return t, once(t, r)
}

// once refuses a local time that the zone's clocks passed over or showed twice: t is then not the only instant at
// which they show what was read.
func once(t time.Time, r *reading) error {
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
	p.gap()
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

// pieces are what is left of a time that is being read.
type pieces struct{ rest []byte }

// take passes over mark where the rest begins with it.
func (p *pieces) take(mark string) bool {
	if len(p.rest) < len(mark) || string(p.rest[:len(mark)]) != mark {
		return false
	}
	p.rest = p.rest[len(mark):]
	return true
}

// number reads up to most digits and says how many there were.
func (p *pieces) number(most int) (value, n int) {
	for n < most && n < len(p.rest) && p.rest[n] >= '0' && p.rest[n] <= '9' {
		value = 10*value + int(p.rest[n]-'0')
		n++
	}
	p.rest = p.rest[n:]
	return value, n
}

// standard reads the layout of most files, 2023-09-14T22:10:05, several times faster than piece by piece.
func (p *pieces) standard(r *reading) bool {
	b := p.rest
	if len(b) < 20 || b[4] != '-' || b[7] != '-' || b[10] != 'T' || b[13] != ':' || b[16] != ':' || b[19] == '.' || b[19] == ',' {
		return false
	}
	century, year, month, day := pair(b[0:]), pair(b[2:]), pair(b[5:]), pair(b[8:])
	hour, minute, second := pair(b[11:]), pair(b[14:]), pair(b[17:])
	if century|year|month|day|hour|minute|second < 0 {
		return false
	}
	*r = reading{100*century + year, month, day, hour, minute, second, 0, nil, planner.Minute}
	p.rest = b[19:]
	return true
}

// pair reads two digits; less than 0 where they are none.
func pair(b []byte) int {
	tens, ones := b[0]-'0', b[1]-'0'
	if tens > 9 || ones > 9 {
		return -1
	}
	return 10*int(tens) + int(ones)
}

// gap passes over what may stand between date, time and zone, and reports whether anything did.
func (p *pieces) gap() bool {
	before := len(p.rest)
	if !p.take("T") && !p.take("t") {
		for p.take(" ") || p.take("\u3000") {
		}
	}
	return len(p.rest) < before
}

// date reads year, month and day. The mark is what stands between them: -, /, ., 年 or nothing.
func (p *pieces) date(r *reading) (mark string, ok bool) {
	var years, months, days int
	r.year, years = p.number(4)
	mark = p.oneOf("-", "/", ".", "年")
	r.month, months = p.number(2)
	if mark == "年" {
		ok = p.take("月")
	} else {
		ok = p.take(mark)
	}
	r.day, days = p.number(2)
	if mark == "年" {
		ok = ok && p.oneOf("日", "号") != ""
	}
	least := 1
	if mark == "" {
		least = 2
	}
	return mark, ok && years == 4 && months >= least && days >= least
}

// oneOf takes one of the marks; "" where none stands.
func (p *pieces) oneOf(marks ...string) string {
	for _, mark := range marks {
		if p.take(mark) {
			return mark
		}
	}
	return ""
}

// timeOfDay reads 22:10[:05[.5]], 22时[10分[5秒]] or 22[10[05]].
func (p *pieces) timeOfDay(r *reading) bool {
	var n int
	r.hour, n = p.number(2)
	r.precision = planner.Hour
	switch p.oneOf(":", "：", "时", "時", "点") {
	case ":", "：":
		return n > 0 && p.minute(r, 2) && (p.oneOf(":", "：") == "" || p.second(r, 2))
	case "":
		return n == 2 && p.compact(r)
	}
	return n > 0 && p.chinese(r)
}

// chinese reads [10分[5秒]].
func (p *pieces) chinese(r *reading) bool {
	if p.digit() {
		p.minute(r, 1)
		p.take("分")
	}
	ok := !p.digit() || p.second(r, 1)
	p.take("秒")
	return ok
}

// compact reads [10[05]].
func (p *pieces) compact(r *reading) bool {
	if !p.digit() {
		return true
	}
	return p.minute(r, 2) && (!p.digit() || p.second(r, 2))
}

func (p *pieces) digit() bool { return digits(p.rest) > 0 }

// minute reads a minute of least digits or two, and reports whether one stands there.
func (p *pieces) minute(r *reading, least int) bool {
	value, n := p.number(2)
	if n < least {
		return false
	}
	r.minute, r.precision = value, planner.Minute
	return true
}

// second reads a second of least digits or two and its fraction, and reports whether one stands there.
func (p *pieces) second(r *reading, least int) bool {
	value, n := p.number(2)
	r.second = value
	return n >= least && p.fraction(r)
}

// fraction reads the part of a second after a point or comma, to the nanosecond.
func (p *pieces) fraction(r *reading) bool {
	if !p.take(".") && !p.take(",") {
		return true
	}
	value, n := p.number(9)
	for i := n; i < 9; i++ {
		value *= 10
	}
	r.nano = value
	p.rest = p.rest[digits(p.rest):]
	return n > 0
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
