package data

import (
	"encoding/json"
	"time"

	"github.com/paulmach/orb/geojson"

	"nightbeat/planner"
)

// document is a plan as stores keep it: all its fields under their own names, with geometries of any kind as GeoJSON.
type document struct {
	Plan     planner.Plan
	Closures []closureDocument
}

// closureDocument is a closure with its geometry as GeoJSON.
type closureDocument struct {
	Where       *geojson.Geometry
	From, Until time.Time
	Known       time.Time
}

// EncodePlan gives a plan as a document that holds all of it.
func EncodePlan(plan *planner.Plan) ([]byte, error) {
	d := document{Plan: *plan}
	for _, c := range d.Plan.Request.Closures {
		d.Closures = append(d.Closures, closureDocument{geojson.NewGeometry(c.Where), c.From, c.Until, c.Known})
	}
	d.Plan.Request.Closures = nil
	return json.Marshal(d)
}

// DecodePlan is the way back: what it gives is written out in every format as the plan was.
func DecodePlan(raw []byte) (*planner.Plan, error) {
	var d document
	if err := json.Unmarshal(raw, &d); err != nil {
		return nil, err
	}
	var closures []planner.Closure
	for _, c := range d.Closures {
		closures = append(closures, planner.Closure{Where: c.Where.Geometry(), From: c.From, Until: c.Until, Known: c.Known})
	}
	d.Plan.Request.Closures = closures
	return &d.Plan, nil
}
