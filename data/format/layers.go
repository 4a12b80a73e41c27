package format

import (
	"reflect"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"nightbeat/planner"
)

// Layer is one kind of features as a table: what GIS programs call a layer and OGC API - Features a collection.
type Layer struct {
	Name, Title string
	Geometry    string // POINT, LINESTRING or POLYGON
	Columns     []Column
	Time        string // the columns that say when, start and end; the same twice for an instant
	Until       string
}

// Column is a property that every feature of a layer has.
type Column struct {
	Name string
	Kind Kind
}

// Kind is what a column holds.
type Kind string

// The kinds of columns.
const (
	Text    Kind = "text"
	Integer Kind = "integer"
	Number  Kind = "number"
	Truth   Kind = "boolean"
	Instant Kind = "time"
	List    Kind = "list" // of texts
)

// Feature is a GeoJSON feature; its properties are a struct with the layer's columns.
type Feature struct {
	Type       string            `json:"type"`
	ID         string            `json:"id"`
	Geometry   *geojson.Geometry `json:"geometry"`
	Properties any               `json:"properties"`
}

// Shape is the feature's geometry, nil where it has none.
func (f Feature) Shape() orb.Geometry {
	if f.Geometry == nil {
		return nil
	}
	return f.Geometry.Geometry()
}

// Values are the feature's properties in the order of its layer's columns.
func (f Feature) Values() []any {
	properties := reflect.ValueOf(f.Properties)
	values := make([]any, properties.NumField())
	for i := range values {
		values[i] = properties.Field(i).Interface()
	}
	return values
}

// Value is the property in a column.
func (f Feature) Value(l Layer, column string) any {
	for i, c := range l.Columns {
		if c.Name == column {
			return reflect.ValueOf(f.Properties).Field(i).Interface()
		}
	}
	return nil
}

// Routes, Stops and Legs are the layers of a plan.
func Routes() Layer {
	return Layer{Name: "routes", Title: "Routes: each unit's whole way", Geometry: "LINESTRING", Columns: columnsOf(routeJSON{}), Time: "start", Until: "end"}
}

// Stops are the stays, in the order of units and clock.
func Stops() Layer {
	return Layer{Name: "stops", Title: "Stops: where units stand, when and why", Geometry: "POINT", Columns: columnsOf(stopJSON{}), Time: "arrive", Until: "leave"}
}

// Legs are the ways between the stays.
func Legs() Layer {
	return Layer{Name: "legs", Title: "Legs: the ways between stops", Geometry: "LINESTRING", Columns: columnsOf(legJSON{}), Time: "depart", Until: "arrive"}
}

// PlanLayers are all layers of a plan.
func PlanLayers() []Layer { return []Layer{Routes(), Stops(), Legs()} }

// PlanFeatures are a plan's features by the names of their layers.
func PlanFeatures(plan *planner.Plan) map[string][]Feature {
	byLayer := map[string][]Feature{}
	for _, f := range collectionOf(plan).Features {
		switch f.Properties.(type) {
		case routeJSON:
			byLayer["routes"] = append(byLayer["routes"], f)
		case stopJSON:
			byLayer["stops"] = append(byLayer["stops"], f)
		case legJSON:
			byLayer["legs"] = append(byLayer["legs"], f)
		}
	}
	return byLayer
}

// columnsOf reads the columns off the wire form of a layer's properties, so that both stay the same.
func columnsOf(properties any) []Column {
	form := reflect.TypeOf(properties)
	columns := make([]Column, form.NumField())
	for i := range columns {
		name, _, _ := strings.Cut(form.Field(i).Tag.Get("json"), ",")
		columns[i] = Column{name, kindOf(form.Field(i).Type)}
	}
	return columns
}

func kindOf(t reflect.Type) Kind {
	if t == reflect.TypeFor[time.Time]() || t == reflect.TypeFor[*time.Time]() {
		return Instant
	}
	switch t.Kind() {
	case reflect.Pointer:
		return kindOf(t.Elem())
	case reflect.Int, reflect.Int64:
		return Integer
	case reflect.Float64:
		return Number
	case reflect.Bool:
		return Truth
	case reflect.Slice:
		return List
	}
	return Text
}
