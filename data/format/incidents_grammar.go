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

// decimal reads the number that b begins with and gives its length, if it is written with a point, in at most fifteen
// digits and no exponent, and something follows it; else 0.
//
// Fifteen digits m and the powers of ten 10^f up to 10^15 are exact in a float64, so m / 10^f is rounded only once, as
// it should be (W. D. Clinger, How to read floating point numbers accurately, 1990).
func decimal(b []byte) (x float64, n int) {
	sign := 1.0
	i := 0
	if len(b) > 0 && b[0] == '-' {
		sign, i = -1, 1
	}
	start, point, m := i, 0, int64(0)
	for ; i < len(b) && i < start+16; i++ {
		if c := b[i]; c-'0' < 10 {
			m = 10*m + int64(c-'0')
		} else if c == '.' && point == 0 {
			point = i
		} else {
			break
		}
	}
	leading := point > start+1 && b[start] == '0'
	if point <= start || leading || i == point+1 || i == len(b) || class[b[i]]&numeric != 0 {
		return 0, 0
	}
	return sign * float64(m) / powersOfTen[i-point-1], i
}

var powersOfTen = [16]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

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

// unescape appends a string as written to dst, its escapes resolved. half tells that it held half of a UTF-16 pair,
// which JSON can write and UTF-8 cannot; U+FFFD stands for it.
func unescape(dst, raw []byte) (resolved []byte, half bool) {
	for len(raw) > 0 {
		n := 1
		switch {
		case raw[0] != '\\':
			dst = append(dst, raw[0])
		case raw[1] != 'u':
			dst = append(dst, shortEscape(raw[1]))
			n = 2
		default:
			var r rune
			r, n = escapedRune(raw)
			half = half || utf16.IsSurrogate(r)
			dst = utf8.AppendRune(dst, r)
		}
		raw = raw[n:]
	}
	return dst, half
}

// escapedRune reads one \uXXXX, or the two of a pair, and gives the length.
func escapedRune(b []byte) (r rune, n int) {
	r, _ = codeUnit(b)
	low, _ := codeUnit(b[6:])
	if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
		return pair, 12
	}
	return r, 6
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
