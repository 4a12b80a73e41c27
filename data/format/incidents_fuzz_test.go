package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzScanner: the scanner and encoding/json agree what JSON is, whole and byte by byte.
func FuzzScanner(f *testing.F) {
	for _, text := range texts {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) { agree(t, text) })
}

// FuzzReadIncidents: whatever the bytes, an orderly end; what loads lies within the ranges and came from JSON.
func FuzzReadIncidents(f *testing.F) {
	for _, text := range append(texts, collect(with(when+`,"id":"a"`), with(when+`,"id":"a"`), `null`), with(when)+"\n"+with(when), "\x1f\x8b") {
		f.Add([]byte(text), "2023年9月14日 22:10")
	}
	f.Fuzz(func(t *testing.T, text []byte, at string) {
		check(t, text)
		if quoted, err := json.Marshal(at); err == nil {
			check(t, []byte(collect(with(`"time":`+string(quoted)))))
		}
	})
}

func check(t *testing.T, text []byte) {
	opt := IncidentOptions{Now: now, Zone: shanghai, MaxBytes: 1 << 20}
	got, err := ReadIncidents(t.Context(), bytes.NewReader(text), "f", opt)
	if err != nil {
		if refused := new(FileError); !errors.As(err, &refused) || got != nil {
			t.Fatalf("%v with %v", err, got)
		}
		return
	}
	if packed := bytes.HasPrefix(text, []byte{0x1f, 0x8b}); !packed && !allJSON(text) {
		t.Fatalf("%q is not JSON and was taken", text)
	}
	ids := map[string]bool{"": false}
	for _, in := range got.List {
		if math.Abs(in.Place[0]) > 180 || math.Abs(in.Place[1]) > 90 || in.Place[0] != in.Place[0] || in.Place[1] != in.Place[1] {
			t.Fatalf("place %v", in.Place)
		}
		if in.At.Year() < 1970 || in.At.After(now.Add(24*time.Hour)) || in.Between != nil && in.Between.To.Before(in.Between.From) {
			t.Fatalf("times %v, %v", in.At, in.Between)
		}
		if ids[in.ID] || !utf8.ValidString(in.ID+in.Category) {
			t.Fatalf("id %q, category %q", in.ID, in.Category)
		}
		ids[in.ID] = in.ID != ""
	}
}

// allJSON reports whether text is JSON values in UTF-8, one after the other, as encoding/json sees it.
func allJSON(text []byte) bool {
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	for decoder.More() {
		if err := decoder.Decode(new(json.RawMessage)); err != nil {
			return false
		}
	}
	return utf8.Valid(text)
}
