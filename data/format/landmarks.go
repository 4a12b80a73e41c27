package format

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/paulmach/orb/geojson"

	"nightbeat/planner"
)

// ReadLandmarks reads a station's own landmarks from a FeatureCollection: points, or shapes whose middle stands for them,
// each with the property kind (school, bank ...); name and id are read where they are given.
func ReadLandmarks(r io.Reader) ([]planner.Landmark, error) {
	features, err := readNamed(r)
	if err != nil {
		return nil, err
	}
	if len(features) == 0 || len(features) > MaxPlaces {
		return nil, fmt.Errorf("holds %d features; 1 to %d can be read", len(features), MaxPlaces)
	}
	seen := map[string]bool{}
	all := make([]planner.Landmark, len(features))
	for i, f := range features {
		if all[i], err = f.landmark(i); err != nil {
			return nil, fmt.Errorf("features[%d]: %w", i, err)
		}
		if seen[all[i].ID] {
			return nil, fmt.Errorf("features[%d]: the id %q is used twice; give each landmark its own", i, all[i].ID)
		}
		seen[all[i].ID] = true
	}
	return all, nil
}

// landmark is a feature as a landmark.
func (f namedFeature) landmark(i int) (l planner.Landmark, err error) {
	kind, _ := f.Properties["kind"].(string)
	if kind = strings.TrimSpace(kind); kind == "" {
		return l, fmt.Errorf("has no kind; give it the property kind, such as school or bank")
	}
	var shape geojson.Geometry
	if err := json.Unmarshal(f.Geometry, &shape); err != nil || shape.Geometry() == nil {
		return l, fmt.Errorf("has no geometry that can be read")
	}
	at := shape.Geometry().Bound().Center()
	if !(math.Abs(at[0]) <= 180 && math.Abs(at[1]) <= 90) {
		return l, fmt.Errorf("lies outside longitude and latitude in degrees")
	}
	l = planner.Landmark{ID: fmt.Sprintf("L%d", i+1), Kind: kind, Place: at}
	for _, given := range []any{f.ID, f.Properties["id"]} {
		if text := fmt.Sprint(given); given != nil && text != "" {
			l.ID = text
		}
	}
	l.Name, _ = f.Properties["name"].(string)
	return l, nil
}

// landmarkJSON is a landmark's properties.
type landmarkJSON struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// LandmarkLayer is the schools, banks, hospitals and the like.
func LandmarkLayer() Layer {
	return Layer{Name: "landmarks", Title: "Landmarks: schools, markets, banks and the like", Geometry: "POINT", Columns: columnsOf(landmarkJSON{})}
}

// LandmarkFeature is a landmark as a feature.
func LandmarkFeature(l planner.Landmark) Feature {
	return Feature{Type: "Feature", ID: l.ID, Geometry: geojson.NewGeometry(l.Place), Properties: landmarkJSON{l.Kind, l.Name}}
}
