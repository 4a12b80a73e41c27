package server

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// goodAreas are the two halves of the made-up city.
const goodAreas = `{"type":"FeatureCollection","features":[
	{"type":"Feature","id":"west","geometry":{"type":"Polygon","coordinates":[[[118,39],[118.2,39],[118.2,40],[118,40],[118,39]]]},"properties":{"name":"河西","kind":"巡区"}},
	{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[[[118.2,39],[119,39],[119,40],[118.2,40],[118.2,39]]]]},"properties":{"name":"河东/老街"}}]}`

// TestAreas keeps areas, reads them as a collection and as tiles, and deletes one.
func TestAreas(t *testing.T) {
	base := served(t)
	for _, want := range []string{`{"new":2,"changed":0,"same":0,"ids":["west","河东/老街"]}`, `{"new":0,"changed":0,"same":2,"ids":["west","河东/老街"]}`} {
		if a := ask(t, "POST", base+"/areas", typeGeoJSON, goodAreas); a.StatusCode != http.StatusOK || strings.TrimSpace(a.body) != want {
			t.Errorf("%s %s, want %s", a.Status, a.body, want)
		}
	}
	items := base + "/collections/areas/items"
	for query, want := range map[string]int{
		"": 2, "?bbox=118.1,39.5,118.15,39.6": 1, "?kind=%E5%B7%A1%E5%8C%BA": 1, "?id=west": 1, "?filter=name+LIKE+'%25%E8%80%81%E8%A1%97'": 1, "?filter=id='west'": 1,
		"?filter=S_INTERSECTS(geometry,POINT(118.5+39.5))": 1,
	} {
		if p := pageAt(t, items+query); p.NumberMatched != want || len(p.Features) != want {
			t.Errorf("%s: %d matched, want %d", query, p.NumberMatched, want)
		}
	}
	if a := ask(t, "GET", items+"/%E6%B2%B3%E4%B8%9C%2F%E8%80%81%E8%A1%97", "", ""); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "MultiPolygon") {
		t.Errorf("an id with a slash: %s %s", a.Status, a.body)
	}
	if layers := tileRead(t, base+"/tiles/areas/9/424/194"); len(layers) != 1 || len(layers[0].Features) == 0 || layers[0].Features[0].Properties["name"] == nil {
		t.Errorf("the tile holds %+v", layers)
	}
	for _, status := range []int{http.StatusNoContent, http.StatusNotFound} {
		if a := ask(t, "DELETE", base+"/areas/%E6%B2%B3%E4%B8%9C%2F%E8%80%81%E8%A1%97", "", ""); a.StatusCode != status {
			t.Errorf("deleted: %s %s, want %d", a.Status, a.body, status)
		}
	}
	if p := pageAt(t, items); p.NumberMatched != 1 {
		t.Errorf("%d areas are left, want 1", p.NumberMatched)
	}
}

// TestAreasThatAreRefused has each named, and nothing kept.
func TestAreasThatAreRefused(t *testing.T) {
	base := served(t)
	feature := func(geometry, rest string) string {
		return `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":` + geometry + `,"properties":` + rest + `}]}`
	}
	open := `{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,2]]]}`
	for says, body := range map[string]string{
		"FeatureCollection": `{}`, "holds no area": `{"type":"FeatureCollection","features":[]}`, "is a Point": feature(`{"type":"Point","coordinates":[1,2]}`, `{"name":"a point"}`),
		"(a point)": feature(`{"type":"Point","coordinates":[1,2]}`, `{"name":"a point"}`), "not closed": feature(open, `{"name":"gap"}`),
		"200 bytes": feature(strings.Replace(open, "[1,2]]]", "[1,1]]]", 1), `{"name":"`+strings.Repeat("x", 201)+`"}`),
	} {
		if a := ask(t, "POST", base+"/areas", typeGeoJSON, body); a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, says) {
			t.Errorf("%s: %s, want 400 and %q", a.Status, a.body, says)
		}
	}
	if a := ask(t, "POST", base+"/areas", "text/plain", goodAreas); a.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("text: %s", a.Status)
	}
	if a := ask(t, "POST", base+"/areas", typeGeoJSON, strings.Repeat(" ", 9<<20)); a.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("9 MiB: %s %s", a.Status, a.body)
	}
	if p := pageAt(t, base+"/collections/areas/items"); p.NumberMatched != 0 {
		t.Errorf("%d areas are kept", p.NumberMatched)
	}
}

