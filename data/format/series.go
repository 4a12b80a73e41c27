package format

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"text/tabwriter"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"nightbeat/geo"
	"nightbeat/planner"
)

// WriteSeriesTable writes for people which categories have near repeats and which series are open.
func WriteSeriesTable(w io.Writer, found []planner.Repeats) error {
	for _, r := range found {
		if err := repeatsTable(w, r); err != nil {
			return err
		}
		for n, s := range r.Series {
			first, last := s.Incidents[0], s.Incidents[len(s.Incidents)-1]
			fmt.Fprintf(w, "  series %d: %d incidents, %s to %s, within %.0f m of %.5f, %.5f, hours %s, open until %s, chance %.2g\n", n+1,
				len(s.Incidents), first.At.Format(time.DateOnly), last.At.Format(time.DateOnly), s.RadiusM, s.Centre[0], s.Centre[1],
				hoursOrUnknown(s), s.Expires.Format(time.DateOnly), s.Chance)
		}
	}
	return nil
}

func hoursOrUnknown(s planner.Series) string {
	if h := s.Hours.String(); h != "" {
		return h
	}
	return "any or unknown"
}

// repeatsTable is the Knox table of one category: the ratio of pairs to chance, a star where the band holds.
func repeatsTable(w io.Writer, r planner.Repeats) error {
	fmt.Fprintf(w, "%s: %d incidents", r.Category, r.Tested)
	if r.Bands == nil {
		_, err := fmt.Fprintln(w, ", too few to test for near repeats")
		return err
	}
	fmt.Fprintln(w, "; pairs against chance (* at least a fifth more, p <= 0.05)")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i, b := range r.Bands {
		if b.FromDays == 0 {
			fmt.Fprintf(t, "  %g to %g m\t", b.FromM, b.ToM)
		}
		star := ""
		if b.Holds() {
			star = "*"
		}
		fmt.Fprintf(t, "%g to %g days %.2f%s\t", b.FromDays, b.ToDays, b.Ratio(), star)
		if i+1 == len(r.Bands) || r.Bands[i+1].FromDays == 0 {
			fmt.Fprintln(t)
		}
	}
	return t.Flush()
}

type seriesJSON struct {
	Kind      string    `json:"kind"`
	Category  string    `json:"category"`
	Incidents []string  `json:"incidents"` // ids, by time
	First     time.Time `json:"first"`
	Last      time.Time `json:"last"`
	Hours     string    `json:"hours"` // empty where none is known
	RadiusM   float64   `json:"radius_m"`
	Expires   time.Time `json:"expires"`
	Chance    float64   `json:"chance"`
}

// WriteSeries writes the open series as GeoJSON: the ring of each.
func WriteSeries(w io.Writer, found []planner.Repeats) error {
	fc := struct {
		Type     string    `json:"type"`
		Features []Feature `json:"features"`
	}{"FeatureCollection", []Feature{}}
	for _, r := range found {
		for n, s := range r.Series {
			p := seriesJSON{Kind: "series", Category: s.Category, First: s.Incidents[0].At, Last: s.Incidents[len(s.Incidents)-1].At,
				Hours: s.Hours.String(), RadiusM: math.Round(s.RadiusM), Expires: s.Expires, Chance: s.Chance}
			for _, in := range s.Incidents {
				p.Incidents = append(p.Incidents, in.ID)
			}
			fc.Features = append(fc.Features, Feature{Type: "Feature", ID: fmt.Sprintf("%s-%d", s.Category, n+1),
				Geometry: geojson.NewGeometry(ring(s)), Properties: p})
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(fc)
}

// ring is the circle of a series, anticlockwise, of 48 corners.
func ring(s planner.Series) orb.Polygon {
	const corners = 48
	frame, circle := geo.NewFrame(s.Centre), make(orb.Ring, 0, corners+1)
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		circle = append(circle, toCentimetre(frame.ToPoint(geo.XY{X: s.RadiusM * cos, Y: s.RadiusM * sin})))
	}
	return orb.Polygon{append(circle, circle[0])}
}
