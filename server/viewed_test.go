package server

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"nightbeat/data"
)

// counted finds the counts of incidents in whatever is answered: properties, rows, sentences in both languages.
var counted = []*regexp.Regexp{
	regexp.MustCompile(`"(?:incidents|count|calls|clocked|in_hours|hour_known|apart)": ?([0-9]+)`),
	regexp.MustCompile(`\b([0-9]+) (?:Theft|Burglary|Robbery|Fight|Noise complaint)\b`),
	regexp.MustCompile(`\b([0-9]+) other within`),
}

// TestNoAddressTellsAViewerOfFew asks for every address that a viewer may read, of a plan whose stops have few incidents,
// in each format, and of an area: every count is a multiple of five, so that none of one to four comes of taking some from
// others. An analyst is told of others.
func TestNoAddressTellsAViewerOfFew(t *testing.T) {
	st := calling(t)
	if a := st.as(t, "commander", "POST", "/areas", goodAreas); a.StatusCode != http.StatusOK {
		t.Fatalf("%s %s", a.Status, a.body)
	}
	plan := planID(t, st.as(t, "commander", "POST", "/plans", strings.Replace(goodPlan, "{", `{"categories":{"Noise complaint":1},`, 1)))
	told := map[string]int{}
	for _, r := range rights {
		if r.method != "GET" || r.may == nil || strings.Contains(r.path, ":job") || !mayRead(r, data.Viewer) {
			continue
		}
		for _, address := range addressesOf(r.path, plan) {
			for _, role := range []string{"viewer", "analyst"} {
				a := st.as(t, role, "GET", address, "")
				for _, pattern := range counted {
					for _, m := range pattern.FindAllStringSubmatch(a.body, -1) {
						if n, _ := strconv.Atoi(m[1]); n%viewedFewest != 0 {
							told[role]++
							if role == "viewer" {
								t.Errorf("%s tells a viewer %s", address, m[0])
							}
						}
					}
				}
			}
		}
	}
	if told["analyst"] == 0 {
		t.Error("an analyst is told of few nowhere: the test shows nothing")
	}
}

func mayRead(r right, role data.Role) bool {
	for _, may := range r.may {
		if may == role {
			return true
		}
	}
	return false
}

// addressesOf fills in the parameters of an address.
func addressesOf(path, plan string) (all []string) {
	if path == "/plans/:id" {
		for _, ending := range []string{"", ".geojson", ".geojsons", ".csv", ".gpx", ".kml", ".svg", ".gpkg"} {
			all = append(all, "/plans/"+plan+ending)
		}
		return all
	}
	if path == "/areas/:id" {
		return []string{"/areas/west", "/areas/west.json", "/areas/west.svg"}
	}
	if strings.Contains(path, ":collection") {
		for _, name := range []string{"routes", "stops", "legs", "risk", "repeat-places", "incidents"} {
			all = append(all, strings.Replace(strings.Replace(path, ":collection", name, 1), ":id", "R02", 1))
		}
		return all
	}
	return []string{strings.NewReplacer(":id", plan, ":set", "risk", ":z", "14", ":x", "13571", ":y", "6204").Replace(path)}
}

// A viewer sees no cell of fewer incidents than would hide one; an analyst sees them all.
func TestViewersSeeNoSingleIncident(t *testing.T) {
	st := staffed(t)
	planID(t, st.as(t, "commander", "POST", "/plans", goodPlan))
	const cells = "/collections/risk/items?limit=10000"
	fewer := func(user string) (all, few int) {
		for _, f := range pageOf(t, st.as(t, user, "GET", cells, "")).Features {
			if all++; f.Properties["count"].(float64) < viewedFewest {
				few++
			}
		}
		return all, few
	}
	if all, few := fewer("analyst"); few == 0 {
		t.Fatalf("of %d cells none has few incidents: the test shows nothing", all)
	}
	if all, few := fewer("viewer"); all == 0 || few > 0 {
		t.Errorf("a viewer sees %d cells, %d of them of fewer than %d incidents", all, few, viewedFewest)
	}
}
