package cql

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is what a token is.
type tokenKind int

const (
	end    tokenKind = iota
	word             // a name or a key word
	name             // a name in double quotes
	text             // a text in single quotes
	number           // as it is written
	symbol           // = <> < > <= >= ( ) ,
)

// token is a piece of a filter's text.
type token struct {
	kind tokenKind
	text string // without quotes
	at   int    // bytes from the start
	till int    // where it ends
}

// says names a token in a message.
func (t token) says() string {
	if t.kind == end {
		return "the end"
	}
	return fmt.Sprintf("%.40q", t.text)
}

// lexer cuts a text into tokens.
type lexer struct {
	text string
	pos  int
}

func (l *lexer) next() (token, error) {
	for l.pos < len(l.text) && strings.IndexByte(" \t\r\n", l.text[l.pos]) >= 0 {
		l.pos++
	}
	start := l.pos
	if start == len(l.text) {
		return token{at: start, till: start}, nil
	}
	c, _ := utf8.DecodeRuneInString(l.text[start:])
	switch {
	case c == '\'':
		return l.quoted('\'', text)
	case c == '"':
		return l.quoted('"', name)
	case unicode.IsDigit(c), c == '.', c == '-', c == '+':
		return l.run(number, func(c rune) bool { return unicode.IsDigit(c) || strings.ContainsRune("+-.eE", c) })
	case unicode.IsLetter(c), c == '_', c == ':':
		return l.run(word, func(c rune) bool {
			return unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("_:.", c)
		})
	}
	for _, s := range []string{"<>", "<=", ">=", "=", "<", ">", "(", ")", ","} {
		if strings.HasPrefix(l.text[start:], s) {
			l.pos += len(s)
			return token{symbol, s, start, l.pos}, nil
		}
	}
	return token{}, wrong(start, "%q means nothing here", c)
}

// run takes the characters that belong to a token.
func (l *lexer) run(kind tokenKind, belongs func(rune) bool) (token, error) {
	start := l.pos
	for l.pos < len(l.text) {
		c, n := utf8.DecodeRuneInString(l.text[l.pos:])
		if !belongs(c) {
			break
		}
		l.pos += n
	}
	return token{kind, l.text[start:l.pos], start, l.pos}, nil
}

// quoted takes a text in quotes; a quote in it is written twice, or behind a backslash.
func (l *lexer) quoted(quote byte, kind tokenKind) (token, error) {
	start := l.pos
	var b strings.Builder
	for l.pos++; l.pos < len(l.text); l.pos++ {
		c := l.text[l.pos]
		ahead := l.pos+1 < len(l.text) && l.text[l.pos+1] == quote
		switch {
		case (c == quote || c == '\\') && ahead:
			l.pos++
			b.WriteByte(quote)
		case c == quote:
			l.pos++
			return token{kind, b.String(), start, l.pos}, nil
		default:
			b.WriteByte(c)
		}
	}
	return token{}, wrong(start, "a quote is not closed")
}

// Error says what is wrong with a filter's text, and where.
type Error struct {
	At   int // bytes from the start
	What string
}

func (e *Error) Error() string { return fmt.Sprintf("at character %d: %s", e.At+1, e.What) }

func wrong(at int, format string, args ...any) error { return &Error{at, fmt.Sprintf(format, args...)} }
