package format

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"nightbeat/geo"
	"nightbeat/planner"
)

// PlanFormat is one way in which a plan leaves the house.
type PlanFormat struct {
	Name      string // also the file's ending
	MediaType string
	Write     func(io.Writer, *planner.Plan, Scene) error
	Datums    bool // it may be written in the Scene's datum, and names it
}

// PlanFormats are all of them, the default first.
func PlanFormats() []PlanFormat {
	return []PlanFormat{
		{"geojson", "application/geo+json", placed(writeGeoJSON), true},
		{"geojsons", "application/geo+json-seq", placed(writeGeoJSONSeq), true},
		{"csv", "text/csv; charset=utf-8", placed(writeCSV), true},
		{"gpx", "application/gpx+xml", placed(writeGPX), true},
		{"kml", "application/vnd.google-earth.kml+xml", placed(writeKML), true},
		{"gpkg", "application/geopackage+sqlite3", bare(WriteGeoPackage), false},
		{"svg", "image/svg+xml", WriteSVG, false},
		{"pdf", "application/pdf", WritePDF, false},
	}
}

// placed is a format that writes places in a datum, given a plan whose places are in it.
func placed(write func(io.Writer, *planner.Plan, geo.Datum) error) func(io.Writer, *planner.Plan, Scene) error {
	return func(w io.Writer, plan *planner.Plan, scene Scene) error {
		return write(w, inDatum(plan, scene.Datum), scene.Datum)
	}
}

// bare is a format that needs nothing around the plan.
func bare(write func(io.Writer, *planner.Plan) error) func(io.Writer, *planner.Plan, Scene) error {
	return func(w io.Writer, plan *planner.Plan, _ Scene) error { return write(w, plan) }
}

// PlanFormatNamed finds a format by its name.
func PlanFormatNamed(name string) (PlanFormat, error) {
	formats := PlanFormats()
	i := slices.IndexFunc(formats, func(f PlanFormat) bool { return f.Name == strings.ToLower(name) })
	if i < 0 {
		var names []string
		for _, f := range formats {
			names = append(names, f.Name)
		}
		return PlanFormat{}, fmt.Errorf("format %q is not known; use one of %s", name, strings.Join(names, ", "))
	}
	return formats[i], nil
}
