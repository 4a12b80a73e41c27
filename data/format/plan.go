package format

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"nightbeat/planner"
)

// PlanFormat is one way in which a plan leaves the house.
type PlanFormat struct {
	Name      string // also the file's ending
	MediaType string
	Write     func(io.Writer, *planner.Plan) error
}

// PlanFormats are all of them, the default first.
func PlanFormats() []PlanFormat {
	return []PlanFormat{
		{"geojson", "application/geo+json", WriteGeoJSON},
		{"csv", "text/csv; charset=utf-8", WriteCSV},
		{"gpx", "application/gpx+xml", WriteGPX},
		{"kml", "application/vnd.google-earth.kml+xml", WriteKML},
		{"gpkg", "application/geopackage+sqlite3", WriteGeoPackage},
		{"svg", "image/svg+xml", WriteSVG},
	}
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
