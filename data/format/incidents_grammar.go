package format

import (
	"unicode/utf16"
	"unicode/utf8"
)

// What a byte may be in JSON text.
const (
	plain   = 1 << iota // stands for itself in a string
	blank               // white space between values
	numeric             // part of a number
)

var class = classes()

func classes() (c [256]uint8) {
	for b := ' '; b < utf8.RuneSelf; b++ {
		c[b] = plain
	}
	c['"'], c['\\'] = 0, 0
	for _, b := range "\t\n\r " {
		c[b] |= blank
	}
	for _, b := range "0123456789+-.eE" {
		c[b] |= numeric
	}
	return c
}

// isNumber reports whether b is a JSON number: -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
func isNumber(b []byte) bool {
	if len(b) > 0 && b[0] == '-' {
		b = b[1:]
	}
	whole := digits(b)
	if whole == 0 || whole > 1 && b[0] == '0' {
		return false
	}
	if b = b[whole:]; len(b) > 0 && b[0] == '.' {
		n := digits(b[1:])
		if n == 0 {
			return false
		}
		b = b[1+n:]
	}
	return len(b) == 0 || isExponent(b)
}

func isExponent(b []byte) bool {
	if b[0]|0x20 != 'e' {
		return false
	}
	if b = b[1:]; len(b) > 0 && (b[0] == '+' || b[0] == '-') {
		b = b[1:]
	}
	return len(b) > 0 && digits(b) == len(b)
}

// digits counts the decimal digits that b begins with.
func digits(b []byte) int {
	for i, c := range b {
		if c < '0' || c > '9' {
			return i
		}
	}
	return len(b)
}

// escapeLength gives the length of the escape that b begins with; 0 if it is none.
func escapeLength(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if _, ok := codeUnit(b); ok {
			return 6
		}
	}
	return 0
}

// codeUnit reads the UTF-16 code unit of \uXXXX.
func codeUnit(b []byte) (unit rune, ok bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	for _, c := range b[2:6] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		unit = unit<<4 | rune(c)
	}
	return unit, true
}

// loneSurrogate stands for half of a UTF-16 pair, which JSON can write and UTF-8 cannot.
const loneSurrogate = 0xFF

// unescape appends a string as written to dst, its escapes resolved.
func unescape(dst, raw []byte) []byte {
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			dst = append(dst, raw[i])
			i++
			continue
		}
		n := escapeLength(raw[i:])
		if n == 2 {
			dst = append(dst, shortEscape(raw[i+1]))
			i += n
			continue
		}
		unit, _ := codeUnit(raw[i:])
		i += n
		if low, ok := codeUnit(raw[i:]); ok && utf16.DecodeRune(unit, low) != utf8.RuneError {
			unit = utf16.DecodeRune(unit, low)
			i += n
		}
		if utf16.IsSurrogate(unit) {
			dst = append(dst, loneSurrogate)
			continue
		}
		dst = utf8.AppendRune(dst, unit)
	}
	return dst
}

func shortEscape(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return c
}
