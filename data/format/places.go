package format

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"nightbeat/planner"
)

// MaxPlaces is how many areas or spots one file may hold.
const MaxPlaces = 10_000

// namedFeature is a feature with what it may be called.
type namedFeature struct {
	ID         any
	Geometry   json.RawMessage
	Properties map[string]any
}

// name is the property name, else stop or id, else the feature's id, else its number.
func (f namedFeature) name(i int) string {
	return cmp.Or(firstText(f.Properties["name"], f.Properties["stop"], f.Properties["id"], f.ID), fmt.Sprintf("%d", i+1))
}

// firstText is the first of some values that says something, as text.
func firstText(values ...any) string {
	for _, given := range values {
		switch given := given.(type) {
		case string:
			if strings.TrimSpace(given) != "" {
				return given
			}
		case float64:
			return fmt.Sprintf("%g", given)
		}
	}
	return ""
}

func readNamed(r io.Reader) ([]namedFeature, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxPatrolledBytes+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > MaxPatrolledBytes {
		return nil, fmt.Errorf("is longer than %d MiB", MaxPatrolledBytes>>20)
	}
	var collection struct {
		Type     string
		Features []namedFeature
	}
	if err := json.Unmarshal(raw, &collection); err != nil || collection.Type != "FeatureCollection" {
		return nil, fmt.Errorf("is no GeoJSON FeatureCollection")
	}
	return collection.Features, nil
}

// ReadAreas reads named polygons from a FeatureCollection; every feature has to be one. An area's id is its feature's, else
// the property id, else its name; its kind is the property kind.
func ReadAreas(r io.Reader) ([]planner.Area, error) {
	features, err := readNamed(r)
	if err != nil {
		return nil, err
	}
	var areas []planner.Area
	for i, f := range features {
		shape, err := areaOf(f.Geometry)
		if err != nil {
			return nil, fmt.Errorf("features[%d] (%s): %w", i, Printable(f.name(i), 60), err)
		}
		area := planner.Area{Name: f.name(i), Kind: firstText(f.Properties["kind"]), Shape: shape}
		area.ID = cmp.Or(firstText(f.ID, f.Properties["id"]), area.Name)
		if areas = append(areas, area); len(areas) > MaxPlaces {
			return nil, fmt.Errorf("holds more than %d areas", MaxPlaces)
		}
	}
	if len(areas) == 0 {
		return nil, fmt.Errorf("holds no area")
	}
	return areas, nil
}

// WriteAreas writes areas as ReadAreas reads them.
func WriteAreas(w io.Writer, areas []planner.Area) error {
	features := make([]Feature, len(areas))
	for i, a := range areas {
		features[i] = AreaFeature(a)
	}
	return json.NewEncoder(w).Encode(map[string]any{"type": "FeatureCollection", "features": features})
}

// ReadSpots reads named points from a FeatureCollection, each place once; the lines of a plan are passed over, so that a
// plan as WriteGeoJSON writes it gives its stops.
func ReadSpots(r io.Reader) ([]planner.Spot, error) {
	features, err := readNamed(r)
	if err != nil {
		return nil, err
	}
	seen := map[orb.Point]bool{}
	var spots []planner.Spot
	for i, f := range features {
		if kind := f.Properties["kind"]; kind == "leg" || kind == "route" {
			continue
		}
		g, _ := geojson.UnmarshalGeometry(f.Geometry) // nil where it is none
		place, ok := pointOf(g)
		if !ok {
			return nil, fmt.Errorf("features[%d]: is no point in degrees", i)
		}
		if !seen[place] {
			seen[place] = true
			spots = append(spots, planner.Spot{Name: f.name(i), Place: place})
		}
		if len(spots) > MaxPlaces {
			return nil, fmt.Errorf("holds more than %d points", MaxPlaces)
		}
	}
	if len(spots) == 0 {
		return nil, fmt.Errorf("holds no point")
	}
	return spots, nil
}

// pointOf is a geometry's place, where it is a point in degrees.
func pointOf(g *geojson.Geometry) (orb.Point, bool) {
	if g == nil {
		return orb.Point{}, false
	}
	p, ok := g.Geometry().(orb.Point)
	return p, ok && p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90
}
