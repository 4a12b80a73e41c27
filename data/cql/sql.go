package cql

import (
	"strings"

	"github.com/paulmach/orb"
)

// Dialect is how a database spells what databases spell differently.
type Dialect interface {
	// Column is the expression that gives a column's value.
	Column(name string) string
	// Argument is a value (text, float64, bool, time.Time) as the database takes it.
	Argument(value any) any
	// Like is the condition that a column keeps a pattern, and its arguments: % any text, _ any character, \ before one
	// that stands for itself; case matters.
	Like(column, pattern string) (clause string, args []any)
	// Intersects is the condition that the geometry meets another one.
	Intersects(with orb.Geometry) (clause string, args []any)
}

// SQL is the condition for a WHERE, with ? for each argument.
func (f Filter) SQL(d Dialect) (clause string, args []any) {
	w := &writer{Dialect: d}
	f.root.write(w)
	return w.String(), w.args
}

type writer struct {
	Dialect
	strings.Builder
	args []any
}

func (w *writer) add(clause string, args ...any) {
	w.WriteString(clause)
	w.args = append(w.args, args...)
}

func (w *writer) join(parts []expression, by string) {
	before := "("
	for _, e := range parts {
		w.add(before)
		e.write(w)
		before = by
	}
	w.add(")")
}

func (w *writer) operand(o operand) {
	if o.column != "" {
		w.add(w.Column(o.column))
		return
	}
	w.add("?", w.Argument(o.value))
}

func (a all) write(w *writer)    { w.join(a, " AND ") }
func (a either) write(w *writer) { w.join(a, " OR ") }

func (n not) write(w *writer) {
	w.add("NOT (")
	n.of.write(w)
	w.add(")")
}

func (c constant) write(w *writer) {
	if c {
		w.add("1 = 1")
	} else {
		w.add("1 = 0")
	}
}

func (c comparison) write(w *writer) {
	w.operand(c.left)
	w.add(" " + c.op + " ")
	w.operand(c.right)
}

func (l like) write(w *writer) {
	clause, args := w.Like(w.Column(l.of.column), l.pattern)
	w.add(clause, args...)
}

func (n isNull) write(w *writer) {
	w.operand(n.of)
	w.add(" IS NULL")
}

func (i intersects) write(w *writer) {
	clause, args := w.Intersects(i.with)
	w.add(clause, args...)
}
