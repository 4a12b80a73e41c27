package format

import "errors"

var errForeign = errors.New("crs names another coordinate system than WGS 84; convert to longitude and latitude (EPSG:4326)")

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
