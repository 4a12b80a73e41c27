package town

import (
	"encoding/json"

	"github.com/paulmach/orb"
)

// community is a rectangle of the lattice, from its north-western to its south-eastern corner, bounded by main roads, the
// river and the railway. Its corners lie on lines between quarters.
type community struct {
	id       string
	name     name
	from, to point
}

var communities = []community{
	{"wenhua", name{"文化社区", "Wenhua"}, point{0, 0}, point{32, 32}},
	{"youyi", name{"友谊社区", "Youyi"}, point{32, 0}, point{riverAt, 32}},
	{"guangming", name{"光明社区", "Guangming"}, point{0, 32}, point{32, railAt}},
	{"heping", name{"和平社区", "Heping"}, point{32, 32}, point{riverAt, railAt}},
	{"tienan", name{"铁南社区", "Tienan"}, point{0, railAt}, point{riverAt, rows - 1}},
	{"hedong", name{"河东社区", "Hedong"}, point{riverAt, 0}, point{columns - 1, rows - 1}},
}

// ring goes round a community anticlockwise, with a corner at each quarter, as neighbours have it, too.
func (c community) ring(l *lattice) orb.Ring {
	var ring orb.Ring
	add := func(i, j int) { ring = append(ring, l.at(point{i, j}).degrees()) }
	for j := c.from.j; j < c.to.j; j += 8 {
		add(c.from.i, j)
	}
	for i := c.from.i; i < c.to.i; i += 8 {
		add(i, c.to.j)
	}
	for j := c.to.j; j > c.from.j; j -= 8 {
		add(c.to.i, j)
	}
	for i := c.to.i; i > c.from.i; i -= 8 {
		add(i, c.from.j)
	}
	return append(ring, ring[0])
}

// areasGeoJSON is the communities as a FeatureCollection.
func areasGeoJSON(l *lattice) ([]byte, error) {
	type feature map[string]any
	var features []feature
	for _, c := range communities {
		features = append(features, feature{
			"type": "Feature", "id": c.id, "geometry": feature{"type": "Polygon", "coordinates": orb.Polygon{c.ring(l)}},
			"properties": feature{"name": c.name.zh, "name_en": c.name.en, "kind": "社区"},
		})
	}
	raw, err := json.Marshal(feature{"type": "FeatureCollection", "features": features})
	return append(raw, '\n'), err
}
