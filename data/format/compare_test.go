package format

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
	"nightbeat/planner/effect"
	"nightbeat/planner/words"
)

// compared is thefts from 300 to 121, snatches from 12 to 9, in the first five months of a year.
func compared(t *testing.T) *planner.Comparison {
	t.Helper()
	start := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
	var incidents []planner.Incident
	for _, c := range []struct {
		n        int
		category string
		from     time.Time
	}{{121, "theft", start}, {300, "theft", start.AddDate(-1, 0, 0)}, {9, "<snatch>", start}, {12, "<snatch>", start.AddDate(-1, 0, 0)}} {
		for i := range c.n {
			incidents = append(incidents, planner.Incident{Category: c.category, Place: orb.Point{118.2, 39.7}, At: c.from.Add(time.Duration(i) * 151 * 24 * time.Hour / time.Duration(c.n))})
		}
	}
	comparison, err := planner.Compare(planner.Request{}, planner.Question{Period: planner.Shift{Start: start, End: start.AddDate(0, 5, 0)}}, incidents)
	if err != nil {
		t.Fatal(err)
	}
	return comparison
}

func TestComparisonFormatsAgree(t *testing.T) {
	c := compared(t)
	var table, program, sheet, picture bytes.Buffer
	for _, err := range []error{WriteComparisonTable(&table, c), WriteComparisonJSON(&program, c), WriteComparisonCSV(&sheet, c), WriteComparisonSVG(&picture, c, words.Chinese)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(table.String(), "-59.7 % [-67 to -50]") || !strings.Contains(table.String(), "2022-01-01 to 2022-05-31") {
		t.Errorf("table:\n%s", table.String())
	}
	for line := range strings.Lines(table.String()) {
		if strings.Contains(line, "snatch") && strings.Contains(line, "%") {
			t.Errorf("a percentage of 12 to 9: %s", line)
		}
	}
	var wire comparisonJSON
	if err := json.Unmarshal(program.Bytes(), &wire); err != nil {
		t.Fatal(err)
	}
	snatch, theft := wire.Rows[1], wire.Rows[2]
	if snatch.Year != nil || *snatch.LastYear != 12 || theft.Year == nil || theft.Year.Ratio != 121.0/300 || theft.Turn != nil || wire.Displacement != nil {
		t.Errorf("%s", program.String())
	}
	rows, err := csv.NewReader(&sheet).ReadAll()
	if err != nil || len(rows) != 4 || rows[3][4] != "0.4033" || rows[2][4] != "" || len(rows[1]) != 18 {
		t.Errorf("%v, %v", rows, err)
	}
	if err := xml.Unmarshal(picture.Bytes(), new(struct{})); err != nil || strings.Contains(picture.String(), "NaN") || strings.Contains(picture.String(), "<snatch>") ||
		strings.Count(picture.String(), "<circle") != 2 { // the district's and the thefts' change against last year
		t.Errorf("%v\n%s", err, picture.String())
	}
}

// The story's figures: 300 to 121 is -59.7 %, between -67 and -50, as docs/statistics.md has them; 12 to 9 says nothing.
func TestComparisonIsSaidInWords(t *testing.T) {
	year := AgainstBoth(compared(t))[0]
	district, categories := year.Groups[0].Rows[0], year.Groups[1].Rows
	if said := year.Lead[0].String(); said != "The whole district: 130 instead of 312: 58 % fewer, between 49 and 66 %" { // 130/312 = 0.417; ln ± 1.96 √(1/130 + 1/312): 0.339 to 0.511
		t.Errorf("the district: %q", said)
	}
	if said := categories[1].Note().String(); said != "121 instead of 300: 60 % fewer, between 50 and 67 %" || categories[1].Percent() != "-60 % [-67, -50]" {
		t.Errorf("thefts: %q, %q", said, categories[1].Percent())
	}
	if said := categories[0].Note().String(); said != "9 instead of 12: too few to say" || categories[0].Percent() != "" {
		t.Errorf("snatches: %q", said)
	}
	if beside := district.PercentBeside(); beside != "" {
		t.Errorf("the district beside itself: %q", beside)
	}
	if before := AgainstBoth(compared(t))[1]; before.Not || len(before.Lead) != 1 || !strings.HasSuffix(before.Lead[0].String(), "too few to say") {
		t.Errorf("the period before, which had none: %v", before.Lead)
	}
}

// What chance can do is not called a change, nor is one that weeks make by varying.
func TestChanceIsNoChange(t *testing.T) {
	for _, c := range []struct {
		now, then  int
		dispersion float64
		said       string
	}{
		{95, 100, 1, "95 instead of 100: may be chance, anything between 28 % fewer and 26 % more"}, // √(1/95+1/100)·1.96 = 0.281: 0.717 to 1.258
		{150, 100, 1, "150 instead of 100: 50 % more, between 16 and 93 %"},
		{70, 100, 9, "70 instead of 100: 30 % fewer, between 5 and 48 %; but weeks vary so much here that this may be chance"},
	} {
		row := Contrast{Now: c.now, Then: c.then, Change: effect.NewChange(c.now, c.then, 30, 30, c.dispersion)}
		if said := row.Note().String(); said != c.said {
			t.Errorf("%q, want %q", said, c.said)
		}
	}
	longer := Contrast{Now: 310, Then: 200, Change: effect.NewChange(310, 200, 31, 28, 1)}
	if said := longer.Note().String(); !strings.HasPrefix(said, "310 instead of 200: 40 % more") || !strings.Contains(said, "not equally long") {
		t.Errorf("31 days against 28: %q", said)
	}
}

// The comparison on paper is the same bytes each time, in Chinese only with a font that has its letters.
func TestComparisonOnPaper(t *testing.T) {
	c := compared(t)
	var once, again bytes.Buffer
	if err := WriteComparisonPDF(&once, c, Scene{}); err != nil || !bytes.HasPrefix(once.Bytes(), []byte("%PDF-")) {
		t.Fatalf("%v, %d bytes", err, once.Len())
	}
	if err := WriteComparisonPDF(&again, c, Scene{}); err != nil || !bytes.Equal(once.Bytes(), again.Bytes()) {
		t.Errorf("%v: the same comparison has other bytes", err)
	}
	c.Rows[1].Name = "盗窃"
	if err := WriteComparisonPDF(&again, c, Scene{}); err == nil || !strings.Contains(err.Error(), "--font") {
		t.Errorf("Chinese without a font: %v", err)
	}
}

func TestReadAreasAndSpots(t *testing.T) {
	polygon := `{"type":"Polygon","coordinates":[[[118,39],[119,39],[119,40],[118,39]]]}`
	areas, err := ReadAreas(strings.NewReader(`{"type":"FeatureCollection","features":[
		{"type":"Feature","geometry":` + polygon + `,"properties":{"name":"北"}},{"type":"Feature","id":7,"geometry":` + polygon + `,"properties":null}]}`))
	if err != nil || len(areas) != 2 || areas[0].Name != "北" || areas[0].ID != "北" || areas[1].Name != "7" || areas[1].ID != "7" {
		t.Errorf("%v, %v", areas, err)
	}
	var written bytes.Buffer
	if err := WriteAreas(&written, areas); err != nil {
		t.Fatal(err)
	}
	if again, err := ReadAreas(&written); err != nil || !reflect.DeepEqual(again, areas) {
		t.Errorf("written and read: %+v, %v, want %+v", again, err, areas)
	}
	point := `{"type":"Point","coordinates":[118.2,39.7]}`
	spots, err := ReadSpots(strings.NewReader(`{"type":"FeatureCollection","features":[
		{"type":"Feature","geometry":` + point + `,"properties":{"kind":"stop","name":"market"}},{"type":"Feature","geometry":` + point + `,"properties":{"name":"again"}},
		{"type":"Feature","geometry":null,"properties":{"kind":"route"}}]}`))
	if err != nil || len(spots) != 1 || spots[0].Name != "market" {
		t.Errorf("%v, %v", spots, err)
	}
	for _, wrong := range []string{"", "{}", `{"type":"FeatureCollection","features":[]}`, `{"type":"FeatureCollection","features":[{"geometry":null}]}`} {
		if _, err := ReadAreas(strings.NewReader(wrong)); err == nil {
			t.Errorf("areas of %q", wrong)
		}
		if _, err := ReadSpots(strings.NewReader(wrong)); err == nil {
			t.Errorf("spots of %q", wrong)
		}
	}
}

func FuzzReadSpots(f *testing.F) {
	f.Add(`{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"geometry":{"type":"Point","coordinates":[1,2]},"properties":{"name":"a"}}]}`)
	f.Add(`{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		if spots, err := ReadSpots(strings.NewReader(text)); err == nil && len(spots) == 0 {
			t.Error("neither spots nor an error")
		}
		if areas, err := ReadAreas(strings.NewReader(text)); err == nil && len(areas) == 0 {
			t.Error("neither areas nor an error")
		}
	})
}
