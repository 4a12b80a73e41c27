package cql

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
)

// Filter is a condition; the zero value keeps everything.
type Filter struct{ root expression }

// Feature gives a feature's values: text, float64, bool or time.Time; nil where there is none.
type Feature interface {
	Value(column string) any
	Shape() orb.Geometry
}

// IsZero tells whether there is no condition.
func (f Filter) IsZero() bool { return f.root == nil }

// Matches tells whether a feature keeps the condition.
func (f Filter) Matches(feature Feature) bool { return f.IsZero() || f.root.eval(feature) == yes }

// And is the condition that a feature keeps both.
func (f Filter) And(g Filter) Filter {
	switch {
	case f.IsZero():
		return g
	case g.IsZero():
		return f
	}
	return Filter{all{f.root, g.root}}
}

// Equal is the condition that a column has a value.
func Equal(column string, value any) Filter {
	return Filter{comparison{operand{column: column}, "=", operand{value: value}}}
}

// truth is what a condition is: what asks about null is unknown.
type truth int

const (
	no truth = iota
	unknown
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// expression is a condition's node.
type expression interface {
	eval(Feature) truth
	write(*writer)
}

type (
	all      []expression // AND
	either   []expression // OR
	not      struct{ of expression }
	constant bool
	// comparison is left op right; op is one of = <> < > <= >=.
	comparison struct {
		left  operand
		op    string
		right operand
	}
	like struct {
		of      operand
		pattern string
	}
	isNull     struct{ of operand }
	intersects struct{ with orb.Geometry }
)

// operand is a column, or a value where column is empty.
type operand struct {
	column string
	value  any // string, float64, bool or time.Time
}

func (o operand) of(f Feature) any {
	if o.column == "" {
		return o.value
	}
	return f.Value(o.column)
}

func (a all) eval(f Feature) truth {
	worst := yes
	for _, e := range a {
		worst = min(worst, e.eval(f))
	}
	return worst
}

func (a either) eval(f Feature) truth {
	best := no
	for _, e := range a {
		best = max(best, e.eval(f))
	}
	return best
}

func (n not) eval(f Feature) truth { return yes - n.of.eval(f) }

func (c constant) eval(Feature) truth { return truthOf(bool(c)) }

func (n isNull) eval(f Feature) truth { return truthOf(n.of.of(f) == nil) }

func (c comparison) eval(f Feature) truth {
	left, right := c.left.of(f), c.right.of(f)
	if left == nil || right == nil {
		return unknown
	}
	order := compare(left, right)
	switch c.op {
	case "=":
		return truthOf(order == 0)
	case "<>":
		return truthOf(order != 0)
	case "<":
		return truthOf(order < 0)
	case ">":
		return truthOf(order > 0)
	case "<=":
		return truthOf(order <= 0)
	}
	return truthOf(order >= 0)
}

// compare orders two values of one kind.
func compare(a, b any) int {
	switch a := a.(type) {
	case string:
		return strings.Compare(a, b.(string))
	case float64:
		return cmp.Compare(a, b.(float64))
	case time.Time:
		return a.Truncate(time.Millisecond).Compare(b.(time.Time).Truncate(time.Millisecond))
	}
	return cmp.Compare(truthOf(a.(bool)), truthOf(b.(bool)))
}

func (l like) eval(f Feature) truth {
	text, ok := l.of.of(f).(string)
	if !ok {
		return unknown
	}
	return truthOf(matches([]rune(text), pattern(l.pattern)))
}

func (i intersects) eval(f Feature) truth {
	shape := f.Shape()
	if shape == nil {
		return unknown
	}
	return truthOf(geo.Meet(shape, i.with))
}

// wild is a character of a pattern: itself, or any one (_), or any number of them (%).
type wild struct {
	char      rune
	one, many bool
}

// pattern reads a pattern of LIKE; a backslash makes the next character stand for itself.
func pattern(text string) (p []wild) {
	escaped := false
	for _, c := range text {
		switch {
		case escaped:
			p, escaped = append(p, wild{char: c}), false
		case c == '\\':
			escaped = true
		default:
			p = append(p, wild{c, c == '_', c == '%'})
		}
	}
	return slices.CompactFunc(p, func(a, b wild) bool { return a.many && b.many })
}

// matches goes on along the text, and back to the last % where it cannot: at most length of text times length of pattern
// steps.
func matches(text []rune, p []wild) bool {
	at, i, back, from := 0, 0, -1, 0
	for at < len(text) {
		switch {
		case i < len(p) && p[i].many:
			back, from = i, at
			i++
		case i < len(p) && (p[i].one || p[i].char == text[at]):
			at, i = at+1, i+1
		case back >= 0:
			from++
			at, i = from, back+1
		default:
			return false
		}
	}
	for i < len(p) && p[i].many {
		i++
	}
	return i == len(p)
}
