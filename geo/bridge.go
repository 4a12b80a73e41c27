package geo

import (
	"github.com/paulmach/orb"
	orbwkb "github.com/paulmach/orb/encoding/wkb"
	"github.com/twpayne/go-geom"
	geomwkb "github.com/twpayne/go-geom/encoding/wkb"
)

// ToGeom gives a geometry of the house (orb) to the doors that speak go-geom (KML, EWKB), by way of the standard that
// both keep: Well-Known Binary (OGC 06-103r4). Coordinates stay as they are, to the bit.
func ToGeom(g orb.Geometry) (geom.T, error) {
	raw, err := orbwkb.Marshal(g)
	if err != nil {
		return nil, err
	}
	return geomwkb.Unmarshal(raw)
}
