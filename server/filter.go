package server

import (
	"net/http"
	"net/url"
	"reflect"

	"nightbeat/data/cql"
	"nightbeat/data/format"
	"nightbeat/geo"
)

// geometryName is what queryables and filters call a feature's geometry.
const geometryName = "geometry"

// filter reads the parameters filter, filter-lang and filter-crs (OGC API - Features Part 3, 8.2).
func (c collection) filter(values url.Values, systems []geo.CRS) (f cql.Filter, err error) {
	if lang := values.Get("filter-lang"); values.Has("filter-lang") && lang != "cql2-text" {
		return f, problem(http.StatusBadRequest, "filter-lang", "the language is cql2-text")
	}
	system, err := systemNamed("filter-crs", values.Get("filter-crs"), systems)
	if err != nil || !values.Has("filter") {
		return f, err
	}
	f, err = cql.Parse(values.Get("filter"), cql.Options{Columns: c.cqlColumns(), Geometry: geometryName, CRS: system})
	if err != nil {
		return f, problem(http.StatusBadRequest, "filter", err.Error())
	}
	return f, nil
}

func (c collection) cqlColumns() (columns []cql.Column) {
	kinds := map[format.Kind]cql.Kind{
		format.Text: cql.Text, format.Integer: cql.Number, format.Number: cql.Number, format.Truth: cql.Truth, format.Instant: cql.Instant,
	}
	for _, column := range c.queryables() {
		columns = append(columns, cql.Column{Name: column.Name, Kind: kinds[column.Kind]})
	}
	return columns
}

// asked is a plan's feature as a filter sees it.
type asked struct {
	layer format.Layer
	format.Feature
}

// Value implements cql.Feature: numbers of any kind as float64, nil where there is none.
func (a asked) Value(column string) any {
	v := reflect.ValueOf(a.Feature.Value(a.layer, column))
	if v.Kind() == reflect.Pointer {
		v = v.Elem() // not valid where it was nil
	}
	switch {
	case !v.IsValid():
		return nil
	case v.CanInt():
		return float64(v.Int())
	case v.CanFloat():
		return v.Float()
	case v.Kind() == reflect.String:
		return v.String()
	}
	return v.Interface()
}
