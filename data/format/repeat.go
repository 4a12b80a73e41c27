package format

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/paulmach/orb/geojson"

	"nightbeat/planner"
	"nightbeat/planner/risk"
)

// RepeatLayer is the places that call again and again.
func RepeatLayer() Layer {
	return Layer{Name: "repeat-places", Title: "Repeat places: where calls come again and again", Geometry: "POINT", Columns: columnsOf(repeatJSON{}), Time: "first", Until: "last"}
}

// repeatJSON is a place's properties.
type repeatJSON struct {
	Name       string    `json:"name"`
	Calls      int       `json:"calls"`
	Days       int       `json:"days"`  // on which it called
	About      []string  `json:"about"` // "5 noise", most frequent first
	First      time.Time `json:"first"`
	Last       time.Time `json:"last"`
	VisitFrom  string    `json:"visit_from"` // by the clock
	VisitUntil string    `json:"visit_until"`
}

func repeatOf(p planner.RepeatPlace) repeatJSON {
	from, until := visitHours(p.Visit)
	return repeatJSON{p.Name, p.Count, p.Days, about(p), p.Calls[0].At, p.Calls[len(p.Calls)-1].At, from, until}
}

// about is what a place calls for: "5 noise".
func about(p planner.RepeatPlace) []string {
	var all []string
	for _, k := range p.Kinds {
		all = append(all, fmt.Sprintf("%d %s", k.Count, k.Category))
	}
	return all
}

// visitHours are hours as 09:00 and 13:30.
func visitHours(h risk.Hours) (from, until string) {
	clock := func(d time.Duration) string { return fmt.Sprintf("%02d:%02d", d/time.Hour, d%time.Hour/time.Minute) }
	return clock(h.From), clock(h.Until)
}

// RepeatFeatures are places that call again and again, those that call most first.
func RepeatFeatures(places []planner.RepeatPlace) []Feature {
	features := []Feature{}
	for _, p := range places {
		features = append(features, Feature{Type: "Feature", ID: p.ID, Geometry: geojson.NewGeometry(toCentimetre(p.Place)), Properties: repeatOf(p)})
	}
	return features
}

// WriteRepeats writes the places as GeoJSON: a point for each.
func WriteRepeats(w io.Writer, places []planner.RepeatPlace) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Type     string    `json:"type"`
		Features []Feature `json:"features"`
	}{"FeatureCollection", RepeatFeatures(places)})
}

// WriteRepeatsTable writes the places for people: a line for each.
func WriteRepeatsTable(w io.Writer, places []planner.RepeatPlace) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "place\tcalls\ton days\tabout\twhere\tdegrees\tfirst\tlast\tcall by\t")
	for _, p := range places {
		wire := repeatOf(p)
		fmt.Fprintf(t, "%s\t%d\t%d\t%s\t%s\t%.5f, %.5f\t%s\t%s\t%s-%s\t\n", p.ID, wire.Calls, wire.Days, Printable(strings.Join(wire.About, ", "), 60), Printable(p.Name, 60),
			p.Place[0], p.Place[1], wire.First.Format(time.DateOnly), wire.Last.Format(time.DateOnly), wire.VisitFrom, wire.VisitUntil)
	}
	return t.Flush()
}

// WriteRepeatsCSV writes a line for each place.
func WriteRepeatsCSV(w io.Writer, places []planner.RepeatPlace) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"id", "name", "lon", "lat", "calls", "days", "about", "first", "last", "visit_from", "visit_until"}}
	degrees := func(x float64) string { return strconv.FormatFloat(x, 'f', 7, 64) }
	for _, p := range places {
		wire := repeatOf(p)
		rows = append(rows, []string{p.ID, NoFormula(p.Name), degrees(p.Place[0]), degrees(p.Place[1]), strconv.Itoa(wire.Calls), strconv.Itoa(wire.Days), NoFormula(strings.Join(wire.About, "; ")),
			wire.First.Format(time.RFC3339), wire.Last.Format(time.RFC3339), wire.VisitFrom, wire.VisitUntil})
	}
	return out.WriteAll(rows)
}
