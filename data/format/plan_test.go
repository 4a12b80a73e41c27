package format

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"nightbeat/planner"
)

// smallPlan is two stays by one unit, with a hostile name, and a unit that stays at home.
func smallPlan() *planner.Plan {
	start := time.Date(2026, 7, 1, 20, 0, 0, 0, time.FixedZone("", 8*3600))
	at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	base, stop := orb.Point{118.2, 39.7}, orb.Point{118.21, 39.71}
	a1 := planner.Unit{ID: "A1", Name: "=1+1 <Car>", Profile: "patrol", Base: base, Start: start, End: at(480)}
	a2 := planner.Unit{ID: "A2", Name: "Car 2", Profile: "patrol", Base: base, Start: start, End: at(480)}
	leg := func(from, to string, depart, arrive int, line ...orb.Point) planner.Leg {
		return planner.Leg{From: from, To: to, Depart: at(depart), Arrive: at(arrive), DistanceM: 1400, Line: line, Streets: []string{"Xinhua Road"}}
	}
	return &planner.Plan{
		ID: "0123456789ab", Status: planner.Draft, Model: "count",
		Request: planner.Request{Shift: planner.Shift{Start: start, End: at(480)}, Units: []planner.Unit{a1, a2}, CellM: 150, Model: "count", Dwell: 14 * time.Minute, Revisit: 2 * time.Hour},
		Stops: []planner.Stop{{ID: "S01", Name: "Market\x1b & <b>School</b>", Place: stop, Expected: 0.5, Share: 0.25, Incidents: 4,
			Reason: planner.Reason{WithinM: 100, Days: 30, Categories: []planner.CategoryCount{{Category: "Burglary", Count: 4}}, Rank: 1, Cells: 9}}},
		Routes: []planner.Route{
			{Unit: a1, Color: "#0072b2", Start: start, End: at(120), DistanceM: 2800, Drive: 10 * time.Minute, Dwell: 110 * time.Minute, Share: 0.25,
				Calls: []planner.Call{{Stop: 0, Visit: 1, Arrive: at(5), Leave: at(19)}, {Stop: 0, Visit: 2, Arrive: at(99), Leave: at(115), Gap: 80 * time.Minute}},
				Legs:  []planner.Leg{leg("", "S01", 0, 5, base, stop), leg("S01", "S01", 19, 99, stop, stop), leg("S01", "", 115, 120, stop, base)}},
			{Unit: a2, Color: "#d55e00", Start: start, End: start},
		},
		Expected: 2, Share: 0.25, AreaShare: 0.1,
	}
}

func planWritten(t *testing.T, name string) []byte {
	t.Helper()
	f, err := PlanFormatNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b, smallPlan(), Scene{}); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return b.Bytes()
}

func TestGeoJSONIsAsTheContractSays(t *testing.T) {
	raw := planWritten(t, "geojson")
	fc, err := geojson.UnmarshalFeatureCollection(raw)
	if err != nil {
		t.Fatal(err)
	}
	if len(fc.Features) != 7 || len(fc.BBox) != 4 { // 2 routes, 2 stops, 3 legs
		t.Fatalf("%d features, bbox %v", len(fc.Features), fc.BBox)
	}
	ids := map[any]bool{}
	for _, f := range fc.Features {
		ids[f.ID] = true
	}
	if len(ids) != len(fc.Features) {
		t.Errorf("ids repeat: %v", ids)
	}
	var top map[string]json.RawMessage
	if err := json.Unmarshal(raw, &top); err != nil {
		t.Fatal(err)
	}
	var plan map[string]any
	if err := json.Unmarshal(top["plan"], &plan); err != nil {
		t.Fatal(err)
	}
	for _, name := range strings.Fields("id name status seed iterations cut shift cell_m model units capacity share area_share stops unserved gaps workload reward bound gap_percent warnings") {
		if _, ok := plan[name]; !ok {
			t.Errorf("plan lacks %s", name)
		}
	}
	want := map[string]string{
		"route": "plan unit name color start end stops distance_m drive_s dwell_s wait_s break_s share",
		"stop":  "plan unit sequence stop name arrive leave dwell_s priority visit gap_s expected share incidents reason snapped_m",
		"leg":   "plan unit sequence from to depart arrive distance_m duration_s streets",
	}
	for _, f := range fc.Features {
		for _, name := range strings.Fields(want[f.Properties.MustString("kind")]) {
			if _, ok := f.Properties[name]; !ok {
				t.Errorf("%v lacks %s", f.Properties["kind"], name)
			}
		}
	}
	if !bytes.Contains(raw, []byte(`"id":"0123456789ab-A2","geometry":null`)) {
		t.Error("a route of no stops is not a feature whose geometry is null")
	}
}

func TestCSVHoldsNoFormula(t *testing.T) {
	raw, found := strings.CutPrefix(string(planWritten(t, "csv")), "\ufeff")
	if !found {
		t.Error("no byte-order mark")
	}
	rows, err := csv.NewReader(strings.NewReader(raw)).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, cell := range rows[1] {
		if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
			t.Errorf("cell %q is a formula", cell)
		}
	}
}

func TestXMLIsWellFormedAndHoldsNoMarkup(t *testing.T) {
	for _, name := range []string{"gpx", "kml", "svg"} {
		raw := planWritten(t, name)
		d := xml.NewDecoder(bytes.NewReader(raw))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if e, ok := token.(xml.StartElement); ok && (e.Name.Local == "b" || e.Name.Local == "Car") {
				t.Errorf("%s: a name became the element %s", name, e.Name.Local)
			}
		}
	}
}

func TestEveryFormatGivesTheSameBytes(t *testing.T) {
	for _, f := range PlanFormats() {
		if !bytes.Equal(planWritten(t, f.Name), planWritten(t, f.Name)) {
			t.Errorf("%s: two writings differ", f.Name)
		}
	}
}

func TestPDFRefusesLettersWithoutAFont(t *testing.T) {
	plan := smallPlan()
	plan.Routes[0].Unit.Name = "1号车"
	var refused *planner.Error
	if err := WritePDF(io.Discard, plan, Scene{}); !errors.As(err, &refused) || refused.Field != "font" {
		t.Errorf("%v, want a refusal that names the font", err)
	}
}
