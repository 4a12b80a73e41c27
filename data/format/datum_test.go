package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/planner"
)

// TestDatumsAreNamedAndWhole writes a plan in each datum: the file names it, no place of WGS 84 is left in it, and the plan
// stays as it was.
func TestDatumsAreNamedAndWhole(t *testing.T) {
	busy := func() *planner.Plan {
		p := smallPlan()
		p.Request.Must = []planner.Must{{ID: "M", Place: orb.Point{118.22, 39.72}}}
		p.Request.Area = orb.MultiPolygon{orb.Bound{Min: orb.Point{118.23, 39.73}, Max: orb.Point{118.24, 39.74}}.ToPolygon()}
		p.Request.Closures = []planner.Closure{{Where: orb.LineString{{118.25, 39.75}, {118.26, 39.76}}}}
		return p
	}
	for _, d := range geo.Datums() {
		for _, f := range PlanFormats() {
			plan := busy()
			var b bytes.Buffer
			if err := f.Write(&b, plan, Scene{Datum: d}); err != nil && f.Name != "pdf" {
				t.Fatalf("%s: %v", f.Name, err)
			}
			if !reflect.DeepEqual(plan, busy()) {
				t.Errorf("%s in %s changed the plan", f.Name, d.Name)
			}
			if !f.Datums {
				continue
			}
			text := b.String()
			if !strings.Contains(text, d.Title) && !strings.Contains(text, d.Name) {
				t.Errorf("%s does not name %s", f.Name, d.Title)
			}
			stop := toCentimetre(d.To(plan.Stops[0].Place))
			if !strings.Contains(text, fmt.Sprintf("%.7g", stop[0])) { // 118.2163 and on
				t.Errorf("%s in %s does not hold %v", f.Name, d.Name, stop)
			}
			for _, old := range []string{"118.2,39.7", "118.21,39.71", "118.22,39.72", "118.23,39.73", "118.25,39.75", `"118.21"`, "118.2100000"} {
				if strings.Contains(text, old) {
					t.Errorf("%s in %s holds the place %s", f.Name, d.Name, old)
				}
			}
		}
	}
}

// TestShiftedGeoJSONIsNotReadAsWGS84 has our own reader refuse it.
func TestShiftedGeoJSONIsNotReadAsWGS84(t *testing.T) {
	gcj, _ := geo.DatumNamed("gcj02")
	for _, name := range []string{"geojson", "geojsons"} {
		f, err := PlanFormatNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := f.Write(&b, smallPlan(), Scene{Datum: gcj}); err != nil {
			t.Fatal(err)
		}
		if in, err := ReadIncidents(t.Context(), &b, name, IncidentOptions{}); err == nil && len(in.List) > 0 {
			t.Errorf("%s: %d features were taken for WGS 84", name, len(in.List))
		}
	}
}

// TestGeoJSONSeqIsAFeatureARecord takes the sequence apart (RFC 8142: 0x1e, a text, a line feed).
func TestGeoJSONSeqIsAFeatureARecord(t *testing.T) {
	var whole struct{ Features []json.RawMessage }
	if err := json.Unmarshal(planWritten(t, "geojson"), &whole); err != nil {
		t.Fatal(err)
	}
	records := strings.Split(string(planWritten(t, "geojsons")), "\x1e")
	if records[0] != "" || len(records) != len(whole.Features)+1 {
		t.Fatalf("%d records that begin with %q, want %d", len(records)-1, records[0], len(whole.Features))
	}
	for i, r := range records[1:] {
		if r != string(whole.Features[i])+"\n" {
			t.Errorf("record %d is %q", i, r)
		}
	}
}
