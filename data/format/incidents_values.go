package format

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// enter takes the bracket that opens an object or array.
func (s *scanner) enter(bracket byte) {
	if !s.at(bracket) && s.peek() != bracket {
		s.unexpected(0, fmt.Sprintf("%q", bracket))
		return
	}
	s.pos++
	if s.depth++; s.depth > s.maxDepth {
		s.fail(0, tooLarge("brackets are nested more than %d deep", s.maxDepth))
	}
}

// more reports whether another member follows, taking the comma before it or the bracket that closes.
func (s *scanner) more(bracket byte, first bool) bool {
	switch {
	case !first && (s.at(',') || s.peek() == ','):
		s.pos++
		return true
	case s.peek() == bracket:
		s.pos++
		s.depth--
		return false
	case first && s.err == nil:
		return true
	}
	s.unexpected(0, fmt.Sprintf("',' or %q", bracket))
	return false
}

// key takes a member's name and colon; the name holds until the next read.
func (s *scanner) key() []byte {
	name := s.text()
	if s.at(':') {
		s.pos++
		return name
	}
	name = append(s.plain[:0], name...) // reading on may move the window
	s.plain = name
	if s.peek() != ':' {
		s.unexpected(0, "':'")
		return nil
	}
	s.pos++
	return name
}

// text takes a string and resolves its escapes; it holds until the next read.
func (s *scanner) text() []byte {
	raw := s.quoted()
	if s.half = false; !s.escaped {
		return raw
	}
	s.plain, s.half = unescape(s.plain[:0], raw)
	return s.plain
}

// quoted takes a string as written, without its quotes.
func (s *scanner) quoted() []byte {
	if !s.at('"') && s.peek() != '"' {
		s.unexpected(0, "a string")
		return nil
	}
	s.escaped = false
	for i := 1; ; {
		rest := s.buf[s.pos:]
		for i < len(rest) && class[rest[i]]&plain != 0 {
			i++
		}
		switch {
		case i-1 > s.maxString:
			s.fail(0, tooLarge("a string is longer than %d bytes", s.maxString))
			return nil
		case i == len(rest):
			if !s.fill() {
				s.unexpected(i, `'"'`)
				return nil
			}
		case rest[i] == '"':
			s.pos += i + 1
			return rest[1:i]
		default:
			s.escaped = s.escaped || rest[i] == '\\'
			n := s.special(i)
			if n == 0 {
				return nil
			}
			i += n
		}
	}
}

// special gives the length of the escape or the character beyond ASCII that stands ahead bytes after pos; 0 if it is
// neither.
func (s *scanner) special(ahead int) int {
	s.reach(ahead + len(`\u0000`))
	rest := s.buf[s.pos+ahead:]
	switch {
	case len(rest) == 0: // reading failed
		return 0
	case rest[0] == '\\':
		n := escapeLength(rest)
		if n == 0 {
			s.fail(ahead, errors.New("a backslash begins no JSON escape"))
		}
		return n
	case rest[0] < ' ':
		s.fail(ahead, fmt.Errorf("the control character %U stands bare in a string", rest[0]))
		return 0
	}
	r, n := utf8.DecodeRune(rest)
	if r == utf8.RuneError && n == 1 {
		s.fail(ahead, fmt.Errorf("the byte %#x is not UTF-8; save the file as UTF-8", rest[0]))
		return 0
	}
	return n
}

// reach reads on until n bytes are unread, or the text ends.
func (s *scanner) reach(n int) {
	for len(s.buf)-s.pos < n && s.fill() {
	}
}

// number takes a number as written; it holds until the next read.
func (s *scanner) number() []byte {
	n := 0
	for n <= s.maxString && (s.pos+n < len(s.buf) || s.fill()) && class[s.buf[s.pos+n]]&numeric != 0 {
		n++
	}
	if n > s.maxString {
		s.fail(0, tooLarge("a number is longer than %d bytes", s.maxString))
		return nil
	}
	raw := s.buf[s.pos : s.pos+n]
	if n > 0 && !isNumber(raw) {
		s.fail(0, errors.New("a number is not written as JSON asks"))
		return nil
	}
	if n == 0 {
		s.unexpected(0, "a value")
		return nil
	}
	s.pos += n
	return raw
}

// float takes a number and gives the nearest float64; infinite where it is too large for one.
func (s *scanner) float() float64 {
	if x, n := decimal(s.buf[s.pos:]); n > 0 {
		s.pos += n
		return x
	}
	x, _ := strconv.ParseFloat(string(s.number()), 64) // the error is that x is infinite
	return x
}

// word takes true, false or null.
func (s *scanner) word(word string) {
	s.reach(len(word))
	if !bytes.HasPrefix(s.buf[s.pos:], []byte(word)) {
		s.unexpected(0, "a value")
		return
	}
	s.pos += len(word)
}

// skip takes any value.
func (s *scanner) skip() {
	switch s.peek() {
	case '{':
		s.enter('{')
		for first := true; s.more('}', first); first = false {
			s.key()
			s.skip()
		}
	case '[':
		s.enter('[')
		for first := true; s.more(']', first); first = false {
			s.skip()
		}
	case '"':
		s.quoted()
	case 't':
		s.word("true")
	case 'f':
		s.word("false")
	case 'n':
		s.word("null")
	default:
		s.number()
	}
}

// form tells what the next value is by its first byte.
func (s *scanner) form() form {
	switch s.peek() {
	case 'n':
		return absent
	case '"':
		return text
	case '{':
		return object
	case '[':
		return array
	case 't', 'f':
		return boolean
	}
	return number
}

// textOrSkip takes any value and gives the text of a string; it holds until the next read.
func (s *scanner) textOrSkip() []byte {
	if s.form() == text {
		return s.text()
	}
	s.skip()
	return nil
}
