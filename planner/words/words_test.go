package words_test

import (
	"encoding/json"
	"testing"

	"nightbeat/planner/words"
)

func TestNotesAreSaidAsTheirFormat(t *testing.T) {
	for _, c := range []struct {
		note words.Note
		want string
	}{
		{words.Note{}, ""},
		{words.New("plain, 100 %%"), "plain, 100 %"},
		{words.New("%d of %.1f min, %q", 3, 2.25, "a"), `3 of 2.2 min, "a"`},
		{words.New("%s: %d", words.New("as many as %d", 7), 2), "as many as 7: 2"},
		{words.New("left out: %s", []words.Note{words.New("%d a", 1), words.New("%d b", 2)}), "left out: 1 a, 2 b"},
		{words.And([]words.Note{{Says: "a"}, {Says: "b"}, {Says: "c"}}), "a, b and c"},
		{words.And([]words.Note{{Says: "a"}}), "a"},
		{words.And(nil), ""},
		{words.New("%s", "50 %d"), "50 %d"},
	} {
		if got := c.note.String(); got != c.want {
			t.Errorf("%#v says %q, want %q", c.note, got, c.want)
		}
	}
}

func TestNotesAreKeptAsJSON(t *testing.T) {
	given := words.New("%d of %s", 1, []words.Note{words.New("%.1f", 2.5)})
	raw, err := json.Marshal(given)
	if err != nil {
		t.Fatal(err)
	}
	var got words.Note
	if err := json.Unmarshal(raw, &got); err != nil || got.String() != "1 of 2.5" {
		t.Errorf("%s comes back as %q, %v", raw, got, err)
	}
	if err := json.Unmarshal([]byte(`"99 % kept"`), &got); err != nil || got.String() != "99 % kept" {
		t.Errorf("an old plan's sentence comes back as %q, %v", got, err)
	}
	if err := json.Unmarshal([]byte(`7`), &got); err == nil {
		t.Error("a number is taken for a note")
	}
}

func TestPreferred(t *testing.T) {
	for header, want := range map[string]words.Language{
		"": words.English, "zh-CN,zh;q=0.9,en;q=0.8": words.Chinese, "fr, zh-Hans;q=0.5": words.Chinese, "en-GB, zh": words.English, "fr": words.English, "*": words.English,
	} {
		if got := words.Preferred(header); got != want {
			t.Errorf("%q prefers %s, want %s", header, got, want)
		}
	}
}