// TestMinutesInAreas has the areas' minutes of a plan add up to the plan's: each stop of the made-up city lies in one half.
func TestMinutesInAreas(t *testing.T) {
	base := served(t)
	a := ask(t, "POST", base+"/plans", "application/json", goodPlan)
	id := planID(t, a)
	minutes := func() (told struct{ Areas []areaMinutesJSON }) {
		if err := json.Unmarshal([]byte(ask(t, "GET", base+"/plans/"+id+"/areas", "", "").body), &told); err != nil {
			t.Fatal(err)
		}
		return told
	}
	const heading = "Minutes in each area"
	if told := minutes(); len(told.Areas) != 0 {
		t.Errorf("without areas %+v", told)
	}
	if page := ask(t, "GET", base+"/duty", "", ""); strings.Contains(page.body, heading) {
		t.Error("the page shows minutes where no areas are kept")
	}
	if a := ask(t, "POST", base+"/areas", typeGeoJSON, goodAreas); a.StatusCode != http.StatusOK {
		t.Fatal(a.body)
	}
	var planned int64
	stops := wholeOf(t, base+"/collections/stops/items?limit=1000&plan="+id)
	for _, f := range stops.Features {
		planned += int64(f.Properties["dwell_s"].(float64))
	}
	told := minutes()
	var sum int64
	for _, row := range told.Areas {
		sum += row.Planned
		if row.Done != 0 {
			t.Errorf("%s: %d s are done before the night", row.Name, row.Done)
		}
	}
	if len(told.Areas) != 2 || sum != planned || planned == 0 {
		t.Errorf("%+v: %d s in all, want the %d of the stops", told, sum, planned)
	}
	for path, heading := range map[string]string{"/duty": heading, "/duty/done": "By area"} {
		if page := ask(t, "GET", base+path, "", ""); !strings.Contains(page.body, heading) || !strings.Contains(page.body, "河西") {
			t.Errorf("%s shows no areas", path)
		}
	}
}

// TestHandOverTables has the stops' and the areas' rows of a hand-over add up to the same, and to what the page says.
func TestHandOverTables(t *testing.T) {
	base := served(t)
	plan, links := briefed(t, base)
	if a := ask(t, "POST", base+"/areas", typeGeoJSON, goodAreas); a.StatusCode != http.StatusOK {
		t.Fatal(a.body)
	}
	stop := regexp.MustCompile(`data-stop="([^"]+)"`).FindStringSubmatch(ask(t, "GET", links[0], "", "").body)[1]
	told := ask(t, "POST", links[0]+"/reports", "application/json", `[
		{"id":"report-001","stop":"`+stop+`","visit":1,"kind":"here","at":"2026-07-01T20:05:00Z"},
		{"id":"report-002","stop":"`+stop+`","visit":1,"kind":"left","at":"2026-07-01T20:15:00Z"},
		{"id":"report-003","stop":"`+stop+`","visit":1,"kind":"helped","at":"2026-07-01T20:10:00Z"}]`)
	if told.StatusCode != http.StatusOK {
		t.Fatal(told.body)
	}
	sums := func(by string) (sum map[string]int, rows int) {
		a := ask(t, "GET", base+"/duty/done.csv?plan="+plan+"&by="+by, "", "")
		lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\ufeff"))).ReadAll()
		if err != nil || a.StatusCode != http.StatusOK || !strings.Contains(a.Header.Get("Content-Disposition"), by+"s.csv") {
			t.Fatalf("%s: %s, %v, %s", by, a.Status, err, a.Header.Get("Content-Disposition"))
		}
		sum = map[string]int{}
		for _, line := range lines[1:] {
			for i, cell := range line {
				n, _ := strconv.Atoi(cell) // a name counts nothing
				sum[lines[0][i]] += n
			}
		}
		delete(sum, "longest_gap_s")
		return sum, len(lines) - 1
	}
	stops, _ := sums("stop")
	areas, rows := sums("area")
	delete(stops, "stop")
	delete(areas, "area")
	if !maps.Equal(stops, areas) || rows != 2 {
		t.Errorf("by stop %v, by area %v in %d rows", stops, areas, rows)
	}
	if stops["made"] != 1 || stops["present_s"] != 600 || stops["helped"] != 1 || stops["planned"] == 0 || stops["gaps_missed"] == 0 {
		t.Errorf("%v, want one stay of 600 s and one help", stops)
	}
	if page := ask(t, "GET", base+"/duty/done?plan="+plan, "", ""); !strings.Contains(page.body, fmt.Sprintf("1<small>/%d<", stops["planned"])) {
		t.Errorf("the page does not say 1 of %d", stops["planned"])
	}
	for _, bad := range []string{"by=person", "of=stop"} {
		if a := ask(t, "GET", base+"/duty/done.csv?"+bad, "", ""); a.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %s", bad, a.Status)
		}
	}
}
