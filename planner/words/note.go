package words

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// Note is a sentence for people that can be said in any language: its English form, with the verbs of fmt, and what
// fills them. The zero Note says nothing.
type Note struct {
	Says string
	With []Part `json:",omitempty"`
}

// Part is what fills a verb: a text (a number or a name, the same in every language), or notes that are said as a list.
type Part struct {
	Text  string `json:",omitempty"`
	Notes []Note `json:",omitempty"`
}

// verb is a verb of fmt without an explicit index, or a percent sign.
var verb = regexp.MustCompile(`%[-+# 0]*\d*(?:\.\d+)?[a-zA-Z%]`)

// New is a note: an English sentence as a format of fmt, and a value for each of its verbs. A Note or a []Note stands
// where a %s is.
func New(says string, with ...any) Note {
	n := Note{Says: says}
	verbs := verbs(says)
	for i, value := range with {
		switch value := value.(type) {
		case Note:
			n.With = append(n.With, Part{Notes: []Note{value}})
		case []Note:
			n.With = append(n.With, Part{Notes: value})
		default:
			n.With = append(n.With, Part{Text: fmt.Sprintf(verbAt(verbs, i), value)})
		}
	}
	return n
}

// verbs are those of a format that take a value.
func verbs(format string) []string {
	var found []string
	for _, v := range verb.FindAllString(format, -1) {
		if v[len(v)-1] != '%' {
			found = append(found, v)
		}
	}
	return found
}

func verbAt(verbs []string, i int) string {
	if i < len(verbs) {
		return verbs[i]
	}
	return "%v"
}

// And joins notes as a sentence does: "a, b and c".
func And(notes []Note) Note {
	switch last := len(notes) - 1; last {
	case -1:
		return Note{}
	case 0:
		return notes[0]
	default:
		return New("%s and %s", notes[:last], notes[last])
	}
}

// String says the note in English.
func (n Note) String() string { return English.Say(n) }

// UnmarshalJSON reads a note; a bare string, as plans kept before there were notes have it, says itself.
func (n *Note) UnmarshalJSON(raw []byte) error {
	var said string
	if json.Unmarshal(raw, &said) == nil {
		*n = Note{Says: strings.ReplaceAll(said, "%", "%%")}
		return nil
	}
	type bare Note // without this method
	return json.Unmarshal(raw, (*bare)(n))
}
