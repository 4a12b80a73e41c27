package words

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// Language is one that the house speaks, by its BCP 47 tag.
type Language string

const (
	English Language = "en"
	Chinese Language = "zh-CN"
)

// Languages are all of them, the one for those who ask for none first.
func Languages() []Language { return []Language{English, Chinese} }

//go:embed zh-CN.json
var chineseJSON []byte

// chinese is the table from English to Chinese: {1} stands for the first value.
var chinese = sync.OnceValue(func() map[string]string {
	table := map[string]string{}
	if err := json.Unmarshal(chineseJSON, &table); err != nil {
		panic("zh-CN.json: " + err.Error()) // embedded and tested: cannot be
	}
	return table
})

// Table is the language's own form of each English sentence; nil for English.
func (l Language) Table() map[string]string {
	if l == Chinese {
		return chinese()
	}
	return nil
}

// Say says a note.
func (l Language) Say(n Note) string {
	values := make([]string, len(n.With))
	for i, part := range n.With {
		values[i] = l.part(part)
	}
	if own, ok := l.Table()[n.Says]; ok {
		return filled(own, values)
	}
	return inEnglish(n.Says, values)
}

// Sayf says an English sentence, a format of fmt, with its values.
func (l Language) Sayf(says string, with ...any) string { return l.Say(New(says, with...)) }

func (l Language) part(p Part) string {
	if p.Notes == nil {
		return p.Text
	}
	said := make([]string, len(p.Notes))
	for i, n := range p.Notes {
		said[i] = l.Say(n)
	}
	return strings.Join(said, l.Say(Note{Says: ", "}))
}

var placeholder = regexp.MustCompile(`\{(\d+)\}`)

// filled puts values into a table's sentence.
func filled(own string, values []string) string {
	return placeholder.ReplaceAllStringFunc(own, func(hole string) string {
		i, _ := strconv.Atoi(hole[1 : len(hole)-1]) // digits
		if i < 1 || i > len(values) {
			return ""
		}
		return values[i-1]
	})
}

// inEnglish puts values into a format, in turn.
func inEnglish(format string, values []string) string {
	next := 0
	return verb.ReplaceAllStringFunc(format, func(v string) string {
		switch {
		case strings.HasSuffix(v, "%"):
			return "%"
		case next < len(values):
			next++
			return values[next-1]
		}
		return v
	})
}

// Preferred is the language that an Accept-Language header (RFC 9110, 12.5.4) asks for: the first that the house
// speaks, whatever the weights; English where there is none.
func Preferred(header string) Language {
	for part := range strings.SplitSeq(header, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		if l, ok := Named(tag); ok {
			return l
		}
	}
	return English
}

// Named is the language that a tag such as zh, zh-CN, zh-Hans or en-GB means.
func Named(tag string) (Language, bool) {
	first, _, _ := strings.Cut(strings.ToLower(tag), "-")
	for _, l := range Languages() {
		if own, _, _ := strings.Cut(string(l), "-"); own == first {
			return l, true
		}
	}
	return "", false
}

// Name is what the language calls itself.
func (l Language) Name() string {
	if l == Chinese {
		return "中文"
	}
	return "English"
}
