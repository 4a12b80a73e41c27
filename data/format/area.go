package format

import (
	"encoding/json"
	"io"

	"github.com/paulmach/orb"
)

// ReadArea reads a Polygon or MultiPolygon, as a bare geometry, a Feature or a FeatureCollection of one.
func ReadArea(r io.Reader) (orb.MultiPolygon, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxRequestBytes+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > MaxRequestBytes {
		return nil, refuse("area", "it is longer than %d bytes", MaxRequestBytes)
	}
	var collection struct{ Features []json.RawMessage }
	if json.Unmarshal(raw, &collection) == nil && len(collection.Features) == 1 {
		raw = collection.Features[0]
	}
	return areaOf(raw)
}

func areaOf(raw json.RawMessage) (orb.MultiPolygon, error) {
	shape, err := geometry("area", raw)
	if err != nil {
		return nil, err
	}
	switch a := shape.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{a}, nil
	case orb.MultiPolygon:
		return a, nil
	}
	return nil, refuse("area", "is a %s; give a Polygon or a MultiPolygon", shape.GeoJSONType())
}
