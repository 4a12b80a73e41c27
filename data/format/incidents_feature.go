package format

import (
	"errors"
	"math"

	"github.com/paulmach/orb"

	"nightbeat/geo"
)

// draft is what a GeoJSON object says, before it is judged: its members may come in any order, so nothing is judged
// before its end. A draft is used again for the next feature.
type draft struct {
	outline
	values [fields]value
}

// outline is what an object is, as far as it has been read.
type outline struct {
	kind        kind
	seen        members
	repeated    bool    // a member that counts was given twice
	crs         *string // the reference system that it names
	otherCRS    bool    // it names two that differ
	geometry    form
	point       bool // geometry is of type Point
	coordinates int  // numbers of the place; less than 0 where something else stands among them
	place       [2]float64
	properties  form
}

// value is a property as it is written, or as much of it as is wanted.
type value struct {
	rank  int // of the property name it came by; 0 for none, and then the rest means nothing
	twice bool
	half  bool // the text holds half of a surrogate pair
	form  form
	text  []byte
}

func (d *draft) reset() {
	d.outline = outline{}
	for f := range d.values {
		d.values[f].rank = 0
	}
}

func (d *draft) once(m members) {
	d.repeated = d.repeated || d.seen&m != 0
	d.seen |= m
}

// read takes the value of one member of a feature.
func (d *draft) read(s *scanner, m members, l *layouts) {
	d.once(m)
	switch m {
	case memberType:
		d.kind = readKind(s)
	case memberID:
		d.values[fieldID].read(s, featureRank)
	case memberGeometry:
		d.readGeometry(s, &l.geometry)
	case memberProperties:
		d.readProperties(s, &l.properties)
	case memberCRS:
		d.name(readCRS(s))
	default:
		s.skip()
	}
}

// name notes the reference system that an object or its geometry names.
func (d *draft) name(crs *string) {
	if crs == nil {
		return
	}
	d.otherCRS = d.otherCRS || d.crs != nil && *d.crs != *crs
	d.crs = crs
}

func readKind(s *scanner) kind {
	if s.take(`"Feature"`) { // nearly always
		return feature
	}
	switch string(s.textOrSkip()) {
	case "Feature":
		return feature
	case "FeatureCollection":
		return featureCollection
	}
	return unknown
}

func (d *draft) readGeometry(s *scanner, l *layout[members]) {
	if d.geometry = s.form(); d.geometry != object {
		s.skip()
		return
	}
	l.begin()
	s.enter('{')
	for first := true; s.more('}', first); first = false {
		m := l.member(s)
		d.once(m)
		switch m {
		case memberGeometryType:
			d.point = s.take(`"Point"`) || string(s.textOrSkip()) == "Point"
		case memberCoordinates:
			d.readCoordinates(s)
		case memberGeometryCRS:
			d.name(readCRS(s))
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
		x := s.float()
		if d.coordinates >= 0 && d.coordinates < len(d.place) {
			d.place[d.coordinates] = x
		} else if math.IsInf(x, 0) {
			d.coordinates = math.MinInt32
		}
		d.coordinates++
	}
}

func (d *draft) readProperties(s *scanner, l *layout[meaning]) {
	if d.properties = s.form(); d.properties != object {
		s.skip()
		return
	}
	l.begin()
	s.enter('{')
	for first := true; s.more('}', first); first = false {
		if m := l.member(s); m.rank > 0 {
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
	half := false
	switch f {
	case text:
		t := s.text()
		if len(t) == 0 {
			return
		}
		v.text, half = append(v.text[:0], t...), s.half
	case number:
		v.text = append(v.text[:0], s.number()...)
	default:
		v.text = v.text[:0]
		s.skip()
	}
	v.twice = v.rank == rank
	v.rank, v.form, v.half = rank, f, half
}

// whole refuses what is no feature with a place and properties.
func (d *draft) whole() error {
	switch {
	case d.kind != feature:
		return errors.New("is not a Feature")
	case d.repeated:
		return errors.New("names a member twice")
	case d.geometry == absent:
		return errors.New("geometry is null")
	case !d.point:
		return errors.New("geometry is not a Point")
	case d.properties != object:
		return errors.New("properties are not an object")
	}
	return nil
}

// metres is a longitude that is none: as UTM and web Mercator write places.
const metres = 10_000

// where gives the place in degrees; it is written in a reference system.
func (d *draft) where(in geo.CRS) (orb.Point, error) {
	if d.coordinates < len(d.place) {
		return orb.Point{}, errors.New("coordinates are not two finite numbers")
	}
	if math.IsInf(d.place[0], 0) || math.IsInf(d.place[1], 0) {
		return orb.Point{}, errors.New("coordinates are not finite numbers")
	}
	at, err := in.Locate(d.place[0], d.place[1])
	if err != nil {
		return orb.Point{}, err
	}
	switch lon, lat := at[0], at[1]; {
	case math.Abs(lon) > metres:
		return orb.Point{}, errors.New("longitude lies outside -180..180: in metres, it seems; nightbeat import takes --crs EPSG:n")
	case math.Abs(lon) > 180:
		return orb.Point{}, errors.New("longitude lies outside -180..180")
	case math.Abs(lat) > 90:
		return orb.Point{}, errors.New("latitude lies outside -90..90 (longitude comes first)")
	}
	return at, nil
}

// id is how the feature calls itself, for messages; "" where it does not.
func (d *draft) id() string {
	if v := &d.values[fieldID]; v.rank > 0 && (v.form == text || v.form == number) {
		return shorten(string(v.text), maxText)
	}
	return ""
}

func (v *value) is(text string) bool { return v.rank > 0 && string(v.text) == text }
