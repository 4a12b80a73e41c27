package format

import (
	"bytes"
	"fmt"
	"io"
	"slices"
)

// scanner reads JSON (RFC 8259) strictly, front to back, through a window that holds no more than one string. What is
// skipped is checked like what is used: grammar, escapes, UTF-8, nesting.
//
// The first failure stays in err; from then on the text seems to have ended, so loops over it end by themselves.
type scanner struct {
	in        io.Reader
	maxDepth  int
	maxString int // bytes, as written

	buf    []byte
	pos    int   // buf[pos:] is unread
	offset int64 // of buf[0] in the text
	lines  int   // line ends before buf[0]
	ended  bool  // nothing more to come from in
	depth  int
	plain  []byte // a string whose escapes are resolved
	err    error

	escaped bool // the last string was written with escapes
	half    bool // the last text held half of a surrogate pair
}

const window = 64 << 10 // bytes

func newScanner(in io.Reader, maxDepth, maxString int) *scanner {
	return &scanner{in: in, maxDepth: maxDepth, maxString: maxString, buf: make([]byte, 0, window)}
}

// syntaxError says where a text stops being JSON, or being readable.
type syntaxError struct {
	line   int   // from 1
	offset int64 // bytes from the start
	cause  error
}

func (e *syntaxError) Error() string { return e.cause.Error() }
func (e *syntaxError) Unwrap() error { return e.cause }

// fail keeps the first failure, which lies ahead bytes after pos.
func (s *scanner) fail(ahead int, cause error) {
	if s.err != nil {
		return
	}
	at := s.pos + ahead
	s.err = &syntaxError{1 + s.lines + bytes.Count(s.buf[:at], []byte{'\n'}), s.offset + int64(at), cause}
	s.buf, s.pos, s.ended = nil, 0, true
}

// unexpected fails because something else should stand ahead bytes after pos.
func (s *scanner) unexpected(ahead int, wanted string) {
	if s.pos+ahead >= len(s.buf) {
		s.fail(len(s.buf)-s.pos, fmt.Errorf("the text ends where %s should stand", wanted))
		return
	}
	s.fail(ahead, fmt.Errorf("%q where %s should stand", s.buf[s.pos+ahead:][:1], wanted))
}

// fill forgets what was read and reads on, until the window is full. It reports whether anything came.
func (s *scanner) fill() bool {
	if s.ended {
		return false
	}
	s.lines += bytes.Count(s.buf[:s.pos], []byte{'\n'})
	s.offset += int64(s.pos)
	s.buf, s.pos = s.buf[:copy(s.buf, s.buf[s.pos:])], 0
	if len(s.buf) == cap(s.buf) {
		s.buf = slices.Grow(s.buf, len(s.buf))
	}
	had := len(s.buf)
	for len(s.buf) < cap(s.buf) && !s.ended {
		n, err := s.in.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		s.ended = err == io.EOF
		if err != nil && err != io.EOF {
			s.fail(len(s.buf), err)
		}
	}
	return len(s.buf) > had
}

// peek passes over white space and gives the next byte without taking it; 0 at the end.
func (s *scanner) peek() (c byte) {
	if s.pos < len(s.buf) {
		c = s.buf[s.pos]
	}
	if c <= ' ' {
		c = s.afterBlanks()
	}
	return c
}

func (s *scanner) afterBlanks() byte {
	for {
		for ; s.pos < len(s.buf); s.pos++ {
			if c := s.buf[s.pos]; class[c]&blank == 0 {
				return c
			}
		}
		if !s.fill() {
			return 0
		}
	}
}

// at reports whether c is the very next byte: a quicker question than peek's.
func (s *scanner) at(c byte) bool { return s.pos < len(s.buf) && s.buf[s.pos] == c }

// take passes over the bytes of text if they are next, and lie in the window.
func (s *scanner) take(text string) bool {
	end := s.pos + len(text)
	if end > len(s.buf) || string(s.buf[s.pos:end]) != text {
		return false
	}
	s.pos = end
	return true
}

// lineEnd passes over blanks up to the end of the line, and reports whether it is there (or the end of the text).
func (s *scanner) lineEnd() bool {
	for s.pos < len(s.buf) || s.fill() {
		c := s.buf[s.pos]
		if class[c]&blank == 0 {
			return false
		}
		s.pos++
		if c == '\n' {
			return true
		}
	}
	return true
}

// end reports whether nothing but white space is left.
func (s *scanner) end() bool {
	s.peek()
	return s.pos == len(s.buf)
}
