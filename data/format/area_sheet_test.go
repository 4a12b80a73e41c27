package format

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// officersSheet is a sheet of a made-up area with so many fixed points and repeat places.
func officersSheet(rows int) *planner.Sheet {
	start := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	s := &planner.Sheet{
		Area: planner.Area{ID: "a", Name: "Riverside", Kind: "beat"}, Period: planner.Shift{Start: start, End: start.AddDate(0, 1, 0)},
		Service: make([]int, len(planner.Services())),
	}
	for i := range rows {
		place := orb.Point{118.2, 39.7 + 0.001*float64(i)}
		calls := []planner.Incident{{At: start}, {At: start.AddDate(0, 0, 4)}, {At: start.AddDate(0, 0, 9)}}
		s.Points = append(s.Points, planner.SheetPoint{Name: fmt.Sprint("post ", i+1), Place: place, Nights: 1, Visits: 2, Asked: time.Hour, Stayed: time.Minute})
		s.Repeat = append(s.Repeat, planner.RepeatPlace{Name: fmt.Sprint("door ", i+1), Place: place, Kinds: []planner.CategoryCount{{Category: "noise", Count: 3}}, Calls: calls, Count: 3, Days: 3})
	}
	return s
}

// printedText is what the streams of a PDF draw, when it is printed in Latin letters.
func printedText(t *testing.T, pdf []byte) string {
	t.Helper()
	var all strings.Builder
	for part := range bytes.SplitSeq(pdf, []byte("stream\n")) {
		stream, err := zlib.NewReader(bytes.NewReader(part))
		if err != nil {
			continue // no stream
		}
		text, err := io.ReadAll(stream)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// TestSheetOnPaper has every part of a sheet under its title, and says what is empty and what is not printed.
func TestSheetOnPaper(t *testing.T) {
	for rows, says := range map[int][]string{
		0:  {"Riverside beat", "Hot hours", "Series that may be open", "None.", "Repeat places", "3 of the last 90 days", "Fixed points", "No approved night of these days"},
		20: {"door 20", "noise 3", "2026-06-10", "post 20"},
		23: {"door 20", "3 more are not printed", "post 20"},
	} {
		var page bytes.Buffer
		if err := WriteSheetPDF(&page, officersSheet(rows), Scene{}); err != nil {
			t.Fatal(err)
		}
		printed := printedText(t, page.Bytes())
		for _, want := range says {
			if !strings.Contains(printed, want) {
				t.Errorf("%d rows: %q is missing in\n%s", rows, want, printed)
			}
		}
		if rows == 20 && strings.Contains(printed, "not printed") || strings.Contains(printed, "door 21") {
			t.Errorf("%d rows: too many or too few are printed\n%s", rows, printed)
		}
	}
}

// TestSheetStaysOnItsPages has more to say than a page holds: nothing is printed on a page's foot but that, or under it.
func TestSheetStaysOnItsPages(t *testing.T) {
	s := officersSheet(30)
	for i := range 60 {
		at := planner.Incident{At: s.Period.Start}
		s.Categories = append(s.Categories, planner.CategoryCount{Category: fmt.Sprint("category ", i), Count: 1})
		s.Series = append(s.Series, planner.Series{Category: fmt.Sprint("series ", i), Incidents: []planner.Incident{at, at}})
	}
	var page bytes.Buffer
	if err := WriteSheetPDF(&page, s, Scene{}); err != nil {
		t.Fatal(err)
	}
	printed := printedText(t, page.Bytes())
	low, feet := 0, bytes.Count(page.Bytes(), []byte("/Type /Page\n"))
	for _, at := range regexp.MustCompile(`BT \S+ (\S+) Td`).FindAllStringSubmatch(printed, -1) {
		if y, err := strconv.ParseFloat(at[1], 64); err != nil || y < (pageMargin+6)*72/25.4 { // points from the lower edge
			low++
		}
	}
	if low != feet || feet < 3 {
		t.Errorf("%d lines lie on or under the feet of %d pages", low, feet)
	}
	for i := range 60 {
		if !strings.Contains(printed, fmt.Sprintf("series %d:", i)) {
			t.Errorf("series %d is not printed", i)
		}
	}
}

// TestSheetForPrograms reads back where a place is and how often it called; none are an empty list.
func TestSheetForPrograms(t *testing.T) {
	var told struct {
		Repeat []struct {
			Name  string
			Place orb.Point
			Calls int
			About []string
		}
	}
	var out bytes.Buffer
	if err := WriteSheetJSON(&out, officersSheet(1)); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out.Bytes(), &told); err != nil || len(told.Repeat) != 1 {
		t.Fatalf("%v %s", err, out.Bytes())
	}
	if r := told.Repeat[0]; r.Name != "door 1" || r.Place != (orb.Point{118.2, 39.7}) || r.Calls != 3 || len(r.About) != 1 || r.About[0] != "3 noise" {
		t.Errorf("%+v", r)
	}
	out.Reset()
	if err := WriteSheetJSON(&out, officersSheet(0)); err != nil || !strings.Contains(out.String(), `"repeat": []`) {
		t.Errorf("%v %s", err, out.String())
	}
}

// TestRepeatNoteInChinese keeps the numbers in their places.
func TestRepeatNoteInChinese(t *testing.T) {
	if said := words.Chinese.Say(RepeatNote(officersSheet(0))); !strings.Contains(said, "截至 2026-06-30，最近 90 天内至少有 3 天") {
		t.Error(said)
	}
}
