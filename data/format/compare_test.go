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
	for _, err := range []error{WriteComparisonTable(&table, c), WriteComparisonJSON(&program, c), WriteComparisonCSV(&sheet, c), WriteComparisonSVG(&picture, c)} {
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
