package format

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"

	"nightbeat/planner"
	"nightbeat/planner/risk"
)

// foreseen is a forecast of ten incidents on two corners, one of them of a category of weight 0.
func foreseen(t *testing.T) *planner.Forecast {
	t.Helper()
	corners := []orb.Point{{118.20, 39.60}, {118.21, 39.61}}
	var incidents []planner.Incident
	for i := range 10 {
		at := time.Date(2026, 5, 1+i, 9, 0, 0, 0, time.UTC)
		incidents = append(incidents, planner.Incident{ID: string(rune('a' + i)), Category: "theft", Place: corners[min(1, i/7)], At: at})
	}
	incidents[9].Category = "warrant"
	from := time.Date(2026, 5, 15, 0, 0, 0, 0, time.UTC)
	window := risk.Window{From: from, Until: from.AddDate(0, 0, 7)}
	f, err := planner.Foresee(t.Context(), planner.Request{Model: "count"}, window, incidents, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestSurfaceIsWhatTheContractSays(t *testing.T) {
	var out bytes.Buffer
	if err := WriteSurface(&out, foreseen(t)); err != nil {
		t.Fatal(err)
	}
	fc, err := geojson.UnmarshalFeatureCollection(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var head struct {
		Surface struct {
			Model, Horizon, Hours string
			At                    time.Time
			CellM                 float64 `json:"cell_m"`
			Events                int
			Excluded              map[string]int
			TotalExpected         float64 `json:"total_expected"`
		}
	}
	if err := json.Unmarshal(out.Bytes(), &head); err != nil {
		t.Fatal(err)
	}
	s := head.Surface
	if s.Model != "count" || s.Horizon != "168h" || s.CellM != 150 || s.Events != 9 || s.Excluded["warrant"] != 1 {
		t.Errorf("surface %+v", s)
	}
	if want := 9 * 168.0 / (13*24 + 15); math.Abs(s.TotalExpected-want) > 1e-9 { // 1 May 09:00 to 15 May 00:00
		t.Errorf("total expected %g, want %g", s.TotalExpected, want)
	}
	if len(fc.Features) != 18 { // two corners far apart, nine cells each
		t.Errorf("%d cells, want 18", len(fc.Features))
	}
	ids, shares := map[any]bool{}, 0.0
	for i, f := range fc.Features {
		square, ok := f.Geometry.(orb.Polygon)
		if !ok || len(square) != 1 || len(square[0]) != 5 || square[0].Orientation() != orb.CCW {
			t.Fatalf("feature %d is no anticlockwise square: %v", i, f.Geometry)
		}
		if f.Properties.MustInt("rank") != i+1 {
			t.Errorf("feature %d has rank %v", i, f.Properties["rank"])
		}
		ids[f.ID] = true
		shares += f.Properties.MustFloat64("share")
	}
	if len(ids) != len(fc.Features) || math.Abs(shares-1) > 1e-9 {
		t.Errorf("%d ids of %d, shares sum to %g", len(ids), len(fc.Features), shares)
	}
	hottest := fc.Features[0]
	if !planar.PolygonContains(hottest.Geometry.(orb.Polygon), orb.Point{118.20, 39.60}) || hottest.Properties.MustInt("count") != 7 {
		t.Errorf("the hottest cell is %v", hottest.Properties)
	}
}

func TestDescribedSurface(t *testing.T) {
	f := foreseen(t)
	if err := f.Describe(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := WriteSurface(&out, f); err != nil {
		t.Fatal(err)
	}
	var fc struct {
		Features []struct {
			Properties struct {
				Expected      float64
				GiSignificant bool               `json:"gi_significant"`
				TopShare      float64            `json:"top_share"`
				HotHour       *int               `json:"hot_hour"`
				Last          int                `json:"last_90_days"`
				ByCategory    map[string]float64 `json:"expected_by_category"`
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &fc); err != nil {
		t.Fatal(err)
	}
	hottest := fc.Features[0].Properties
	if hottest.HotHour == nil || *hottest.HotHour != 7 || hottest.Last != 7 || hottest.TopShare < 0.9 { // all at 09: 07 to 10 is the first to hold them
		t.Errorf("the hottest cell: %+v", hottest)
	}
	for i, cell := range fc.Features {
		var all float64
		for _, v := range cell.Properties.ByCategory {
			all += v
		}
		if math.Abs(all-cell.Properties.Expected) > 1e-12 {
			t.Errorf("cell %d: the categories add up to %g of %g", i, all, cell.Properties.Expected)
		}
	}
}

func TestSurfaceCSVSaysTheSame(t *testing.T) {
	f := foreseen(t)
	var out bytes.Buffer
	if err := WriteSurfaceCSV(&out, f); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1+len(f.Surface.Cells) || rows[1][5] != "1" || rows[1][6] != "7" {
		t.Errorf("%d rows, the first %v", len(rows), rows[1])
	}
}

// An incident far east widens the grid and renumbers the cells, but not their names.
func TestCellsKeepTheirNames(t *testing.T) {
	f := foreseen(t)
	g := f.Surface.Grid
	wider := *f
	wider.Surface.Grid.Cols, wider.Surface.Grid.Origin.X = g.Cols+10, g.Origin.X-10*g.CellM
	for _, c := range f.Surface.Cells {
		same, ok := wider.Surface.Grid.CellAt(g.Centre(c))
		if !ok || cellID(f, c) != cellID(&wider, same) {
			t.Fatalf("cell %s is now %s", cellID(f, c), cellID(&wider, same))
		}
	}
}

func TestReadArea(t *testing.T) {
	square := `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}`
	feature := `{"type":"Feature","properties":{},"geometry":` + square + `}`
	for _, text := range []string{square, feature, `{"type":"FeatureCollection","features":[` + feature + `]}`} {
		if area, err := ReadArea(strings.NewReader(text)); err != nil || len(area) != 1 {
			t.Errorf("%s: %v, %v", text, area, err)
		}
	}
	for _, text := range []string{"", "{}", `{"type":"Point","coordinates":[0,0]}`, square[:40]} {
		if area, err := ReadArea(strings.NewReader(text)); err == nil {
			t.Errorf("%q was taken for %v", text, area)
		}
	}
}

func TestBacktestFormatsAgree(t *testing.T) {
	var events []risk.Event
	for d := range 120 {
		at := time.Date(2026, 1, 1+d, 12, 0, 0, 0, time.UTC)
		e := risk.Event{From: at, Until: at, Weight: 1}
		e.At.X = float64(d * d % 9 * 150)
		events = append(events, e)
	}
	test := risk.Backtest{From: events[60].From, Until: events[119].From, Step: 168 * time.Hour, Horizon: 168 * time.Hour,
		Shares: []float64{0.05, 0.1}, Models: []risk.Model{risk.Count{}, risk.Learned{}},
		Study: func(e []risk.Event) (risk.Study, error) { return risk.StudyArea(e, 150) }}
	record, err := test.Run(t.Context(), events)
	if err != nil {
		t.Fatal(err)
	}
	var table, program, sheet bytes.Buffer
	for _, err := range []error{WriteBacktestTable(&table, record), WriteBacktestJSON(&program, record), WriteBacktestCSV(&sheet, record)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var wire backtestJSON
	if err := json.Unmarshal(program.Bytes(), &wire); err != nil {
		t.Fatal(err)
	}
	if len(wire.Windows) != 8 || len(wire.Scores) != 4 || len(wire.Pooled) != 2 || !strings.Contains(table.String(), wire.Verdict) {
		t.Errorf("%s\n%s", program.String(), table.String())
	}
	rows, err := csv.NewReader(&sheet).ReadAll()
	if err != nil || len(rows) != 1+2*2*8 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	var picture bytes.Buffer
	if err := WriteBacktestSVG(&picture, record); err != nil {
		t.Fatal(err)
	}
	drawn := struct {
		Path []struct {
			D string `xml:"d,attr"`
		} `xml:"path"`
	}{}
	if err := xml.Unmarshal(picture.Bytes(), &drawn); err != nil {
		t.Fatal(err)
	}
	// five levels from 0 to 80 %, two marks, the axes; for each model two intervals and a line
	if len(drawn.Path) != 5+2+1+2*(2+1) || strings.Contains(picture.String(), "NaN") {
		t.Errorf("%d paths:\n%s", len(drawn.Path), picture.String())
	}
}

func TestRoundTick(t *testing.T) {
	for v, want := range map[float64]float64{0.114: 0.2, 0.2: 0.2, 0.0021: 0.005, 7: 10, 1: 1, 30: 50} {
		if got := roundTick(v); math.Abs(got-want) > 1e-12 {
			t.Errorf("%g: %g, want %g", v, got, want)
		}
	}
}
