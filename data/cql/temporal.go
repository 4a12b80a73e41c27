package cql

import (
	"strings"
	"time"
)

// period is an interval; an instant begins and ends at once.
type period struct{ from, to operand }

// The ends of an interval that has none.
var (
	ever  = operand{value: time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)}
	never = operand{value: time.Date(9999, 12, 31, 23, 59, 59, 999e6, time.UTC)}
)

// relation makes a temporal function of two periods a comparison of their ends.
type relation func(a, b period) expression

// relations are the temporal functions (OGC 21-065r2, 7.8; Allen 1983).
var relations = map[string]relation{
	"T_AFTER":        func(a, b period) expression { return before(b, a) },
	"T_BEFORE":       before,
	"T_CONTAINS":     func(a, b period) expression { return during(b, a) },
	"T_DISJOINT":     disjoint,
	"T_DURING":       during,
	"T_EQUALS":       func(a, b period) expression { return all{equal(a.from, b.from), equal(a.to, b.to)} },
	"T_FINISHEDBY":   func(a, b period) expression { return finishes(b, a) },
	"T_FINISHES":     finishes,
	"T_INTERSECTS":   func(a, b period) expression { return not{disjoint(a, b)} },
	"T_MEETS":        func(a, b period) expression { return equal(a.to, b.from) },
	"T_METBY":        func(a, b period) expression { return equal(a.from, b.to) },
	"T_OVERLAPPEDBY": func(a, b period) expression { return overlaps(b, a) },
	"T_OVERLAPS":     overlaps,
	"T_STARTEDBY":    func(a, b period) expression { return starts(b, a) },
	"T_STARTS":       starts,
}

func earlier(a, b operand) expression { return comparison{a, "<", b} }
func equal(a, b operand) expression   { return comparison{a, "=", b} }

func before(a, b period) expression   { return earlier(a.to, b.from) }
func disjoint(a, b period) expression { return either{before(a, b), before(b, a)} }
func during(a, b period) expression   { return all{earlier(b.from, a.from), earlier(a.to, b.to)} }
func finishes(a, b period) expression { return all{earlier(b.from, a.from), equal(a.to, b.to)} }
func starts(a, b period) expression   { return all{equal(a.from, b.from), earlier(a.to, b.to)} }
func overlaps(a, b period) expression {
	return all{earlier(a.from, b.from), earlier(b.from, a.to), earlier(a.to, b.to)}
}

// temporal is a temporal function and its two periods.
func (p *parser) temporal(r relation) (expression, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	if err := p.expect("("); err != nil {
		return nil, err
	}
	a, err := p.period()
	if err != nil {
		return nil, err
	}
	if err := p.expect(","); err != nil {
		return nil, err
	}
	b, err := p.period()
	if err != nil {
		return nil, err
	}
	return r(a, b), p.expect(")")
}

// period is a property of time, DATE, TIMESTAMP or INTERVAL.
func (p *parser) period() (period, error) {
	switch {
	case p.at("INTERVAL"):
		return p.interval()
	case p.at("DATE"), p.at("TIMESTAMP"):
		from, to, err := p.instant()
		return period{operand{value: from}, operand{value: to}}, err
	}
	at, err := p.moment()
	return period{at, at}, err
}

// interval is INTERVAL and its ends: properties, times as texts, or '..' for none.
func (p *parser) interval() (both period, err error) {
	if err := p.advance(); err != nil {
		return both, err
	}
	if err := p.expect("("); err != nil {
		return both, err
	}
	if both.from, _, err = p.edge(ever); err != nil {
		return both, err
	}
	if err := p.expect(","); err != nil {
		return both, err
	}
	if _, both.to, err = p.edge(never); err != nil {
		return both, err
	}
	return both, p.expect(")")
}

// edge is an end of an interval; a day has two.
func (p *parser) edge(open operand) (first, last operand, err error) {
	if p.now.kind != text {
		at, err := p.moment()
		return at, at, err
	}
	if p.now.text == ".." {
		return open, open, p.advance()
	}
	from, to, err := p.time()
	return operand{value: from}, operand{value: to}, err
}

// moment is a property of time.
func (p *parser) moment() (operand, error) {
	t, err := p.property()
	if err == nil && t.kind != Instant {
		err = wrong(t.at, "%s is no time", t.column)
	}
	return t.operand, err
}

// instant is DATE('...') or TIMESTAMP('...') as its first and its last millisecond.
func (p *parser) instant() (from, to time.Time, err error) {
	if err := p.advance(); err != nil {
		return from, to, err
	}
	if err := p.expect("("); err != nil {
		return from, to, err
	}
	if from, to, err = p.time(); err != nil {
		return from, to, err
	}
	return from, to, p.expect(")")
}

// time is a text that says a day or an instant (RFC 3339).
func (p *parser) time() (from, to time.Time, err error) {
	given := p.now
	if from, err = time.Parse(time.DateOnly, given.text); err == nil && given.kind == text {
		return from, from.AddDate(0, 0, 1).Add(-time.Millisecond), p.advance()
	}
	from, err = time.Parse(time.RFC3339, strings.ToUpper(given.text))
	if err != nil || given.kind != text {
		return from, to, wrong(given.at, "%s is no time; write '2026-07-01T20:00:00+08:00' or '2026-07-01'", given.says())
	}
	from = from.Truncate(time.Millisecond)
	return from, from, p.advance()
}
