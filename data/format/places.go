package format

import (
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
	Type       string
	ID         any
	Geometry   *geojson.Geometry
	Properties map[string]any
}

// name is the property name, else stop or id, else the feature's id, else its number.
func (f namedFeature) name(i int) string {
	for _, given := range []any{f.Properties["name"], f.Properties["stop"], f.Properties["id"], f.ID} {
		switch given := given.(type) {
		case string:
			if strings.TrimSpace(given) != "" {
				return given
			}
		case float64:
			return fmt.Sprintf("%g", given)
		}
	}
	return fmt.Sprintf("%d", i+1)
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

// ReadAreas reads named polygons from a FeatureCollection; every feature has to be one.
func ReadAreas(r io.Reader) ([]planner.Area, error) {
	features, err := readNamed(r)
	if err != nil {
		return nil, err
	}
	var areas []planner.Area
	for i, f := range features {
		raw := mustJSONBytes(f.Geometry)
		shape, err := areaOf(raw)
		if err != nil {
			return nil, fmt.Errorf("features[%d]: %w", i, err)
		}
		if areas = append(areas, planner.Area{Name: f.name(i), Shape: shape}); len(areas) > MaxPlaces {
			return nil, fmt.Errorf("holds more than %d areas", MaxPlaces)
		}
	}
	if len(areas) == 0 {
		return nil, fmt.Errorf("holds no area")
	}
	return areas, nil
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
		place, ok := pointOf(f.Geometry)
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
