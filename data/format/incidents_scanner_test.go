package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

// texts are JSON and nearly JSON, for the scanner to agree about with encoding/json.
var texts = []string{
	``, ` `, `{}`, `[]`, `null`, `true`, `false`, `nul`, `tru e`, `""`, `"a`, `"\`, `"\u12`, `"\u12G4"`, `"\x"`, `"\/\b\f\n\r\t\"\\"`,
	`"\ud83d\ude00"`, `"\ud83d"`, `"\ude00\ud83d"`, `"é中😀"`, "\"\x01\"", "\"\x7f\"", "\"\xe9\"", "\"\xed\xa0\x80\"", "\xef\xbb\xbf{}",
	`0`, `-0`, `-`, `01`, `1.`, `.5`, `1.5`, `1e5`, `1E+5`, `1e`, `1e+`, `1.5.5`, `--1`, `+1`, `1_0`, `0x10`, `NaN`, `Infinity`, `1e400`,
	`[1,2]`, `[1,]`, `[,1]`, `[1 2]`, `{"a":1}`, `{"a":1,}`, `{"a"}`, `{"a" : 1 , "b" : [ ] }`, `{a:1}`, `{'a':1}`, `{"a":1}{}`, `[1]]`,
	`// x`, "{}\x00", "\v{}", "\u00a0{}", `{"a":{"b":[{"c":null}]}}`, `[[[[[[]]]]]]`, "\t\r\n [ ] \n",
}

// TestScannerAgrees compares with encoding/json, which knows the grammar, and utf8, which knows the characters.
func TestScannerAgrees(t *testing.T) {
	for _, text := range texts {
		agree(t, []byte(text))
	}
}

func agree(t *testing.T, text []byte) {
	t.Helper()
	want := json.Valid(text) && utf8.Valid(text)
	for name, reader := range map[string]io.Reader{
		"whole": bytes.NewReader(text), "byte by byte": iotest.OneByteReader(bytes.NewReader(text)),
	} {
		s := newScanner(reader, 10_000, 1<<20)
		s.skip()
		if !s.end() {
			s.fail(0, errMore)
		}
		if got := s.err == nil; got != want {
			t.Errorf("%s: %q is JSON: %v, want %v (%v)", name, text, got, want, s.err)
		}
	}
}

// TestScannerText compares the text of strings with encoding/json's, at every place of the window's edge.
func TestScannerText(t *testing.T) {
	for _, text := range []string{`"abc"`, `"\u00e9\n\\"`, `"中\ud83d\ude00文"`, `"` + strings.Repeat(`x\t`, 50_000) + `"`, `""`} {
		var want string
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		for _, blanks := range []int{0, window - 3, window - 2, window - 1, window} {
			s := newScanner(strings.NewReader(strings.Repeat(" ", blanks)+text), 8, 1<<20)
			if got := string(s.text()); got != want || s.half || s.err != nil {
				t.Fatalf("%.20s after %d blanks: %.20q, %v", text, blanks, got, s.err)
			}
		}
	}
	s := newScanner(strings.NewReader(`"a\udc00b"`), 8, 1<<20)
	if got := string(s.text()); got != "a\uFFFDb" || !s.half {
		t.Errorf("half a pair gives %q, half %v", got, s.half)
	}
}

// TestScannerFloat compares with encoding/json, to the last bit.
func TestScannerFloat(t *testing.T) {
	for _, text := range []string{"0", "-0.0", "0.1", "-122.443344", "37.713928", "179.999999999999999", "1.5e3", "1e-7", "12", "0.30000000000000004",
		"123456789012345.6", "9007199254740993.0", "-1.7976931348623157e308", "0.000000000000001", "4.9e-324", "99999999999999.9", "1.0000000000000002"} {
		var want float64
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		s := newScanner(strings.NewReader(text+","), 8, 100)
		if s.peek(); s.float() != want || s.err != nil {
			t.Errorf("%s: not %v (%v)", text, want, s.err)
		}
	}
}

// TestScannerSaysWhere checks line and byte of the first fault, also far behind the window.
func TestScannerSaysWhere(t *testing.T) {
	lead := strings.Repeat("[1,\n2],\n", 20_000)
	for _, c := range []struct {
		text   string
		line   int
		offset int64
	}{
		{`{"a":}`, 1, 5}, {"{\n\"a\": tru}", 2, 7}, {`[1`, 1, 2}, {"[\n\n\"a\x01\"]", 3, 5}, {"[" + lead + "?]", 40_001, int64(1 + len(lead))},
	} {
		s := newScanner(strings.NewReader(c.text), 8, 100)
		s.skip()
		at := new(syntaxError)
		if !errors.As(s.err, &at) || at.line != c.line || at.offset != c.offset {
			t.Errorf("%.20q: %+v, want line %d, byte %d", c.text, s.err, c.line, c.offset)
		}
	}
}

// TestScannerLimits checks that what is too deep or too long is refused before it fills memory.
func TestScannerLimits(t *testing.T) {
	for text, want := range map[string]error{
		strings.Repeat("[", 8) + strings.Repeat("]", 8): nil,
		strings.Repeat("[", 9) + strings.Repeat("]", 9): ErrTooLarge,
		`"` + strings.Repeat("a", 100) + `"`:            nil,
		`"` + strings.Repeat("a", 101) + `"`:            ErrTooLarge,
		`"` + strings.Repeat("é", 51) + `"`:             ErrTooLarge,
		strings.Repeat("1", 100):                        nil,
		strings.Repeat("1", 101):                        ErrTooLarge,
	} {
		s := newScanner(strings.NewReader(text), 8, 100)
		if s.skip(); !errors.Is(s.err, want) {
			t.Errorf("%.20q (%d bytes): %v, want %v", text, len(text), s.err, want)
		}
	}
	source := &io.LimitedReader{R: endlessly('a'), N: 1 << 30}
	endless := newScanner(io.MultiReader(strings.NewReader(`"`), source), 8, 1000)
	if endless.skip(); !errors.Is(endless.err, ErrTooLarge) || source.N < 1<<30-window {
		t.Errorf("an endless string: %v after %d bytes", endless.err, 1<<30-source.N)
	}
}

// endlessly is a reader of one byte, for ever.
type endlessly byte

func (b endlessly) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(b)
	}
	return len(p), nil
}

func TestScannerPassesReadErrors(t *testing.T) {
	broken := errors.New("broken")
	s := newScanner(io.MultiReader(strings.NewReader(`[1,`), iotest.ErrReader(broken)), 8, 100)
	at := new(syntaxError)
	if s.skip(); !errors.As(s.err, &at) || at.cause != broken {
		t.Errorf("%v, want %v", s.err, broken)
	}
}
