package format

import (
	"reflect"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/simplify"
)

// TileMedia is the media type of vector tiles.
const TileMedia = "application/vnd.mapbox-vector-tile"

// TileLayer is a layer with the features that a tile may show, those that matter most first.
type TileLayer struct {
	Layer
	Features []Feature
}

// The measures of a tile, in its own units, 4096 to a side; features reach a little beyond its edges so that lines and
// circles meet there.
const (
	tileMargin   = 64
	tileStray    = 2.0    // how far a simplified line may stray: half a pixel of the finest screens
	tileLeast    = 1.0    // shorter lines and smaller areas are left out
	tileFeatures = 20_000 // of a layer, at most; those further back are left out
)

// Tile is what lies within a tile of the web's map (x from the west, y from the north) as a Mapbox Vector Tile, version 2.1.
// A feature's id is its property `id`; times are texts (RFC 3339), lists one text; what is null is left out.
func Tile(at maptile.Tile, layers ...TileLayer) ([]byte, error) {
	shown := TileBound(at)
	var all mvt.Layers
	for _, l := range layers {
		drawn := &mvt.Layer{Name: l.Name, Version: 2, Extent: mvt.DefaultExtent, Features: l.within(shown)}
		drawn.ProjectToTile(at)
		drawn.Clip(orb.Bound{Min: orb.Point{-tileMargin, -tileMargin}, Max: orb.Point{mvt.DefaultExtent + tileMargin, mvt.DefaultExtent + tileMargin}})
		drawn.Simplify(simplify.DouglasPeucker(tileStray))
		drawn.RemoveEmpty(tileLeast, tileLeast)
		if len(drawn.Features) > 0 {
			all = append(all, drawn)
		}
	}
	return mvt.Marshal(all)
}

// TileBound is the rectangle of degrees of a tile and its margin.
func TileBound(at maptile.Tile) orb.Bound { return at.Bound(float64(tileMargin) / mvt.DefaultExtent) }

// within are the layer's features that come into a rectangle, as tiles hold them; their geometries are copies.
func (l TileLayer) within(b orb.Bound) (drawn []*geojson.Feature) {
	for _, f := range l.Features {
		shape := f.Shape()
		if shape == nil || !shape.Bound().Intersects(b) {
			continue
		}
		if len(drawn) == tileFeatures {
			break
		}
		drawn = append(drawn, &geojson.Feature{Geometry: orb.Clone(shape), Properties: l.tileProperties(f)})
	}
	return drawn
}

func (l TileLayer) tileProperties(f Feature) geojson.Properties {
	p := geojson.Properties{}
	if f.ID != "" {
		p["id"] = f.ID
	}
	for i, v := range f.Values() {
		if v = tileValue(v); v != nil {
			p[l.Columns[i].Name] = v
		}
	}
	return p
}

// tileValue is a property as a tile keeps it, nil where there is none.
func tileValue(v any) any {
	if pointer := reflect.ValueOf(v); pointer.Kind() == reflect.Pointer {
		if pointer.IsNil() {
			return nil
		}
		v = pointer.Elem().Interface()
	}
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.RFC3339)
	case []string:
		return strings.Join(v, "; ")
	}
	return v
}

// streetJSON is a street's properties in a tile.
type streetJSON struct {
	Name  string `json:"name"`
	Class string `json:"class"` // of OpenStreetMap: residential, footway, ...
}

// StreetLayer is the streets that units move on.
func StreetLayer() Layer {
	return Layer{Name: "streets", Title: "Streets: those of the network, with name and class", Geometry: "LINESTRING", Columns: columnsOf(streetJSON{})}
}

// StreetFeature is a street.
func StreetFeature(name, class string, line orb.LineString) Feature {
	return Feature{Type: "Feature", Geometry: geojson.NewGeometry(line), Properties: streetJSON{name, class}}
}

// StreetZoom is the first zoom level at which tiles show streets of a class, so that a tile of any level stays small.
func StreetZoom(class string) int {
	switch strings.TrimSuffix(class, "_link") {
	case "motorway", "trunk":
		return 0
	case "primary", "ferry":
		return 8
	case "secondary":
		return 10
	case "tertiary":
		return 11
	case "unclassified", "residential", "living_street", "pedestrian", "busway":
		return 12
	}
	return 14
}
