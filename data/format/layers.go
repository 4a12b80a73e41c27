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
	Geometry    string // POINT, LINESTRING, POLYGON or MULTIPOLYGON
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
	var values []any
	for _, i := range fieldsOf(properties.Type()) {
		values = append(values, properties.Field(i).Interface())
	}
	return values
}

// Value is the property in a column, or the feature's id.
func (f Feature) Value(l Layer, column string) any {
	if column == "id" {
		return f.ID
	}
	for i, c := range l.Columns {
		if c.Name == column {
			return f.Values()[i]
		}
	}
	return nil
}

// RouteLayer is each unit's night.
func RouteLayer() Layer {
	return Layer{Name: "routes", Title: "Routes: each unit's whole way", Geometry: "LINESTRING", Columns: columnsOf(routeJSON{}), Time: "start", Until: "end"}
}

// StopLayer is the stays, in the order of units and clock.
func StopLayer() Layer {
	return Layer{Name: "stops", Title: "Stops: where units stand, when and why", Geometry: "POINT", Columns: columnsOf(stopJSON{}), Time: "arrive", Until: "leave"}
}

// LegLayer is the ways between the stays.
func LegLayer() Layer {
	return Layer{Name: "legs", Title: "Legs: the ways between stops", Geometry: "LINESTRING", Columns: columnsOf(legJSON{}), Time: "depart", Until: "arrive"}
}

// RiskLayer is the cells of a surface, the hottest first.
func RiskLayer() Layer {
	return Layer{Name: "risk", Title: "Risk: incidents expected in each cell during the shift", Geometry: "POLYGON", Columns: columnsOf(cellJSON{})}
}

// IncidentLayer is the incidents that plans are made from.
func IncidentLayer() Layer {
	return Layer{Name: "incidents", Title: "Incidents: what happened where and when", Geometry: "POINT", Columns: columnsOf(incidentJSON{}), Time: "time", Until: "time"}
}

// AreaLayer is the named parts of the district.
func AreaLayer() Layer {
	return Layer{Name: "areas", Title: "Areas: the named parts of the district", Geometry: "MULTIPOLYGON", Columns: columnsOf(areaJSON{})}
}

// areaJSON is an area's properties.
type areaJSON struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// AreaFeature is an area as ReadAreas reads it, too.
func AreaFeature(a planner.Area) Feature {
	return Feature{Type: "Feature", ID: a.ID, Geometry: geojson.NewGeometry(a.Shape), Properties: areaJSON{a.Name, a.Kind}}
}

// PlanLayers are all layers of a plan.
func PlanLayers() []Layer { return []Layer{RouteLayer(), StopLayer(), LegLayer()} }

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

// RiskFeatures are a surface's cells, the hottest first.
func RiskFeatures(f *planner.Forecast) []Feature {
	var features []Feature
	total, index := f.Surface.Expected.Sum(), f.Surface.Index()
	for _, c := range byRank(f) {
		features = append(features, cellFeature(f, c, index[c], total))
	}
	return features
}

// CellsOfAtLeast are the cells that have had so many incidents or more, for those who are told of no fewer at once: their
// counts as planner.Rounded has them. All are where that is 0.
func CellsOfAtLeast(cells []Feature, fewest int) []Feature {
	if fewest == 0 {
		return cells
	}
	var told []Feature
	for _, f := range cells {
		if cell, ok := f.Properties.(cellJSON); ok && cell.Count >= fewest {
			cell.Count = planner.Rounded(cell.Count, fewest)
			f.Properties = cell
			told = append(told, f)
		}
	}
	return told
}

// incidentJSON is an incident's properties. A missing interval is null.
type incidentJSON struct {
	Category      string     `json:"category"`
	Time          time.Time  `json:"time"`
	TimePrecision string     `json:"time_precision"`
	IntervalStart *time.Time `json:"interval_start"`
	IntervalEnd   *time.Time `json:"interval_end"`
	Source        string     `json:"source"`
}

// IncidentFeature is an incident as it is read, too.
func IncidentFeature(in planner.Incident) Feature {
	p := incidentJSON{Category: in.Category, Time: in.At, TimePrecision: in.Precision.String(), Source: "reported"}
	if in.Discovered {
		p.Source = "discovered"
	}
	if in.Between != nil {
		p.IntervalStart, p.IntervalEnd = &in.Between.From, &in.Between.To
	}
	return Feature{Type: "Feature", ID: in.ID, Geometry: geojson.NewGeometry(in.Place), Properties: p}
}

// PrecisionNamed finds a precision by the name that features have for it.
func PrecisionNamed(name string) (planner.Precision, bool) {
	for _, p := range []planner.Precision{planner.Minute, planner.Hour, planner.Day} {
		if p.String() == name {
			return p, true
		}
	}
	return 0, false
}

// columnsOf reads the columns off the wire form of a layer's properties, so that both stay the same.
func columnsOf(properties any) []Column {
	form := reflect.TypeOf(properties)
	var columns []Column
	for _, i := range fieldsOf(form) {
		name, _, _ := strings.Cut(form.Field(i).Tag.Get("json"), ",")
		columns = append(columns, Column{name, kindOf(form.Field(i).Type)})
	}
	return columns
}

// fieldsOf are the fields that every feature has; what is embedded stands there only where it was asked for.
func fieldsOf(form reflect.Type) (all []int) {
	for i := range form.NumField() {
		if !form.Field(i).Anonymous {
			all = append(all, i)
		}
	}
	return all
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
