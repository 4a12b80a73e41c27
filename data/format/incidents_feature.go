package format

import (
	"errors"
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// draft is what a GeoJSON object says, before it is judged: its members may come in any order, so nothing is judged
// before its end. A draft is used again for the next feature.
type draft struct {
	kind        kind
	seen        members
	repeated    bool // a member that counts was given twice
	foreign     bool // it names another coordinate system than WGS 84
	geometry    form
	point       bool // geometry is of type Point
	coordinates int  // numbers of the place; less than 0 where something else stands among them
	place       [2]float64
	properties  form
	values      [fields]value
}

// kind is what an object says it is.
type kind uint8

const (
	unknown kind = iota
	feature
	featureCollection
)

// members are those of an object and its geometry that may be given once.
type members uint8

const (
	memberType members = 1 << iota
	memberID
	memberGeometry
	memberProperties
	memberFeatures
	memberGeometryType
	memberCoordinates
)

// form is what a JSON value is.
type form uint8

const (
	absent form = iota // or null
	text
	number
	object
	something // an array, true or false
)

// value is a property as it is written, or as much of it as is wanted.
type value struct {
	rank  int // of the property name it came by; 0 for none
	twice bool
	form  form
	text  []byte
}

func (d *draft) reset() {
	for f := range d.values {
		d.values[f] = value{text: d.values[f].text[:0]}
	}
	*d = draft{values: d.values}
}

func (d *draft) once(m members) {
	d.repeated = d.repeated || d.seen&m != 0
	d.seen |= m
}

// read takes one member of a feature.
func (d *draft) read(s *scanner, v *vocabulary, name []byte) {
	switch string(name) {
	case "type":
		d.once(memberType)
		d.kind = readKind(s)
	case "id":
		d.once(memberID)
		d.values[fieldID].read(s, featureRank)
	case "geometry":
		d.once(memberGeometry)
		d.readGeometry(s)
	case "properties":
		d.once(memberProperties)
		d.readProperties(s, v)
	case "crs":
		d.foreign = !readWGS84(s) || d.foreign
	default:
		s.skip()
	}
}

func readKind(s *scanner) kind {
	switch string(s.textOrSkip()) {
	case "Feature":
		return feature
	case "FeatureCollection":
		return featureCollection
	}
	return unknown
}

func (d *draft) readGeometry(s *scanner) {
	if d.geometry = s.form(); d.geometry != object {
		s.skip()
		return
	}
	s.enter('{')
	for first := true; s.more('}', first); first = false {
		switch string(s.key()) {
		case "type":
			d.once(memberGeometryType)
			d.point = string(s.textOrSkip()) == "Point"
		case "coordinates":
			d.once(memberCoordinates)
			d.readCoordinates(s)
		case "crs":
			d.foreign = !readWGS84(s) || d.foreign
		default:
			s.skip()
		}
	}
}

// readCoordinates takes the numbers of a point; those after the second must be numbers and are not kept.
func (d *draft) readCoordinates(s *scanner) {
	if s.peek() != '[' {
		s.skip()
		return
	}
	s.enter('[')
	for first := true; s.more(']', first); first = false {
		if s.form() != number {
			d.coordinates = math.MinInt32
			s.skip()
			continue
		}
		x, err := strconv.ParseFloat(string(s.number()), 64)
		if err != nil {
			x = math.Inf(1)
		}
		if d.coordinates >= 0 && d.coordinates < len(d.place) {
			d.place[d.coordinates] = x
		} else if math.IsInf(x, 0) {
			d.coordinates = math.MinInt32
		}
		d.coordinates++
	}
}

func (d *draft) readProperties(s *scanner, v *vocabulary) {
	if d.properties = s.form(); d.properties != object {
		s.skip()
		return
	}
	s.enter('{')
	for first := true; s.more('}', first); first = false {
		if m := v.meaning(s.key()); m.rank > 0 {
			d.values[m.field].read(s, m.rank)
		} else {
			s.skip()
		}
	}
}

// read takes a value, and keeps it where no better named one has been met. Null and "" are no values.
func (v *value) read(s *scanner, rank int) {
	f := s.form()
	if f == absent || v.rank > 0 && v.rank < rank {
		s.skip()
		return
	}
	if f == text {
		t := s.text()
		if len(t) == 0 {
			return
		}
		v.text = append(v.text[:0], t...)
	} else if f == number {
		v.text = append(v.text[:0], s.number()...)
	} else {
		s.skip()
	}
	v.twice = v.rank == rank
	v.rank, v.form = rank, f
}

// readWGS84 takes the value of an old GeoJSON "crs", and reports whether it is longitude and latitude in WGS 84 (or null).
func readWGS84(s *scanner) bool {
	if s.form() == absent {
		s.skip()
		return true
	}
	if s.form() != object {
		s.skip()
		return false
	}
	name := ""
	s.enter('{')
	for first := true; s.more('}', first); first = false {
		if string(s.key()) == "properties" && s.form() == object {
			name = readName(s)
		} else {
			s.skip()
		}
	}
	switch name {
	case "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84", "CRS84",
		"http://www.opengis.net/def/crs/OGC/1.3/CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326":
		return true
	}
	return false
}

func readName(s *scanner) (name string) {
	s.enter('{')
	for first := true; s.more('}', first); first = false {
		if string(s.key()) == "name" {
			name = string(s.textOrSkip())
		} else {
			s.skip()
		}
	}
	return name
}

// whole refuses what is no feature with a place and properties.
func (d *draft) whole() error {
	switch {
	case d.kind != feature:
		return errors.New("is not a Feature")
	case d.repeated:
		return errors.New("names a member twice")
	case d.foreign:
		return errForeign
	case d.geometry == absent:
		return errors.New("geometry is null")
	case !d.point:
		return errors.New("geometry is not a Point")
	case d.properties != object:
		return errors.New("properties are not an object")
	}
	return nil
}

var errForeign = errors.New("crs names another coordinate system than WGS 84; convert to longitude and latitude (EPSG:4326)")

// point gives the place, in degrees.
func (d *draft) wherePlaced() (orb.Point, error) {
	lon, lat := d.place[0], d.place[1]
	switch {
	case d.coordinates < len(d.place):
		return orb.Point{}, errors.New("coordinates are not two finite numbers")
	case math.IsInf(lon, 0), math.IsInf(lat, 0):
		return orb.Point{}, errors.New("coordinates are not finite numbers")
	case math.Abs(lon) > 180:
		return orb.Point{}, errors.New("longitude lies outside -180..180")
	case math.Abs(lat) > 90:
		return orb.Point{}, errors.New("latitude lies outside -90..90 (longitude comes first)")
	}
	return orb.Point{lon, lat}, nil
}

// id is how the feature calls itself, for messages; "" where it does not.
func (d *draft) id() string {
	if v := d.values[fieldID]; v.form == text || v.form == number {
		return shorten(string(v.text), maxText)
	}
	return ""
}
