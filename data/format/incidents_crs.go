package format

import "errors"

var errForeign = errors.New("crs names another coordinate system than WGS 84; convert to longitude and latitude (EPSG:4326), or name it (--crs EPSG:n)")

// readCRS takes the value of an old GeoJSON "crs", and gives the name in it; nil where it is null, "" where it has none.
func readCRS(s *scanner) *string {
	name := ""
	if f := s.form(); f != object {
		s.skip()
		if f == absent {
			return nil
		}
		return &name
	}
	s.enter('{')
	for first := true; s.more('}', first); first = false {
		if string(s.key()) == "properties" && s.form() == object {
			name = readName(s)
		} else {
			s.skip()
		}
	}
	return &name
}

// foreign tells whether an object names another reference system than the one that its file is said to have.
func (in *intake) foreign(o *outline) bool {
	return o.crs != nil && !in.opt.CRS.Called(*o.crs) || o.otherCRS
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
