package cql

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"nightbeat/geo"
)

// Column is a property that a filter may ask for.
type Column struct {
	Name string
	Kind Kind
}

// Kind is what a column holds.
type Kind string

// The kinds of columns, and of what stands beside them.
const (
	Text    Kind = "text"
	Number  Kind = "number"
	Truth   Kind = "boolean"
	Instant Kind = "time"
)

// Options say what a filter may ask for.
type Options struct {
	Columns  []Column
	Geometry string  // the name of the geometry
	CRS      geo.CRS // of the places in the text
}

// The limits of a text.
const (
	maxBytes = 8 << 10
	maxDepth = 32
	maxTerms = 300 // comparisons and the like
)

// Parse reads a condition. An error is an *Error.
func Parse(condition string, opt Options) (f Filter, err error) {
	if len(condition) > maxBytes {
		return f, wrong(maxBytes, "the filter is longer than %d bytes", maxBytes)
	}
	if !utf8.ValidString(condition) || strings.ContainsRune(condition, 0) {
		return f, wrong(0, "the filter is not UTF-8 text")
	}
	p := &parser{lexer: lexer{text: condition}, Options: opt}
	if err := p.advance(); err != nil {
		return f, err
	}
	root, err := p.alternatives()
	if err != nil {
		return f, err
	}
	if p.now.kind != end {
		return f, wrong(p.now.at, "%s stands where the filter should end", p.now.says())
	}
	return Filter{root}, nil
}

// parser reads by recursive descent, one token ahead.
type parser struct {
	lexer
	Options
	now   token
	depth int
	terms int
}

func (p *parser) advance() (err error) {
	p.now, err = p.next()
	return err
}

// take passes over a key word or symbol, if it is next.
func (p *parser) take(what string) (bool, error) {
	if !p.at(what) {
		return false, nil
	}
	return true, p.advance()
}

func (p *parser) at(what string) bool {
	return (p.now.kind == word || p.now.kind == symbol) && strings.EqualFold(p.now.text, what)
}

// expect passes over what has to be next.
func (p *parser) expect(what string) error {
	ok, err := p.take(what)
	if err == nil && !ok {
		err = wrong(p.now.at, "%s stands where %q should", p.now.says(), what)
	}
	return err
}

// alternatives are conditions joined by OR.
func (p *parser) alternatives() (expression, error) {
	return p.joined("OR", p.conjunction, func(e []expression) expression { return either(e) })
}

// conjunction is conditions joined by AND.
func (p *parser) conjunction() (expression, error) {
	return p.joined("AND", p.negation, func(e []expression) expression { return all(e) })
}

func (p *parser) joined(by string, one func() (expression, error), join func([]expression) expression) (expression, error) {
	var parts []expression
	for {
		e, err := one()
		if err != nil {
			return nil, err
		}
		parts = append(parts, e)
		switch again, err := p.take(by); {
		case err != nil:
			return nil, err
		case again:
		case len(parts) == 1:
			return e, nil
		default:
			return join(parts), nil
		}
	}
}

func (p *parser) negation() (expression, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return nil, wrong(p.now.at, "the filter is nested more than %d deep", maxDepth)
	}
	if negated, err := p.take("NOT"); err != nil || negated {
		if err != nil {
			return nil, err
		}
		of, err := p.negation()
		return not{of}, err
	}
	if opened, err := p.take("("); err != nil || opened {
		if err != nil {
			return nil, err
		}
		inner, err := p.alternatives()
		if err != nil {
			return nil, err
		}
		return inner, p.expect(")")
	}
	if p.terms++; p.terms > maxTerms {
		return nil, wrong(p.now.at, "the filter has more than %d conditions", maxTerms)
	}
	return p.predicate()
}

// typed is an operand with its kind and where it stands.
type typed struct {
	operand
	kind Kind
	at   int
}

// scalar is a property or a literal.
func (p *parser) scalar() (t typed, err error) {
	t.at = p.now.at
	switch now := p.now; {
	case now.kind == text:
		t.value, t.kind = now.text, Text
	case now.kind == number:
		x, err := strconv.ParseFloat(now.text, 64)
		if err != nil || math.IsInf(x, 0) {
			return t, wrong(now.at, "%s is no number", now.says())
		}
		t.value, t.kind = x, Number
	case p.at("TRUE"), p.at("FALSE"):
		t.value, t.kind = p.at("TRUE"), Truth
	case p.at("TIMESTAMP"), p.at("DATE"):
		from, _, err := p.instant()
		return typed{operand{value: from}, Instant, now.at}, err
	case now.kind == word, now.kind == name:
		return p.property()
	default:
		return t, wrong(now.at, "%s stands where a property or a value should", now.says())
	}
	return t, p.advance()
}

// property is a column by its name.
func (p *parser) property() (t typed, err error) {
	now := p.now
	i := slices.IndexFunc(p.Columns, func(c Column) bool { return c.Name == now.text })
	if i < 0 || now.kind != word && now.kind != name {
		return t, wrong(now.at, "%s is no property that can be asked for; see the collection's queryables", now.says())
	}
	return typed{operand{column: now.text}, p.Columns[i].Kind, now.at}, p.advance()
}
