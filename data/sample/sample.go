package sample

import (
	_ "embed"
	"encoding/json"
)

//go:generate go run ./make -out .

var (
	//go:embed incidents.geojson.gz
	incidents []byte
	//go:embed streets.osm.gz
	streets []byte
	//go:embed request.json
	request []byte
	//go:embed truth.json
	truth []byte
	//go:embed areas.geojson
	areas []byte
)

// Incidents is a gzipped GeoJSON FeatureCollection (RFC 7946), a feature a line, in the order of occurred_at. The
// properties are id, occurred_at, category, category_zh, source (reported, discovered) and, where they apply,
// time_precision (hour, day) or interval_start and interval_end: occurred_at is then the start of the hour, of the day
// or of the interval.
func Incidents() []byte { return incidents }

// Streets is a gzipped OSM XML file: nodes, ways, then turn restrictions.
func Streets() []byte { return streets }

// Request is what the duty commander asks for the night of 1 July 2026, as JSON.
func Request() []byte { return request }

// Areas is the town's communities (社区) as a GeoJSON FeatureCollection of polygons with name, name_en and kind; together
// they are the town, and none overlaps another.
func Areas() []byte { return areas }

// Truth is what was planted in the incidents. It panics only where the embedded file is broken.
func Truth() Town {
	var town Town
	if err := json.Unmarshal(truth, &town); err != nil {
		panic("sample: truth.json: " + err.Error())
	}
	return town
}
